using System.Collections;

namespace Connectors;

/// <summary>Copies lists into ones that are equal when their items are.</summary>
internal static class ValueList
{
    /// <summary>Makes the list of the first items of an array that nobody else keeps.</summary>
    public static IReadOnlyList<T> Of<T>(T[] items, int count) =>
        count == 0 ? ValueList<T>.Empty : new ValueList<T>(count == items.Length ? items : items[..count]);

    public static IReadOnlyList<T>? Of<T>(IReadOnlyList<T>? items) => items switch
    {
        null => null,
        ValueList<T> => items,
        _ => new ValueList<T>([.. items]),
    };
}

/// <summary>A list that nobody can change, and that equals another with equal items in the same order.</summary>
internal sealed class ValueList<T>(T[] items) : IReadOnlyList<T>, IEquatable<ValueList<T>>
{
    public static ValueList<T> Empty { get; } = new([]);

    public int Count => items.Length;

    public T this[int index] => items[index];

    public bool Equals(ValueList<T>? other) => other is not null && items.AsSpan().SequenceEqual(other.AsSpan());

    public override bool Equals(object? obj) => Equals(obj as ValueList<T>);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var item in items)
        {
            hash.Add(item);
        }

        return hash.ToHashCode();
    }

    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => items.GetEnumerator();

    private ReadOnlySpan<T> AsSpan() => items;
}
