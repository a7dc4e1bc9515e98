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

    /// <summary>Makes a list of references, in order: empty ids and repeats are left out.</summary>
    /// <param name="remoteIds">The ids, or <see langword="null"/> for none.</param>
    /// <returns>The list; empty where there is none.</returns>
    public static IReadOnlyList<RemoteRef<TModel>> List(IEnumerable<string?>? remoteIds) =>
        remoteIds is null ? [] : [.. remoteIds.Select(From).OfType<RemoteRef<TModel>>().Distinct()];

    /// <summary>Makes a list of references, in order: repeats are left out.</summary>
    /// <param name="remoteIds">The numeric ids, or <see langword="null"/> for none.</param>
    /// <returns>The list; empty where there is none.</returns>
    public static IReadOnlyList<RemoteRef<TModel>> List(IEnumerable<long>? remoteIds) =>
        remoteIds is null ? [] : [.. remoteIds.Select(id => From(id)).OfType<RemoteRef<TModel>>().Distinct()];

    /// <inheritdoc/>
    public override string ToString() => RemoteId;
}
