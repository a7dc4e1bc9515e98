using System.Net;
using Connectors.Simulators.HubSpot;

namespace Connectors.Simulators.Tests.HubSpot;

public sealed class WriteTests : IAsyncLifetime
{
    private static readonly Uri s_contacts = new("crm/objects/2026-09/contacts", UriKind.Relative);
    private readonly ManualTimeProvider _clock = new();
    private SimulatorHost _host = null!;
    private HubSpotSimulator _simulator = null!;
    private HttpClient _client = null!;

    public async Task InitializeAsync()
    {
        _host = Some.HubSpot(_clock);
        _simulator = _host.Get<HubSpotSimulator>();
        _client = await _host.ClientAsync();
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task Create_Is201WithTimesOfTheClock_AndCanBeRead()
    {
        var created = await _client.PostAsync(s_contacts, Some.Json("""{"properties":{"email":"Ada@Example.com","firstname":"Ada","shirt_size":"m"}}""")).JsonAsync(201);

        Assert.Equal("ada@example.com", (string?)created["properties"]!["email"]);
        Assert.Equal("2026-11-20T12:00:00.000Z", (string?)created["createdAt"]);
        var read = await _client.GetAsync(new Uri($"{s_contacts}/ada@example.com?idProperty=email&properties=shirt_size", UriKind.Relative)).JsonAsync();
        Assert.Equal("m", (string?)read["properties"]!["shirt_size"]);
        Assert.Equal((string?)created["id"], (string?)read["id"]);
    }

    [Fact]
    public async Task Create_EmailTaken_Is409WithTheExistingId()
    {
        var taken = _simulator.Contacts.Snapshot()[7];

        var error = await _client.PostAsync(s_contacts, Some.Json($$$"""{"properties":{"email":"{{{taken.Text("email")!.ToUpperInvariant()}}}"}}""")).JsonAsync(409);

        Assert.Equal("CONFLICT", (string?)error["category"]);
        Assert.Equal($"Contact already exists. Existing ID: {taken.Id}", (string?)error["message"]);
        Assert.Equal(50, _simulator.Contacts.Count);
    }

    [Fact]
    public async Task Write_BadProperties_AreAllReported()
    {
        var error = await _client.PostAsync(s_contacts, Some.Json("""{"properties":{"nope":"1","createdate":"2020-01-01","shirt_size":"xxs","email":"no"}}""")).JsonAsync(400);

        Assert.Equal("VALIDATION_ERROR", (string?)error["category"]);
        Assert.Equal(["PROPERTY_DOESNT_EXIST", "READ_ONLY_VALUE", "INVALID_OPTION", "INVALID_EMAIL"], error["errors"]!.AsArray().Select(one => (string?)one!["code"]));
        Assert.Equal("Property \"nope\" does not exist", (string?)error["errors"]![0]!["message"]);
        Assert.Equal("nope", (string?)error["errors"]![0]!["context"]!["propertyName"]![0]);
    }

    [Fact]
    public async Task Update_EmptyTextClears_NullIsIgnored_ModifiedMoves()
    {
        var contact = _simulator.Contacts.Snapshot()[0];
        var path = new Uri($"{s_contacts}/{contact.Id}?properties=firstname,lastname", UriKind.Relative);
        _clock.Advance(TimeSpan.FromMilliseconds(250));

        await _client.PatchAsync(path, Some.Json("""{"properties":{"firstname":"","lastname":null}}""")).JsonAsync();
        var read = await _client.GetAsync(path).JsonAsync();

        Assert.Null(read["properties"]!["firstname"]);
        Assert.Equal(contact.Text("lastname"), (string?)read["properties"]!["lastname"]);
        Assert.Equal("2026-11-20T12:00:00.250Z", (string?)read["properties"]!["lastmodifieddate"]);
        Assert.Equal((string?)read["updatedAt"], (string?)read["properties"]!["lastmodifieddate"]);
    }

    [Fact]
    public async Task Archive_Is204_ThenTheRecordIsOnlyFoundAsArchived()
    {
        var id = _simulator.Contacts.Snapshot()[0].Id;
        var path = new Uri($"{s_contacts}/{id}", UriKind.Relative);

        using var archived = await _client.DeleteAsync(path);

        Assert.Equal(HttpStatusCode.NoContent, archived.StatusCode);
        Assert.Equal("OBJECT_NOT_FOUND", (string?)(await _client.GetAsync(path).JsonAsync(404))["category"]);
        Assert.True((bool)(await _client.GetAsync(new Uri($"{path}?archived=true", UriKind.Relative)).JsonAsync())["archived"]!);
        await _client.PatchAsync(path, Some.Json("""{"properties":{"firstname":"x"}}""")).JsonAsync(404);
    }

    [Fact]
    public async Task Create_WithAssociation_LinksBothEnds()
    {
        var company = _simulator.Companies.Snapshot()[2];

        var created = await _client.PostAsync(s_contacts, Some.Json($$$"""{"properties":{"email":"link@example.com"},"associations":[{"to":{"id":"{{{company.Id}}}"},"types":[{"associationCategory":"HUBSPOT_DEFINED","associationTypeId":279}]}]}""")).JsonAsync(201);

        Assert.Contains(_simulator.Associations.Of("companies", company.Id, "contacts"), link => link.ToId == (string?)created["id"]);
        var read = await _client.GetAsync(new Uri($"{s_contacts}/{created["id"]}?properties=associatedcompanyid", UriKind.Relative)).JsonAsync();
        Assert.Equal(company.Id, (string?)read["properties"]!["associatedcompanyid"]);
    }

    [Fact]
    public async Task BatchCreate_WithoutTraceIds_IsAllOrNothing()
    {
        var taken = _simulator.Contacts.Snapshot()[0].Text("email");

        await _client.PostAsync(new Uri($"{s_contacts}/batch/create", UriKind.Relative), Some.Json($$$"""{"inputs":[{"properties":{"email":"first@example.com"}},{"properties":{"email":"{{{taken}}}"}}]}""")).JsonAsync(409);

        Assert.Equal(50, _simulator.Contacts.Count);
        Assert.Equal(0, _simulator.Ledger.Writes);
    }

    [Fact]
    public async Task BatchCreate_WithTraceIds_Is207WithWhatFailed()
    {
        var taken = _simulator.Contacts.Snapshot()[0];

        var answer = await _client.PostAsync(new Uri($"{s_contacts}/batch/create", UriKind.Relative), Some.Json($$$"""{"inputs":[{"properties":{"email":"first@example.com"},"objectWriteTraceId":"row-1"},{"properties":{"email":"{{{taken.Text("email")}}}"},"objectWriteTraceId":"row-2"}]}""")).JsonAsync(207);

        Assert.Equal("row-1", (string?)answer["results"]![0]!["objectWriteTraceId"]);
        Assert.Equal(1, (int)answer["numErrors"]!);
        Assert.Equal("row-2", (string?)answer["errors"]![0]!["context"]!["objectWriteTraceId"]![0]);
        Assert.Equal(taken.Id, (string?)answer["errors"]![0]!["context"]!["existingId"]![0]);
        Assert.Equal(51, _simulator.Contacts.Count);
    }

    [Fact]
    public async Task BatchUpsert_ByEmail_TellsNewFromKnown()
    {
        var known = _simulator.Contacts.Snapshot()[0];

        var answer = await _client.PostAsync(new Uri($"{s_contacts}/batch/upsert", UriKind.Relative), Some.Json($$$"""{"inputs":[{"id":"{{{known.Text("email")}}}","idProperty":"email","properties":{"city":"Ghent"}},{"id":"brand.new@example.com","idProperty":"email","properties":{"city":"Ghent"}}]}""")).JsonAsync();

        Assert.Equal([false, true], answer["results"]!.AsArray().Select(one => (bool)one!["new"]!));
        Assert.Equal("Ghent", _simulator.Contacts.Find(known.Id)!.Text("city"));
        Assert.NotNull(_simulator.Contacts.FindBy("email", "brand.new@example.com"));
    }

    [Fact]
    public async Task BatchRead_MissingIds_Is207()
    {
        var known = _simulator.Contacts.Snapshot()[0];

        var answer = await _client.PostAsync(new Uri($"{s_contacts}/batch/read", UriKind.Relative), Some.Json($$$"""{"inputs":[{"id":"{{{known.Id}}}"},{"id":"1"}],"properties":["email"]}""")).JsonAsync(207);

        Assert.Equal(known.Text("email"), (string?)Assert.Single(answer["results"]!.AsArray())!["properties"]!["email"]);
        Assert.Equal("OBJECT_NOT_FOUND", (string?)answer["errors"]![0]!["category"]);
        Assert.Equal("1", (string?)answer["errors"]![0]!["context"]!["ids"]![0]);
    }

    [Fact]
    public async Task Batch_MoreThanAHundred_Is400()
    {
        var inputs = string.Join(',', Enumerable.Range(0, 101).Select(i => $$"""{"id":"{{i}}"}"""));

        await _client.PostAsync(new Uri($"{s_contacts}/batch/archive", UriKind.Relative), Some.Json($$"""{"inputs":[{{inputs}}]}""")).JsonAsync(400);

        Assert.Equal(50, _simulator.Contacts.Count);
    }
}
