using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Connectors.Simulators.Greenhouse;

/// <summary>Plays Greenhouse Harvest v3: lists, candidate and application writes, OAuth, the 30-second limit and errors.</summary>
public sealed class GreenhouseSimulator : Simulator
{
    /// <summary>The client id of the custom integration that is registered from the start; client credentials, every scope.</summary>
    public const string DemoClientId = "demo-custom-integration";

    /// <summary>The client secret of the custom integration.</summary>
    public const string DemoClientSecret = "demo-custom-integration-secret";

    /// <summary>The client id of the partner integration that is registered from the start; authorization code, any redirect address and any scope.</summary>
    public const string DemoPartnerClientId = "demo-partner-integration";

    /// <summary>The client secret of the partner integration.</summary>
    public const string DemoPartnerClientSecret = "demo-partner-integration-secret";

    /// <summary>The id of the organization that is signed in to unless told otherwise.</summary>
    public const string DemoOrganization = "4091";

    /// <summary>The field of a candidate that makes lists show a <c>{"message"}</c> row in its place, when it is true.</summary>
    public const string RestrictedField = "restricted";

    internal const long FirstApplication = 33_000_000;

    private readonly Dictionary<string, RecordStore> _stores = new(StringComparer.Ordinal);

    /// <summary>Creates the simulator.</summary>
    public GreenhouseSimulator()
    {
        Limits = new GreenhouseLimits(this);
        OAuth = GreenhouseOAuth.CreateServer(this);
        Candidates = Store("candidates", 19_000_000);
        Applications = Store("applications", FirstApplication);
        ApplicationStages = Store("application_stages", 61_000_000);
        Jobs = Store("jobs", 4_000_000);
        JobInterviewStages = Store("job_interview_stages", 7_000_000);
        Openings = Store("openings", 5_000_000);
        Offers = Store("offers", 2_500_000);
        Users = Store("users", 4_280_000);
        Departments = Store("departments", 25_900);
        Offices = Store("offices", 47_000);
        RejectionReasons = Store("rejection_reasons", 14_000);
        RejectionDetails = Store("rejection_details", 8_800_000);
        Sources = Store("sources", 16_900);
        CustomFields = Store("custom_fields", 113_000);
    }

    /// <inheritdoc/>
    public override string Provider => "greenhouse";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Hosts { get; } = ["harvest.greenhouse.io", "auth.greenhouse.io"];

    /// <summary>Gets or sets how many candidates are seeded; a third of them has two applications.</summary>
    /// <value>The default is 300. Set before the host is created.</value>
    public int SeededCandidates { get; set; } = 300;

    /// <summary>Gets or sets how many jobs are seeded.</summary>
    /// <value>The default is 12, at least 1. Set before the host is created.</value>
    public int SeededJobs { get; set; } = 12;

    /// <summary>Gets or sets how many of the seeded candidates are private and come as <c>{"message"}</c> rows.</summary>
    /// <value>The default is zero. Set before the host is created.</value>
    public int SeededRestrictedCandidates { get; set; }

    /// <summary>Gets or sets what a user who is no site admin gets from a list.</summary>
    /// <value>The default is 403; Greenhouse is also seen to answer with empty lists.</value>
    public GreenhouseListRule NonAdminLists { get; set; }

    /// <summary>Gets or sets whether the user that stands for an integration (a token without <c>sub</c>) is a site admin.</summary>
    /// <value>The default is true.</value>
    public bool ServiceUserIsSiteAdmin { get; set; } = true;

    /// <summary>Gets the candidates; a deletion is made with <see cref="RecordStore.Purge"/>, for Greenhouse keeps no trace of one.</summary>
    public RecordStore Candidates { get; }

    /// <summary>Gets the applications, with fields as in the API's rows; <c>status</c> is that of rows: <c>in_process</c>, <c>rejected</c>, <c>hired</c>.</summary>
    public RecordStore Applications { get; }

    /// <summary>Gets the stages that applications went through.</summary>
    public RecordStore ApplicationStages { get; }

    /// <summary>Gets the jobs.</summary>
    public RecordStore Jobs { get; }

    /// <summary>Gets the stages of the jobs.</summary>
    public RecordStore JobInterviewStages { get; }

    /// <summary>Gets the openings of the jobs.</summary>
    public RecordStore Openings { get; }

    /// <summary>Gets the offers.</summary>
    public RecordStore Offers { get; }

    /// <summary>Gets the users; the first is a site admin.</summary>
    public RecordStore Users { get; }

    /// <summary>Gets the departments.</summary>
    public RecordStore Departments { get; }

    /// <summary>Gets the offices.</summary>
    public RecordStore Offices { get; }

    /// <summary>Gets the reasons for which an application can be rejected.</summary>
    public RecordStore RejectionReasons { get; }

    /// <summary>Gets why applications were rejected.</summary>
    public RecordStore RejectionDetails { get; }

    /// <summary>Gets the sources that applications come from.</summary>
    public RecordStore Sources { get; }

    /// <summary>Gets the definitions of custom fields; a record keeps its values in its field <c>custom_fields</c>, an object of values by <c>name_key</c>.</summary>
    public RecordStore CustomFields { get; }

    /// <summary>Gets the limits.</summary>
    public GreenhouseLimits Limits { get; }

    /// <summary>Gets the OAuth server.</summary>
    public OAuthServer OAuth { get; }

    /// <inheritdoc/>
    protected internal override string SeedKey =>
        string.Create(CultureInfo.InvariantCulture, $"{base.SeedKey}/{SeededCandidates}/{SeededJobs}/{SeededRestrictedCandidates}");

    internal RecordStore this[string resource] => _stores[resource];

    /// <inheritdoc/>
    protected internal override void Populate(SeededRandom random)
    {
        OAuth.Register(new OAuthClient(DemoClientId, DemoClientSecret));
        OAuth.Register(new OAuthClient(DemoPartnerClientId, DemoPartnerClientSecret));
        new GreenhouseSeed(this, random).Plant();
    }

    /// <inheritdoc/>
    protected internal override void Map(IEndpointRouteBuilder routes)
    {
        var gate = new GreenhouseGate(this);
        var resources = new GreenhouseResources(this);
        GreenhouseOAuth.Map(routes, this);
        new GreenhouseListRoutes(this, gate, resources).Map(routes);
        new GreenhouseCandidateRoutes(this, gate, resources).Map(routes);
        new GreenhouseApplicationRoutes(this, gate, resources).Map(routes);
        new GreenhouseStatusRoutes(this, gate, resources).Map(routes);
    }

    /// <inheritdoc/>
    protected internal override Task WriteErrorAsync(HttpContext context, int status) =>
        GreenhouseErrors.WriteAsync(context, GreenhouseErrors.ForStatus(status));

    /// <inheritdoc/>
    protected internal override JsonNode? RepeatCursor(HttpContext context, JsonNode? body)
    {
        if (body is JsonArray && HttpMethods.IsGet(context.Request.Method))
        {
            // The page that was asked for, again: also when it was the last one.
            GreenhouseCursor.Link(context, GreenhouseCursor.OfThisPage(context));
        }

        return body;
    }

    private RecordStore Store(string name, long firstId) =>
        _stores[name] = new RecordStore(this, name, sequence => (firstId + sequence).ToString(CultureInfo.InvariantCulture));
}
