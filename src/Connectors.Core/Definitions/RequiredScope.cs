namespace Connectors.Definitions;

/// <summary>
/// A scope that a call needs, or several of which one is enough. Written as a text where it is one: <c>["crm.objects.contacts.read"]</c>;
/// <c>[RequiredScope.Any("accounting.contacts", "accounting.contacts.read")]</c> where there are several.
/// </summary>
public sealed class RequiredScope : IEquatable<RequiredScope>
{
    private RequiredScope(IReadOnlyList<string> anyOf) => AnyOf = anyOf;

    /// <summary>Gets the scopes of which one is enough; the first one is what a missing one is named by.</summary>
    public IReadOnlyList<string> AnyOf { get; }

    /// <summary>Takes one scope.</summary>
    /// <param name="scope">The scope.</param>
    public static implicit operator RequiredScope(string scope) => Any(scope);

    /// <summary>Takes scopes of which one is enough.</summary>
    /// <param name="scopes">The scopes, the least that is enough first.</param>
    /// <exception cref="ArgumentException">There is none, or one is empty.</exception>
    public static RequiredScope Any(params string[] scopes)
    {
        ArgumentNullException.ThrowIfNull(scopes);
        return scopes.Length > 0 && !scopes.Any(string.IsNullOrWhiteSpace)
            ? new([.. scopes])
            : throw new ArgumentException("Name at least one scope, and no empty one.", nameof(scopes));
    }

    /// <inheritdoc/>
    public bool Equals(RequiredScope? other) => other is not null && AnyOf.SequenceEqual(other.AnyOf, StringComparer.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as RequiredScope);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(AnyOf[0]);

    /// <summary>Prints the scopes: <c>a or b</c>.</summary>
    public override string ToString() => string.Join(" or ", AnyOf);
}
