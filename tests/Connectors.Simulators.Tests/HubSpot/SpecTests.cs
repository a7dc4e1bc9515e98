using System.Text.Json.Nodes;
using Connectors.Simulators.HubSpot;
using Connectors.Simulators.Tests.Specs;

namespace Connectors.Simulators.Tests.HubSpot;

/// <summary>The simulator's answers against HubSpot's official descriptions.</summary>
public sealed class SpecTests
{
    private readonly ManualTimeProvider _clock = new();

    public static TheoryData<string, string> Lists => new()
    {
        { "crm-contacts-2026-09.json", "/crm/objects/2026-09/contacts?limit=100&associations=companies,deals&properties=email,phone" },
        { "crm-contacts-2026-03.json", "/crm/objects/2026-03/contacts?limit=100&associations=companies" },
        { "crm-contacts-v3.json", "/crm/v3/objects/contacts?limit=100" },
        { "crm-companies-2026-09.json", "/crm/objects/2026-09/companies" },
        { "crm-deals-2026-09.json", "/crm/objects/2026-09/deals?associations=contacts,companies" },
        { "crm-deals-2026-03.json", "/crm/objects/2026-03/0-3?limit=1" },
        { "crm-objects-2026-09.json", "/crm/objects/2026-09/tickets" },
        { "crm-owners-2026-09.json", "/crm/owners/2026-09?limit=5" },
        { "crm-owners-v3.json", "/crm/v3/owners" },
        { "crm-properties-2026-09.json", "/crm/properties/2026-09/contacts" },
        { "crm-properties-2026-09.json", "/crm/properties/2026-09/deals/amount" },
        { "crm-pipelines-2026-09.json", "/crm/pipelines/2026-09/deals" },
        { "crm-pipelines-2026-03.json", "/crm/pipelines/2026-03/tickets/0" },
        { "account-info-v3.json", "/account-info/v3/details" },
    };

    [SpecTheory("hubspot")]
    [MemberData(nameof(Lists))]
    public async Task Get_AnswersAsDescribed(string file, string path)
    {
        await using var host = Some.HubSpot(_clock, contacts: 200);
        using var client = await host.ClientAsync();

        await CheckAsync(client, file, HttpMethod.Get, path);
    }

    [SpecFact("hubspot")]
    public async Task Writes_AnswerAsDescribed()
    {
        await using var host = Some.HubSpot(_clock);
        var contacts = host.Get<HubSpotSimulator>().Contacts.Snapshot();
        using var client = await host.ClientAsync();
        const string File = "crm-contacts-2026-09.json";
        const string Path = "/crm/objects/2026-09/contacts";

        await CheckAsync(client, File, HttpMethod.Post, Path, """{"properties":{"email":"spec@example.com"},"associations":[]}""", 201);
        await CheckAsync(client, File, HttpMethod.Patch, $"{Path}/{contacts[0].Id}", """{"properties":{"city":"Ghent"}}""");
        await CheckAsync(client, File, HttpMethod.Get, $"{Path}/{contacts[0].Id}?associations=companies");
        await CheckAsync(client, File, HttpMethod.Post, $"{Path}/search", """{"limit":3,"sorts":["-createdate"]}""");
        await CheckAsync(client, File, HttpMethod.Post, $"{Path}/batch/read", $$"""{"inputs":[{"id":"{{contacts[1].Id}}"}],"properties":["email"]}""");
        await CheckAsync(client, File, HttpMethod.Post, $"{Path}/batch/create", """{"inputs":[{"properties":{"email":"spec2@example.com"},"objectWriteTraceId":"1"}]}""", 201);
        await CheckAsync(client, File, HttpMethod.Post, $"{Path}/batch/update", $$$"""{"inputs":[{"id":"{{{contacts[1].Id}}}","properties":{"city":"Ghent"}}]}""");
        await CheckAsync(client, File, HttpMethod.Post, $"{Path}/batch/upsert", """{"inputs":[{"id":"spec3@example.com","idProperty":"email","properties":{}}]}""");
        await CheckAsync(client, File, HttpMethod.Post, $"{Path}/batch/archive", $$"""{"inputs":[{"id":"{{contacts[2].Id}}"}]}""", 204);
        await CheckAsync(client, File, HttpMethod.Delete, $"{Path}/{contacts[3].Id}", null, 204);
        await CheckAsync(client, File, HttpMethod.Get, $"{Path}?archived=true");
        await CheckAsync(client, "crm-contacts-v3.json", HttpMethod.Post, "/crm/v3/objects/contacts/batch/read", $$"""{"inputs":[{"id":"1"},{"id":"{{contacts[1].Id}}"}]}""", 207);
    }

    [SpecFact("hubspot")]
    public async Task Associations_AnswerAsDescribed()
    {
        await using var host = Some.HubSpot(_clock);
        var simulator = host.Get<HubSpotSimulator>();
        using var client = await host.ClientAsync();
        var (contact, company) = (simulator.Contacts.Snapshot()[0].Id, simulator.Companies.Snapshot()[3].Id);

        await CheckAsync(client, "crm-associations-2026-09.json", HttpMethod.Put, $"/crm/objects/2026-09/contacts/{contact}/associations/default/companies/{company}");
        await CheckAsync(client, "crm-associations-2026-09.json", HttpMethod.Put, $"/crm/objects/2026-09/contacts/{contact}/associations/companies/{company}", """[{"associationCategory":"HUBSPOT_DEFINED","associationTypeId":1}]""", 201);
        Assert.Equal(company, simulator.Associations.Of("contacts", contact, "companies").Single(link => link.Primary).ToId);
        var path = $"/crm/v4/objects/contacts/{contact}/associations/companies";
        var list = await client.GetAsync(new Uri(path, UriKind.Relative)).JsonAsync();

        // HubSpot sends numbers and null here where its description has text.
        Assert.All(
            ApiDescription.Load(SpecFolder.PathOf("hubspot", "crm-associations-v4.json")).Check(HttpMethod.Get, path, 200, list),
            problem => Assert.Matches("toObjectId: Number instead of string|label: Null instead of string", problem));
        await CheckAsync(client, "crm-associations-2026-09.json", HttpMethod.Delete, $"/crm/objects/2026-09/contacts/{contact}/associations/companies/{company}", null, 204);
    }

    [SpecFact("hubspot")]
    public async Task Errors_AnswerAsDescribed()
    {
        await using var host = Some.HubSpot(_clock);
        using var client = await host.ClientAsync();
        const string File = "crm-contacts-2026-09.json";
        var taken = host.Get<HubSpotSimulator>().Contacts.Snapshot()[0].Text("email");

        // HubSpot sends "status" with every error although its description leaves it out.
        await CheckAsync(client, File, HttpMethod.Get, "/crm/objects/2026-09/contacts/1", null, 404, allowUndocumented: true);
        await CheckAsync(client, File, HttpMethod.Post, "/crm/objects/2026-09/contacts", """{"properties":{"nope":"1"}}""", 400, allowUndocumented: true);
        await CheckAsync(client, File, HttpMethod.Post, "/crm/objects/2026-09/contacts", $$$"""{"properties":{"email":"{{{taken}}}"}}""", 409, allowUndocumented: true);
        client.DefaultRequestHeaders.Authorization = null;
        await CheckAsync(client, File, HttpMethod.Get, "/crm/objects/2026-09/contacts", null, 401, allowUndocumented: true);
    }

    [SpecFact("hubspot")]
    public async Task OAuth_AnswersAsDescribed()
    {
        await using var host = Some.HubSpot(_clock);
        var issue = host.Get<HubSpotSimulator>().OAuth.Issue(HubSpotSimulator.DemoClientId, null, "oauth");
        using var client = await host.ClientAsync(token: null);
        (string, string)[] app = [("client_id", HubSpotSimulator.DemoClientId), ("client_secret", HubSpotSimulator.DemoClientSecret)];
        var description = ApiDescription.Load(SpecFolder.PathOf("hubspot", "oauth-v3.json"));

        var token = await client.PostAsync(new Uri("oauth/v3/token", UriKind.Relative), Some.Form([("grant_type", "refresh_token"), ("refresh_token", issue.Refresh!.Value), .. app])).JsonAsync();
        var access = await client.PostAsync(new Uri("oauth/v3/token/introspect", UriKind.Relative), Some.Form([("token", issue.Access.Value), .. app])).JsonAsync();
        var refresh = await client.PostAsync(new Uri("oauth/v3/token/introspect", UriKind.Relative), Some.Form([("token", issue.Refresh.Value), .. app])).JsonAsync();

        Assert.Empty(description.Check(HttpMethod.Post, "/oauth/v3/token", 200, token));
        Assert.Empty(description.Check(HttpMethod.Post, "/oauth/v3/token/introspect", 200, access));
        Assert.Empty(description.Check(HttpMethod.Post, "/oauth/v3/token/introspect", 200, refresh));
    }

    private static async Task CheckAsync(HttpClient client, string file, HttpMethod method, string path, string? body = null, int status = 200, bool allowUndocumented = false)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : Some.Json(body) };
        using var response = await client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();

        Assert.True(status == (int)response.StatusCode, $"{method} {path}: {(int)response.StatusCode} {text}");
        Assert.Empty(ApiDescription.Load(SpecFolder.PathOf("hubspot", file)).Check(method, path.Split('?')[0], status, text.Length == 0 ? null : JsonNode.Parse(text), allowUndocumented));
    }
}
