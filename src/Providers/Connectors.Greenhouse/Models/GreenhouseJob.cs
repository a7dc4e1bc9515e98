namespace Connectors.Greenhouse;

/// <summary>A job as Greenhouse sends it. Postings, openings, owners and hiring managers are lists of their own.</summary>
/// <param name="Id">The id.</param>
/// <param name="CreatedAt">When it was created.</param>
/// <param name="UpdatedAt">When it was last changed.</param>
/// <param name="Name">The name.</param>
/// <param name="RequisitionId">The company's own id.</param>
/// <param name="Notes">Notes of the hiring team, HTML.</param>
/// <param name="Confidential">Whether only some users may see it.</param>
/// <param name="Status"><c>open</c>, <c>draft</c> or <c>closed</c>.</param>
/// <param name="OpenedAt">When it was opened.</param>
/// <param name="ClosedAt">When it was closed.</param>
/// <param name="IsTemplate">Whether it is a pattern for new jobs.</param>
/// <param name="CopiedFromId">The job that it was copied from.</param>
/// <param name="DepartmentId">The department.</param>
/// <param name="OfficeIds">The offices.</param>
/// <param name="CustomFields">The account's own fields by <c>name_key</c>.</param>
public sealed record GreenhouseJob(
    long Id,
    DateTimeOffset? CreatedAt,
    DateTimeOffset? UpdatedAt,
    string? Name,
    string? RequisitionId,
    string? Notes,
    bool? Confidential,
    string? Status,
    DateTimeOffset? OpenedAt,
    DateTimeOffset? ClosedAt,
    bool? IsTemplate,
    long? CopiedFromId,
    long? DepartmentId,
    IReadOnlyList<long>? OfficeIds,
    IReadOnlyDictionary<string, GreenhouseCustomField>? CustomFields);
