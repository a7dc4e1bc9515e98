namespace Connectors;

/// <summary>A job to be filled, in an ATS.</summary>
public sealed record Job : CommonModel
{
    /// <summary>Gets the model's stable id, its fields and its JSON form.</summary>
    public static ModelType<Job> Type { get; } = new("ats.job", UnifiedJson.Default);

    /// <summary>Gets the title.</summary>
    public string? Name { get => field; init => field = Set(value, 0); }

    /// <summary>Gets the company's own id of the job (requisition), as text.</summary>
    public string? Code { get => field; init => field = Set(value, 1); }

    /// <summary>Gets whether the job can be applied for: known values <c>OPEN</c>, <c>CLOSED</c>, <c>DRAFT</c>, <c>ARCHIVED</c>, <c>PENDING</c>.</summary>
    public JobStatus? Status { get => field; init => field = Set(value, 2); }

    /// <summary>Gets what the hiring team notes of the job: HTML or text, not for candidates.</summary>
    public string? Notes { get => field; init => field = Set(value, 3); }

    /// <summary>Gets whether only some users may see the job.</summary>
    public bool? IsConfidential { get => field; init => field = Set(value, 4); }

    /// <summary>Gets whether it is a pattern for new jobs and no job itself.</summary>
    public bool? IsTemplate { get => field; init => field = Set(value, 5); }

    /// <summary>Gets the moment when the job was opened.</summary>
    public DateTimeOffset? OpenedAt { get => field; init => field = Set(value, 6); }

    /// <summary>Gets the moment when the job was closed.</summary>
    public DateTimeOffset? ClosedAt { get => field; init => field = Set(value, 7); }

    /// <summary>Gets the name of the department.</summary>
    public string? Department { get => field; init => field = Set(value, 8); }

    /// <summary>Gets the provider's id of the department.</summary>
    public string? DepartmentId { get => field; init => field = Set(value, 9); }

    /// <summary>Gets the name of the place of work.</summary>
    public string? Location { get => field; init => field = Set(value, 10); }

    /// <summary>Gets the provider's ids of the offices; an empty list says that there is none.</summary>
    public IReadOnlyList<string>? OfficeIds { get => field; init => field = Set(ValueList.Of(value), 11); }

    /// <summary>Gets the employee who leads the hiring, where the provider is an HRIS too.</summary>
    public RemoteRef<Employee>? HiringLead { get => field; init => field = Set(value, 12); }

    /// <summary>Gets the web addresses of public postings; an empty list says that there is none.</summary>
    public IReadOnlyList<WebLink>? PostingLinks { get => field; init => field = Set(ValueList.Of(value), 13); }
}
