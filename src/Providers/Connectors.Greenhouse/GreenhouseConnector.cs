namespace Connectors.Greenhouse;

/// <summary>What this package states of Greenhouse (Harvest v3).</summary>
public static class GreenhouseConnector
{
    /// <summary>The provider id.</summary>
    public const string Id = "greenhouse";

    /// <summary>How late a change may show up: Greenhouse does not say; lists are in the order of ids, not of changes.</summary>
    private static readonly TimeSpan s_lag = TimeSpan.FromMinutes(1);

    private static readonly TokenEndpoint s_token = new("https://auth.greenhouse.io/token")
    {
        ClientAuthentication = ClientAuthentication.Basic,
        Parameters = new Dictionary<string, string>(StringComparer.Ordinal) { ["sub"] = "{sub}" },
    };

    /// <summary>Gets the definition.</summary>
    public static ConnectorDefinition Definition { get; } = new()
    {
        Id = Id,
        DisplayName = "Greenhouse",
        Categories = [ConnectorCategory.Ats],
        Hosts = new() { ["api"] = "https://harvest.greenhouse.io", ["auth"] = "https://auth.greenhouse.io" },
        Settings = [new("sub", "User id to act as") { Pattern = "[0-9]{1,19}", Example = "4019" }],
        Auth =
        [
            new ClientCredentialsScheme { TokenEndpoint = s_token },
            new OAuth2Scheme
            {
                AuthorizationEndpoint = "https://auth.greenhouse.io/authorize",
                TokenEndpoint = new("https://auth.greenhouse.io/token") { ClientAuthentication = ClientAuthentication.Basic },
                UsePkce = false,
                Scopes = [.. GreenhouseEndpoints.All.SelectMany(endpoint => endpoint.Scopes).SelectMany(scope => scope.AnyOf).Distinct(StringComparer.Ordinal)],
            },
        ],
        WhoAmI = GreenhouseEndpoints.Account,
        Endpoints = GreenhouseEndpoints.All,
        Models =
        [
            Model.Of<Candidate, GreenhouseCandidate>(Candidate.Type, GreenhouseMapping.ToCandidate, covers: Candidate.Type.All)
                .List(GreenhouseEndpoints.Candidates)
                .Changes(GreenhouseEndpoints.CandidatesUpdatedSince, since => since, s_lag)
                .Hydrate(GreenhouseEndpoints.CandidatesById, size: 50)
                .Create(GreenhouseEndpoints.CreateCandidate, GreenhouseMapping.ToCandidateFields, GreenhouseMapping.CandidateWrites)
                .Update(GreenhouseEndpoints.UpdateCandidate, GreenhouseMapping.ToCandidateChanges, GreenhouseMapping.CandidateWrites),
            Model.Of<Application, GreenhouseApplication>(Application.Type, GreenhouseMapping.ToApplication, covers: Application.Type.AllExcept(nameof(Application.Source)))
                .List(GreenhouseEndpoints.Applications)
                .Changes(GreenhouseEndpoints.ApplicationsUpdatedSince, since => since, s_lag)
                .Hydrate(GreenhouseEndpoints.ApplicationsById, size: 50)
                .Create(GreenhouseEndpoints.CreateApplication, GreenhouseMapping.ToNewApplication, GreenhouseMapping.ApplicationWrites),
            Model.Of<Job, GreenhouseJob>(Job.Type, GreenhouseMapping.ToJob, covers: Job.Type.AllExcept(nameof(Job.Department), nameof(Job.Location), nameof(Job.HiringLead), nameof(Job.PostingLinks)))
                .List(GreenhouseEndpoints.Jobs)
                .Changes(GreenhouseEndpoints.JobsUpdatedSince, since => since, s_lag)
                .Hydrate(GreenhouseEndpoints.JobsById, size: 50),
        ],
        Limits =
        [
            new("thirty-seconds", LimitScope.Credential, LimitKind.FixedWindow, Permits: 75, TimeSpan.FromSeconds(30))
            {
                Headers = new() { Limit = "X-RateLimit-Limit", Remaining = "X-RateLimit-Remaining", Reset = "X-RateLimit-Reset" },
            },
        ],
        Rules = GreenhouseErrors.Rules,
    };
}
