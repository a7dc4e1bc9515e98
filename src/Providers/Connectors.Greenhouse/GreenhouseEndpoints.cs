namespace Connectors.Greenhouse;

/// <summary>The Greenhouse endpoints (Harvest v3) that this package calls.</summary>
public static class GreenhouseEndpoints
{
    private static readonly RequiredScope[] s_listCandidates = ["harvest:candidates:list"];
    private static readonly RequiredScope[] s_listApplications = ["harvest:applications:list"];
    private static readonly RequiredScope[] s_listJobs = ["harvest:jobs:list"];

    private static readonly PageReader<List<GreenhouseCandidate>, GreenhouseCandidate> s_candidates = PageOf.JsonArray(GreenhouseJson.Default.ListGreenhouseCandidate);
    private static readonly PageReader<List<GreenhouseApplication>, GreenhouseApplication> s_applications = PageOf.JsonArray(GreenhouseJson.Default.ListGreenhouseApplication);
    private static readonly PageReader<List<GreenhouseJob>, GreenhouseJob> s_jobs = PageOf.JsonArray(GreenhouseJson.Default.ListGreenhouseJob);

    /// <summary>
    /// Gets the call that proves a connection: one job, for a job is no personal data, and every model points to jobs. Who is asked
    /// is told by no call that takes the connection's token, so the account has no id.
    /// </summary>
    public static Endpoint<NoContent, AccountIdentity> Account { get; } = Endpoint.Read<NoContent, AccountIdentity>(
        "account.get",
        (_, _) => RequestSpec.Get("/v3/jobs").Query("per_page", 1),
        Body.Json(GreenhouseJson.Default.ListGreenhouseJob, _ => new AccountIdentity(null)),
        s_listJobs);

    /// <summary>Gets the list of all candidates, 500 a page. Those that are private to other users are counted as withheld.</summary>
    public static ListEndpoint<GreenhouseCandidate> Candidates { get; } = Endpoint.List(
        "candidates.list", _ => RequestSpec.Get("/v3/candidates"), s_candidates, ByLink<GreenhouseCandidate>(), Id, scopes: s_listCandidates, withheld: IsWithheld);

    /// <summary>Gets the list of candidates that were changed since a moment.</summary>
    public static ListEndpoint<DateTimeOffset, GreenhouseCandidate> CandidatesUpdatedSince { get; } = Endpoint.List<DateTimeOffset, List<GreenhouseCandidate>, GreenhouseCandidate>(
        "candidates.updated", (since, _) => UpdatedSince("/v3/candidates", since), s_candidates, ByLink<GreenhouseCandidate>(), Id, scopes: s_listCandidates, withheld: IsWithheld);

    /// <summary>Gets the list of candidates by their ids, at most 50.</summary>
    public static ListEndpoint<IReadOnlyList<string>, GreenhouseCandidate> CandidatesById { get; } = Endpoint.List<IReadOnlyList<string>, List<GreenhouseCandidate>, GreenhouseCandidate>(
        "candidates.by_id", (ids, _) => RequestSpec.Get("/v3/candidates").Query("ids", ids), s_candidates, ByLink<GreenhouseCandidate>(), Id, scopes: s_listCandidates, withheld: IsWithheld);

    /// <summary>Gets the list of all applications, 500 a page.</summary>
    public static ListEndpoint<GreenhouseApplication> Applications { get; } = Endpoint.List(
        "applications.list", _ => RequestSpec.Get("/v3/applications"), s_applications, ByLink<GreenhouseApplication>(), Id, scopes: s_listApplications);

    /// <summary>Gets the list of applications that were changed since a moment.</summary>
    public static ListEndpoint<DateTimeOffset, GreenhouseApplication> ApplicationsUpdatedSince { get; } = Endpoint.List<DateTimeOffset, List<GreenhouseApplication>, GreenhouseApplication>(
        "applications.updated", (since, _) => UpdatedSince("/v3/applications", since), s_applications, ByLink<GreenhouseApplication>(), Id, scopes: s_listApplications);

    /// <summary>Gets the list of applications by their ids, at most 50.</summary>
    public static ListEndpoint<IReadOnlyList<string>, GreenhouseApplication> ApplicationsById { get; } = Endpoint.List<IReadOnlyList<string>, List<GreenhouseApplication>, GreenhouseApplication>(
        "applications.by_id", (ids, _) => RequestSpec.Get("/v3/applications").Query("ids", ids), s_applications, ByLink<GreenhouseApplication>(), Id, scopes: s_listApplications);

    /// <summary>Gets the list of all jobs, 500 a page.</summary>
    public static ListEndpoint<GreenhouseJob> Jobs { get; } = Endpoint.List(
        "jobs.list", _ => RequestSpec.Get("/v3/jobs"), s_jobs, ByLink<GreenhouseJob>(), Id, scopes: s_listJobs);

    /// <summary>Gets the list of jobs that were changed since a moment.</summary>
    public static ListEndpoint<DateTimeOffset, GreenhouseJob> JobsUpdatedSince { get; } = Endpoint.List<DateTimeOffset, List<GreenhouseJob>, GreenhouseJob>(
        "jobs.updated", (since, _) => UpdatedSince("/v3/jobs", since), s_jobs, ByLink<GreenhouseJob>(), Id, scopes: s_listJobs);

    /// <summary>Gets the list of jobs by their ids, at most 50.</summary>
    public static ListEndpoint<IReadOnlyList<string>, GreenhouseJob> JobsById { get; } = Endpoint.List<IReadOnlyList<string>, List<GreenhouseJob>, GreenhouseJob>(
        "jobs.by_id", (ids, _) => RequestSpec.Get("/v3/jobs").Query("ids", ids), s_jobs, ByLink<GreenhouseJob>(), Id, scopes: s_listJobs);

    /// <summary>Creates a candidate, perhaps with an application. Sent twice, it makes two.</summary>
    public static Endpoint<GreenhouseCandidateFields, GreenhouseCandidate> CreateCandidate { get; } = Endpoint.Write<GreenhouseCandidateFields, GreenhouseCandidate>(
        "candidates.create",
        (fields, _) => RequestSpec.Post("/v3/candidates").Json(fields, GreenhouseJson.Default.GreenhouseCandidateFields),
        Body.Json(GreenhouseJson.Default.GreenhouseCreatedCandidate, created => created.Candidate),
        ["harvest:candidates:create"]);

    /// <summary>Updates fields of a candidate; other fields stay as they are.</summary>
    public static Endpoint<RecordUpdate<GreenhouseCandidateFields>, GreenhouseCandidate> UpdateCandidate { get; } = Endpoint.Idempotent<RecordUpdate<GreenhouseCandidateFields>, GreenhouseCandidate>(
        "candidates.update",
        (update, _) => RequestSpec.Patch($"/v3/candidates/{update.RemoteId}").Json(update.Body, GreenhouseJson.Default.GreenhouseCandidateFields),
        Body.Json(GreenhouseJson.Default.GreenhouseCandidate),
        ["harvest:candidates:update"]);

    /// <summary>Creates an application of a candidate.</summary>
    public static Endpoint<GreenhouseNewApplication, GreenhouseApplication> CreateApplication { get; } = Endpoint.Write<GreenhouseNewApplication, GreenhouseApplication>(
        "applications.create",
        (application, _) => RequestSpec.Post("/v3/applications").Json(application, GreenhouseJson.Default.GreenhouseNewApplication),
        Body.Json(GreenhouseJson.Default.GreenhouseApplication),
        ["harvest:applications:create"]);

    /// <summary>
    /// Hires: the application becomes <c>hired</c>, and the opening is filled. A write: sent again after it was done it is refused, so an
    /// outcome that is not known is told as such; read the application's status.
    /// </summary>
    public static Endpoint<GreenhouseHire, NoContent> Hire { get; } = Endpoint.Write<GreenhouseHire, NoContent>(
        "applications.hire",
        (hire, _) => RequestSpec.Post($"/v3/applications/{hire.ApplicationId}/hire").Json(hire, GreenhouseJson.Default.GreenhouseHire),
        Body.None,
        ["harvest:applications:hire"]);

    /// <summary>Moves an application to another stage or job. The account's own rules may send e-mail.</summary>
    public static Endpoint<GreenhouseMove, NoContent> Move { get; } = Endpoint.Write<GreenhouseMove, NoContent>(
        "applications.move",
        (move, _) => RequestSpec.Post($"/v3/applications/{move.ApplicationId}/move").Json(move, GreenhouseJson.Default.GreenhouseMove),
        Body.None,
        ["harvest:applications:move"]);

    /// <summary>Rejects an application.</summary>
    public static Endpoint<GreenhouseRejection, NoContent> Reject { get; } = Endpoint.Write<GreenhouseRejection, NoContent>(
        "applications.reject",
        (rejection, _) => RequestSpec.Post($"/v3/applications/{rejection.ApplicationId}/reject").Json(rejection, GreenhouseJson.Default.GreenhouseRejection),
        Body.None,
        ["harvest:applications:reject"]);

    internal static IReadOnlyList<Endpoint> All { get; } =
    [
        Account,
        Candidates, CandidatesUpdatedSince, CandidatesById, CreateCandidate, UpdateCandidate,
        Applications, ApplicationsUpdatedSince, ApplicationsById, CreateApplication, Hire, Move, Reject,
        Jobs, JobsUpdatedSince, JobsById,
    ];

    /// <summary>The link's cursor must be alone, so the page size goes with the first request only.</summary>
    private static Pager<List<T>> ByLink<T>() => PageBy.LinkHeader<List<T>>(size: "per_page", max: 500);

    private static RequestSpec UpdatedSince(string path, DateTimeOffset since) => RequestSpec.Get(path).Query("updated_at", $"gte|{FieldText.Of(since)}");

    /// <summary>A private candidate may come as <c>{"message": …}</c> alone.</summary>
    private static bool IsWithheld(GreenhouseCandidate row) => row.Id == 0;

    private static string Id(GreenhouseCandidate row) => row.Id.ToString();

    private static string Id(GreenhouseApplication row) => row.Id.ToString();

    private static string Id(GreenhouseJob row) => row.Id.ToString();
}
