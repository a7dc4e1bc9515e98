using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Connectors.Simulators.BambooHR;

/// <summary>Plays BambooHR: employees in the cursor list and the older endpoints, tables, the changed feed, metadata, API keys and OAuth.</summary>
public sealed class BambooHRSimulator : Simulator
{
    /// <summary>The company (subdomain) that is there from the start: <c>acme.bamboohr.com</c>.</summary>
    public const string DemoCompany = "acme";

    /// <summary>An API key of the company that is valid from the start and may do everything; it is the user name of HTTP Basic.</summary>
    public const string DemoKey = "5f0c1d2e3b4a59687f8e9d0c1b2a39485f6e7d8c";

    /// <summary>The client id of the app that is registered from the start; it takes any redirect address and any scope.</summary>
    public const string DemoClientId = "demo-bamboohr-app";

    /// <summary>The client secret of the app that is registered from the start.</summary>
    public const string DemoClientSecret = "demo-bamboohr-app-secret";

    /// <summary>Creates the simulator.</summary>
    public BambooHRSimulator()
    {
        RequestLimit = new FixedWindowLimit(this, "requests", 10_000, TimeSpan.FromMinutes(1));
        Keys = new StaticTokens(this);
        OAuth = BambooHROAuth.CreateServer(this);
        Employees = Store("employees", 100, "workEmail", "homeEmail");
        JobInfo = Store("jobInfo", 6000);
        EmploymentStatus = Store("employmentStatus", 3000);
        Compensation = Store("compensation", 9000);
        ListOptions = Store("listOptions", 18_200);
        CustomFields = Store("customFields", 4339);
        Users = Store("users", 2300);
        Tables = new BambooHRTables(this);
        Fields = new BambooHRFields(this);
        Values = new BambooHRValues(this, Tables);
    }

    /// <inheritdoc/>
    public override string Provider => "bamboohr";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Hosts { get; } = ["*.bamboohr.com"];

    /// <summary>Gets or sets how many employees are seeded; about a tenth of them has left.</summary>
    /// <value>The default is 120. Set before the host is created.</value>
    public int SeededEmployees { get; set; } = 120;

    /// <summary>Gets or sets the employee that the API key's user is: what id 0 stands for.</summary>
    /// <value>The default is the first seeded employee; null when the user is none.</value>
    public string? KeyEmployeeId { get; set; }

    /// <summary>Gets or sets whether the cursor list refuses API keys, as BambooHR's description, which names OAuth alone, can be read.</summary>
    /// <value>The default is false.</value>
    public bool EmployeeListNeedsOAuth { get; set; }

    /// <summary>Gets or sets whether the directory is shared; otherwise it answers 403.</summary>
    /// <value>The default is true.</value>
    public bool SharesDirectory { get; set; } = true;

    /// <summary>Gets or sets whether the changed feed leaves out what changed in the very second of <c>since</c>.</summary>
    /// <value>The default is false: BambooHR does not say.</value>
    public bool ChangedSinceIsExclusive { get; set; }

    /// <summary>Gets or sets the fields that callers may not see: null and named in the cursor list, left out elsewhere.</summary>
    /// <value>The default is none.</value>
    public IReadOnlyList<string> RestrictedFields { get; set; } = [];

    /// <summary>Gets the employees; <see cref="RecordStore.Archive"/> deletes one so that the changed feed shows it. Job fields and
    /// <c>employmentHistoryStatus</c> also show in the tables; <c>reportsToId</c> is the manager's id.</summary>
    public RecordStore Employees { get; }

    /// <summary>Gets the rows of the job table: employeeId, date, location, department, division, jobTitle, reportsTo (the manager's id).</summary>
    public RecordStore JobInfo { get; }

    /// <summary>Gets the rows of the employment status table: employeeId, date, employmentStatus, comment.</summary>
    public RecordStore EmploymentStatus { get; }

    /// <summary>Gets the rows of the compensation table: employeeId, startDate, rate {value, currency}, type, paidPer, exempt.</summary>
    public RecordStore Compensation { get; }

    /// <summary>Gets the options of list fields: list (the field's alias), name, archived.</summary>
    public RecordStore ListOptions { get; }

    /// <summary>Gets the account's own fields: alias, name, type.</summary>
    public RecordStore CustomFields { get; }

    /// <summary>Gets the users: employeeId, firstName, lastName, email, status, lastLogin.</summary>
    public RecordStore Users { get; }

    /// <summary>Gets the limit on a company's requests. BambooHR publishes none: 10,000 in a minute unless set.</summary>
    public FixedWindowLimit RequestLimit { get; }

    /// <summary>Gets the API keys; the account of a key is the company.</summary>
    public StaticTokens Keys { get; }

    /// <summary>Gets the OAuth server.</summary>
    public OAuthServer OAuth { get; }

    /// <inheritdoc/>
    protected internal override string SeedKey => $"{base.SeedKey}/{SeededEmployees.ToString(CultureInfo.InvariantCulture)}";

    internal BambooHRTables Tables { get; }

    internal BambooHRFields Fields { get; }

    internal BambooHRValues Values { get; }

    /// <inheritdoc/>
    protected internal override void Populate(SeededRandom random)
    {
        Keys.Register(DemoKey, DemoCompany);
        OAuth.Register(new OAuthClient(DemoClientId, DemoClientSecret));
        new BambooHRSeed(this, random).Plant();
    }

    /// <inheritdoc/>
    protected internal override void Map(IEndpointRouteBuilder routes)
    {
        var gate = new BambooHRGate(this);
        BambooHROAuth.Map(routes, this);
        new BambooHRListRoutes(this, gate).Map(routes);
        new BambooHREmployeeRoutes(this, gate).Map(routes);
        new BambooHRChangeRoutes(this, gate).Map(routes);
        new BambooHRTableRoutes(this, gate).Map(routes);
        new BambooHRMetaRoutes(this, gate).Map(routes);
        new BambooHRReportRoutes(this, gate).Map(routes);
    }

    /// <inheritdoc/>
    protected internal override Task WriteErrorAsync(HttpContext context, int status) =>
        BambooHRErrors.WriteAsync(context, new BambooHRRefusal(status));

    /// <inheritdoc/>
    protected internal override JsonNode? RepeatCursor(HttpContext context, JsonNode? body)
    {
        if (body is JsonObject page && page["meta"]?["page"] is JsonObject meta)
        {
            var cursor = (string?)context.Request.Query["page[after]"] ?? BambooHRListRoutes.FirstCursor;
            meta["nextCursor"] = cursor;
            page["_links"]!["next"] = new JsonObject { ["href"] = BambooHRListRoutes.Link(context, "after", cursor) };
        }

        return body;
    }

    private RecordStore Store(string name, long firstId, params IReadOnlyList<string> uniqueFields) =>
        new(this, name, sequence => (firstId + sequence).ToString(CultureInfo.InvariantCulture), uniqueFields);
}
