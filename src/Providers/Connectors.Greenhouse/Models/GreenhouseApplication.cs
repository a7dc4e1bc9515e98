namespace Connectors.Greenhouse;

/// <summary>An application as Greenhouse sends it.</summary>
/// <param name="Id">The id.</param>
/// <param name="CreatedAt">When the candidate applied.</param>
/// <param name="UpdatedAt">When it was last changed.</param>
/// <param name="CandidateId">Who applies.</param>
/// <param name="JobId">The job applied for; a prospect has none.</param>
/// <param name="JobPostId">The posting applied to.</param>
/// <param name="JobInterviewStageId">The job's stage that is reached.</param>
/// <param name="StageId">The application's own passage through that stage: another id.</param>
/// <param name="StageName">The stage's name.</param>
/// <param name="Status"><c>in_process</c>, <c>rejected</c>, <c>hired</c> or <c>converted</c>; filters call the first one <c>active</c>.</param>
/// <param name="Prospect">Whether the person has not applied for a certain job.</param>
/// <param name="ProspectiveJobIds">The jobs that a prospect is considered for.</param>
/// <param name="NeedsDecision">Whether somebody must decide.</param>
/// <param name="RecruiterId">The user who recruits.</param>
/// <param name="CoordinatorId">The user who arranges interviews.</param>
/// <param name="SourceId">Where the application came from.</param>
/// <param name="ReferrerId">Who is credited; no user's id.</param>
/// <param name="AgencyNoteId">The agency's note.</param>
/// <param name="RejectedAt">When it was rejected.</param>
/// <param name="LastActivityAt">When something last happened.</param>
/// <param name="LocationAddress">Where the candidate lives.</param>
/// <param name="Answers">Answers to the posting's questions.</param>
/// <param name="CustomFields">The account's own fields by <c>name_key</c>.</param>
public sealed record GreenhouseApplication(
    long Id,
    DateTimeOffset? CreatedAt,
    DateTimeOffset? UpdatedAt,
    long? CandidateId,
    long? JobId,
    long? JobPostId,
    long? JobInterviewStageId,
    long? StageId,
    string? StageName,
    string? Status,
    bool? Prospect,
    IReadOnlyList<long>? ProspectiveJobIds,
    bool? NeedsDecision,
    long? RecruiterId,
    long? CoordinatorId,
    long? SourceId,
    long? ReferrerId,
    long? AgencyNoteId,
    DateTimeOffset? RejectedAt,
    DateTimeOffset? LastActivityAt,
    string? LocationAddress,
    IReadOnlyList<GreenhouseAnswer>? Answers,
    IReadOnlyDictionary<string, GreenhouseCustomField>? CustomFields)
{
    /// <inheritdoc/>
    public override string ToString() => $"{nameof(GreenhouseApplication)} {Id}";
}

/// <summary>An answer to a question of a posting.</summary>
/// <param name="Question">The question.</param>
/// <param name="Answer">The answer.</param>
public sealed record GreenhouseAnswer(string? Question, string? Answer)
{
    /// <inheritdoc/>
    public override string ToString() => nameof(GreenhouseAnswer);
}

/// <summary>An application to create: for a job (<see cref="JobId"/>), or as a prospect (<see cref="Prospect"/>, perhaps with <see cref="JobIds"/>).</summary>
public sealed record GreenhouseNewApplication
{
    /// <summary>Gets who applies; needed, unless the application is created with the candidate.</summary>
    public long? CandidateId { get; init; }

    /// <summary>Gets the job applied for.</summary>
    public long? JobId { get; init; }

    /// <summary>Gets the job's stage to begin at; the first one by default.</summary>
    public long? InitialStageId { get; init; }

    /// <summary>Gets <see langword="true"/> for a prospect, else <see langword="null"/>.</summary>
    public bool? Prospect { get; init; }

    /// <summary>Gets the jobs that a prospect is considered for.</summary>
    public IReadOnlyList<long>? JobIds { get; init; }

    /// <summary>Gets where the application came from.</summary>
    public long? SourceId { get; init; }

    /// <summary>Gets who is credited.</summary>
    public long? ReferrerId { get; init; }

    /// <summary>Gets the user who recruits.</summary>
    public long? RecruiterId { get; init; }

    /// <summary>Gets the user who arranges interviews.</summary>
    public long? CoordinatorId { get; init; }

    /// <summary>Gets when the candidate applied; now by default.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Gets values of the account's own fields.</summary>
    public IReadOnlyList<GreenhouseCustomValue>? CustomFields { get; init; }
}

/// <summary>A hire.</summary>
/// <param name="ApplicationId">The application that is hired.</param>
public sealed record GreenhouseHire([property: JsonIgnore] string ApplicationId)
{
    /// <summary>Gets the first day at work.</summary>
    [JsonIgnore]
    public DateOnly? StartDate { get; init; }

    /// <summary>Gets the job's opening that is filled; needed where more than one is open.</summary>
    public long? OpeningId { get; init; }

    /// <summary>Gets why the opening is closed.</summary>
    public long? CloseReasonId { get; init; }

    /// <summary>The official description has the first day as a moment: its midnight in UTC.</summary>
    [JsonInclude]
    [JsonPropertyName("start_date")]
    internal string? StartMoment => StartDate is { } day ? FieldText.Of(day) + "T00:00:00.000Z" : null;
}

/// <summary>A move to another stage or job. Without a stage and a job to go to, the application goes to the next stage.</summary>
/// <param name="ApplicationId">The application that is moved.</param>
/// <param name="FromStageId">The job's stage where it is now: a guard against moving it twice.</param>
public sealed record GreenhouseMove([property: JsonIgnore] string ApplicationId, long FromStageId)
{
    /// <summary>Gets the job's stage to go to.</summary>
    public long? ToStageId { get; init; }

    /// <summary>Gets another job to go to, at its first stage.</summary>
    public long? ToJobId { get; init; }
}

/// <summary>A rejection. No e-mail is sent.</summary>
/// <param name="ApplicationId">The application that is rejected.</param>
/// <param name="RejectionReasonId">Why.</param>
public sealed record GreenhouseRejection([property: JsonIgnore] string ApplicationId, long RejectionReasonId)
{
    /// <summary>Gets a note for the hiring team.</summary>
    public string? Notes { get; init; }
}
