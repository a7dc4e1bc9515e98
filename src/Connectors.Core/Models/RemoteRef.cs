using System.Diagnostics.CodeAnalysis;

namespace Connectors;

/// <summary>A typed reference to another record of the same connection, by its remote id.</summary>
/// <typeparam name="TModel">The common model referred to.</typeparam>
/// <param name="RemoteId">The provider's id.</param>
[SuppressMessage("Design", "CA1000", Justification = "RemoteRef<Account>.From(id) reads well.")]
public readonly record struct RemoteRef<TModel>(string RemoteId)
    where TModel : CommonModel
{
    /// <summary>Makes a reference where there is an id.</summary>
    /// <param name="remoteId">The id; <see langword="null"/> or empty for none.</param>
    /// <returns>The reference, or <see langword="null"/>.</returns>
    public static RemoteRef<TModel>? From(string? remoteId) => string.IsNullOrEmpty(remoteId) ? null : new(remoteId);

    /// <summary>Makes a reference where there is a numeric id.</summary>
    /// <param name="remoteId">The id, or <see langword="null"/> for none.</param>
    /// <returns>The reference, or <see langword="null"/>.</returns>
    public static RemoteRef<TModel>? From(long? remoteId) => remoteId is { } id ? new(id.ToString(System.Globalization.CultureInfo.InvariantCulture)) : null;

    /// <inheritdoc/>
    public override string ToString() => RemoteId;
}
