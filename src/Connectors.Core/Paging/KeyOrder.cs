namespace Connectors.Definitions;

/// <summary>The order that a keyset list is asked for in. A page that is not in it is an error: to go on would miss records.</summary>
public enum KeyOrder
{
    /// <summary>Not checked: the provider goes on after a record, whatever the order of its keys (<c>starting_after</c>).</summary>
    Unstated,

    /// <summary>Ascending whole numbers of any length.</summary>
    Numbers,

    /// <summary>Ascending texts, compared by their characters' codes: ids, ISO 8601 moments of one width, or both one after the other.</summary>
    Texts,
}

/// <summary>Compares keys without reading them into numbers.</summary>
internal static class KeyComparison
{
    internal static int Compare(KeyOrder order, string one, string other) => order == KeyOrder.Numbers
        ? CompareNumbers(Digits(one), Digits(other))
        : string.CompareOrdinal(one, other);

    private static int CompareNumbers(ReadOnlySpan<char> one, ReadOnlySpan<char> other) =>
        one.Length != other.Length ? one.Length.CompareTo(other.Length) : one.SequenceCompareTo(other);

    private static ReadOnlySpan<char> Digits(string number) => number.Length > 0 && !number.AsSpan().ContainsAnyExceptInRange('0', '9')
        ? number.AsSpan().TrimStart('0')
        : throw new UnreadableAnswerException("a key is not a whole number");
}
