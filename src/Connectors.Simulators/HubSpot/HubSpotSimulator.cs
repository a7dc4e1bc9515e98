using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Connectors.Simulators.HubSpot;

/// <summary>Plays HubSpot: the CRM API in its dated and legacy versions, OAuth, private tokens, limits and errors.</summary>
public sealed class HubSpotSimulator : Simulator
{
    /// <summary>The client id of the app that is registered from the start; it takes any redirect address and any scope.</summary>
    public const string DemoClientId = "5f2c0a1e-demo-4c1d-9e55-hubspot00001";

    /// <summary>The client secret of the app that is registered from the start.</summary>
    public const string DemoClientSecret = "0d9b7f3c-demo-4f7e-8a21-hubspot00001";

    /// <summary>A private token that is valid from the start and may do everything.</summary>
    public const string DemoToken = "pat-na1-00000000-demo-4000-8000-000000000001";

    /// <summary>The id of the account (portal, hub) that is signed in to unless told otherwise.</summary>
    public const string DemoAccount = "62515";

    private readonly Dictionary<string, RecordStore> _stores = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HubSpotSearchIndex> _indexes = new(StringComparer.Ordinal);

    /// <summary>Creates the simulator.</summary>
    public HubSpotSimulator()
    {
        Limits = new HubSpotLimits(this);
        Schema = new HubSpotSchema(this);
        Associations = new HubSpotAssociations(this);
        Tokens = new StaticTokens(this);
        OAuth = HubSpotOAuth.CreateServer(this);
        foreach (var type in HubSpotTypes.All)
        {
            var store = new RecordStore(
                this,
                type.Name,
                sequence => (type.FirstId + sequence).ToString(CultureInfo.InvariantCulture),
                string.Equals(type.Name, HubSpotTypes.Contacts, StringComparison.Ordinal) ? ["email", HubSpotSchema.UniqueProperty] : [HubSpotSchema.UniqueProperty]);
            _stores[type.Name] = store;
            _indexes[type.Name] = new HubSpotSearchIndex(this, store);
        }

        Owners = new RecordStore(this, "owners", sequence => (41_000_000 + sequence).ToString(CultureInfo.InvariantCulture), "email");
    }

    /// <inheritdoc/>
    public override string Provider => "hubspot";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Hosts { get; } = ["api.hubapi.com", "app.hubspot.com", "app-eu1.hubspot.com"];

    /// <summary>Gets or sets how many contacts are seeded; there are a tenth as many companies and a fifth as many deals.</summary>
    /// <value>The default is 5,000. Set before the host is created.</value>
    public int SeededContacts { get; set; } = 5000;

    /// <summary>Gets or sets how long the search does not see a change: HubSpot's "after a few moments".</summary>
    /// <value>The default is zero; the connector must live with a few seconds.</value>
    public TimeSpan SearchLag { get; set; }

    /// <summary>Gets the contacts.</summary>
    public RecordStore Contacts => _stores[HubSpotTypes.Contacts];

    /// <summary>Gets the companies.</summary>
    public RecordStore Companies => _stores[HubSpotTypes.Companies];

    /// <summary>Gets the deals.</summary>
    public RecordStore Deals => _stores[HubSpotTypes.Deals];

    /// <summary>Gets the tickets; none are seeded.</summary>
    public RecordStore Tickets => _stores[HubSpotTypes.Tickets];

    /// <summary>Gets the owners: the account's users, with fields email, firstName, lastName and userId.</summary>
    public RecordStore Owners { get; }

    /// <summary>Gets the links between records.</summary>
    public HubSpotAssociations Associations { get; }

    /// <summary>Gets the properties and pipelines.</summary>
    public HubSpotSchema Schema { get; }

    /// <summary>Gets the limits, as HubSpot has them until they are changed or lifted.</summary>
    public HubSpotLimits Limits { get; }

    /// <summary>Gets the OAuth server.</summary>
    public OAuthServer OAuth { get; }

    /// <summary>Gets the private tokens.</summary>
    public StaticTokens Tokens { get; }

    /// <inheritdoc/>
    protected internal override string SeedKey => $"{base.SeedKey}/{SeededContacts.ToString(CultureInfo.InvariantCulture)}";

    internal RecordStore Store(HubSpotObjectType type) => _stores[type.Name];

    internal HubSpotSearchIndex SearchIndex(HubSpotObjectType type) => _indexes[type.Name];

    /// <inheritdoc/>
    protected internal override void Populate(SeededRandom random)
    {
        Tokens.Register(DemoToken, DemoAccount);
        OAuth.Register(new OAuthClient(DemoClientId, DemoClientSecret));
        new HubSpotSeed(this, random).Plant(SeededContacts);
    }

    /// <inheritdoc/>
    protected internal override void Map(IEndpointRouteBuilder routes)
    {
        var gate = new HubSpotGate(this);
        HubSpotOAuth.Map(routes, this);
        new HubSpotObjectRoutes(this, gate).Map(routes);
        new HubSpotBatchRoutes(this, gate).Map(routes);
        new HubSpotSearchRoutes(this, gate).Map(routes);
        new HubSpotAssociationRoutes(this, gate).Map(routes);
        new HubSpotAccountRoutes(this, gate).Map(routes);
        new HubSpotSchemaRoutes(this, gate).Map(routes);
    }

    /// <inheritdoc/>
    protected internal override Task WriteErrorAsync(HttpContext context, int status) =>
        HubSpotErrors.WriteAsync(this, context, HubSpotErrors.ForStatus(status));

    /// <inheritdoc/>
    protected internal override JsonNode? RepeatCursor(HttpContext context, JsonNode? body)
    {
        if (body is JsonObject page && page["results"] is JsonArray)
        {
            page["paging"] = new JsonObject { ["next"] = new JsonObject { ["after"] = (string?)context.Request.Query["after"] ?? HubSpotPaging.FirstCursor } };
        }

        return body;
    }
}
