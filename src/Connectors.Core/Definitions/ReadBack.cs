namespace Connectors.Definitions;

/// <summary>A write of which it is not known whether the provider did it: what a read-back may look for.</summary>
/// <typeparam name="TModel">The common model.</typeparam>
/// <param name="Model">The fields that were written.</param>
/// <param name="IdempotencyKey">The key that went with the write, where one did; see <see cref="ReadBackBy.OwnMark"/>.</param>
public sealed record UnknownWrite<TModel>(TModel Model, string? IdempotencyKey)
    where TModel : CommonModel;

/// <summary>What it means that a record is found by what a create wrote.</summary>
public enum ReadBackBy
{
    /// <summary>
    /// The record carries the call's own <see cref="EndpointContext.IdempotencyKey"/>, which is made for each create: a record that has it is
    /// of this very write.
    /// </summary>
    OwnMark,

    /// <summary>
    /// The provider lets no two records have it (an e-mail address, an external id). A record counts as this write when it was made since the
    /// write left, by the provider's own clock, and holds what was written; one that was there before shows that the write was not done.
    /// </summary>
    UniqueKey,

    /// <summary>Several records may have it. One that was made since the write left and holds what was written counts, where it is the only one.</summary>
    SharedKey,
}
