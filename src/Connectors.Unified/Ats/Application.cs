namespace Connectors;

/// <summary>One candidate's application for one job, in an ATS.</summary>
public sealed record Application : CommonModel
{
    /// <summary>Gets the model's stable id, its fields and its JSON form.</summary>
    public static ModelType<Application> Type { get; } = new("ats.application", UnifiedJson.Default);

    /// <summary>Gets who applies.</summary>
    public RemoteRef<Candidate>? Candidate { get => field; init => field = Set(value, 0); }

    /// <summary>Gets the job applied for; a prospect has none yet.</summary>
    public RemoteRef<Job>? Job { get => field; init => field = Set(value, 1); }

    /// <summary>Gets how the application stands: known values <c>ACTIVE</c>, <c>HIRED</c>, <c>REJECTED</c>, <c>CONVERTED</c>.</summary>
    public ApplicationStatus? Status { get => field; init => field = Set(value, 2); }

    /// <summary>Gets the provider's id of the job's interview stage that is reached.</summary>
    public string? StageId { get => field; init => field = Set(value, 3); }

    /// <summary>Gets the name of the stage that is reached.</summary>
    public string? StageName { get => field; init => field = Set(value, 4); }

    /// <summary>Gets the moment of application.</summary>
    public DateTimeOffset? AppliedAt { get => field; init => field = Set(value, 5); }

    /// <summary>Gets the moment of rejection.</summary>
    public DateTimeOffset? RejectedAt { get => field; init => field = Set(value, 6); }

    /// <summary>Gets the moment when something last happened with the application.</summary>
    public DateTimeOffset? LastActivityAt { get => field; init => field = Set(value, 7); }

    /// <summary>Gets the name of where the application came from.</summary>
    public string? Source { get => field; init => field = Set(value, 8); }

    /// <summary>Gets the provider's id of where the application came from.</summary>
    public string? SourceId { get => field; init => field = Set(value, 9); }

    /// <summary>Gets the provider's id of who is credited with it; often no user's id.</summary>
    public string? ReferrerId { get => field; init => field = Set(value, 10); }

    /// <summary>Gets the user who recruits.</summary>
    public RemoteRef<User>? Recruiter { get => field; init => field = Set(value, 11); }

    /// <summary>Gets the user who arranges interviews.</summary>
    public RemoteRef<User>? Coordinator { get => field; init => field = Set(value, 12); }

    /// <summary>Gets whether the person is only considered, and has not applied for a certain job.</summary>
    public bool? IsProspect { get => field; init => field = Set(value, 13); }

    /// <summary>Gets the jobs that a prospect is considered for; an empty list says that there is none.</summary>
    public IReadOnlyList<RemoteRef<Job>>? ProspectiveJobs { get => field; init => field = Set(ValueList.Of(value), 14); }

    /// <summary>Gets where the candidate lives, as told in the application.</summary>
    public string? Location { get => field; init => field = Set(value, 15); }

    /// <summary>Gets the answers to the questions of the job posting; an empty list says that there is none.</summary>
    public IReadOnlyList<ScreeningAnswer>? Answers { get => field; init => field = Set(ValueList.Of(value), 16); }
}
