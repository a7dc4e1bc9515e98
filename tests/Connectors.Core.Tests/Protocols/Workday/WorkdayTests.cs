using System.Xml.Linq;
using Connectors.Core.Tests.Testing;

namespace Connectors.Core.Tests.Protocols.Workday;

/// <summary>Workday's Get_Workers and a change over SOAP, from its documented payloads.</summary>
public sealed class WorkdayTests : IDisposable
{
    private static readonly DateTimeOffset s_day = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly XNamespace s_wd = "urn:com.workday/bsvc";

    private readonly WorkdayVendor _vendor = new();

    public void Dispose() => _vendor.Dispose();

    [Fact]
    public async Task ListAsync_SeveralPages_KeepsTheMomentsOfTheFirstOneAndMaps()
    {
        _vendor.Add(5, s_day);
        await using var app = await ConnectAsync();

        var pages = await app.Time.RunAsync(PagesAsync(app, new(), 2));

        var people = pages.SelectMany(page => page.Items).Select(WorkdayMapping.ToPerson).ToList();
        Assert.Equal(["W1", "W2", "W3", "W4", "W5"], people.Select(person => person.RemoteId));
        Assert.Equal(new("W1", "21W1", "Logan McNeil & Søn", "W1@acme.com", new(2000, 1, 1), "Chief HR Officer", true), people[0]);
        Assert.Equal([1, 2, 3], _vendor.Requests.Select(request => (int)request.Descendants(s_wd + "Page").Single()));
        Assert.Equal([null, "2026-11-20T01:00:00.000-08:00", "2026-11-20T01:00:00.000-08:00"], _vendor.Requests.Select(request => (string?)request.Descendants(s_wd + "As_Of_Entry_DateTime").SingleOrDefault()));
        Assert.Equal([null, "2026-11-20", "2026-11-20"], _vendor.Requests.Select(request => (string?)request.Descendants(s_wd + "As_Of_Effective_Date").SingleOrDefault()));
    }

    [Fact]
    public async Task ListAsync_FromATokenAfterARestart_KeepsTheMomentsToo()
    {
        _vendor.Add(3, s_day);
        await using var app = await ConnectAsync();
        var first = await app.Time.RunAsync(app.Connector.ListAsync(WorkdayEndpoints.Workers.For(new())).AsPages(pageSize: 2).FirstAsync().AsTask());

        await using var later = await ConnectAsync();
        var rest = await later.Time.RunAsync(later.Connector.ListAsync(WorkdayEndpoints.Workers.For(new()), new() { IncludeRaw = true }).AsPages(ContinuationToken.Parse(first.Next!.Value.Text), 2).ToListAsync().AsTask());

        Assert.Equal("W3", Assert.Single(Assert.Single(rest).Items).Wid);
        Assert.Contains("Formatted_Name=\"Logan McNeil &amp; Søn\"", rest[0].Raw[0].AsText(), StringComparison.Ordinal);
        Assert.Equal("2026-11-20T01:00:00.000-08:00", (string?)_vendor.Requests[^1].Descendants(s_wd + "As_Of_Entry_DateTime").Single());
    }

    [Fact]
    public async Task ListAsync_UpdatedWindow_IsSentAndHeld()
    {
        _vendor.Add(3, s_day);
        _vendor.Add(1, s_day.AddDays(10));
        await using var app = await ConnectAsync();

        var pages = await app.Time.RunAsync(PagesAsync(app, new(s_day.AddDays(5), s_day.AddDays(20)), 100));

        Assert.Equal("W4", Assert.Single(Assert.Single(pages).Items).Wid);
        var range = Assert.Single(_vendor.Requests).Descendants(s_wd + "Transaction_Date_Range_Data").Single();
        Assert.Equal(["2026-11-06T00:00:00Z", "2026-11-21T00:00:00Z"], range.Elements().Select(element => element.Value));
    }

    [Fact]
    public async Task ListAsync_FewerThanDeclared_IsIncomplete()
    {
        _vendor.Add(3, s_day);
        _vendor.Declared = 4;
        await using var app = await ConnectAsync();

        var error = await Assert.ThrowsAsync<IncompleteListException>(() => app.Time.RunAsync(PagesAsync(app, new(), 2)));

        Assert.Equal((3L, 4L), (error.Seen, error.Declared));
    }

    [Fact]
    public async Task ListAsync_PageOfAnotherMoment_IsAnErrorAndNotAShiftedList()
    {
        _vendor.Add(3, s_day);
        _vendor.Forgets = true;
        await using var app = await ConnectAsync();

        var error = await Assert.ThrowsAsync<ConnectorException>(() => app.Time.RunAsync(PagesAsync(app, new(), 2)));

        Assert.Equal(ErrorKind.Protocol, error.Kind);
        Assert.Contains("page 2 of another moment", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ListAsync_500WithoutAFault_IsReadAgainWithTheUserInEachEnvelope()
    {
        _vendor.Add(1, s_day);
        _vendor.Overloaded = 2;
        await using var app = await ConnectAsync();

        var pages = await app.Time.RunAsync(PagesAsync(app, new(), 2));

        Assert.Single(Assert.Single(pages).Items);
        Assert.Equal(3, _vendor.Requests.Count);
    }

    [Fact]
    public async Task CallAsync_Change_IsDoneOnceWithEscapedValues()
    {
        _vendor.Add(1, s_day);
        await using var app = await ConnectAsync();
        const string Hard = "</wd:First_Name><evil/>&amp;\"']]> é雪\U0001F600";

        var done = await app.Time.RunAsync(app.Connector.CallAsync(WorkdayEndpoints.ChangePreferredName, new("W1", "US", Hard, "M")));

        Assert.Equal("E1", done);
        Assert.Equal(Hard, Assert.Single(_vendor.Names));
        Assert.Empty(_vendor.Requests.Single().Descendants("evil"));
    }

    [Fact]
    public async Task CallAsync_ValidationFault_NamesTheFieldsAndIsSentOnce()
    {
        await using var app = await ConnectAsync();

        var error = await Assert.ThrowsAsync<ConnectorException>(() => app.Time.RunAsync(app.Connector.CallAsync(WorkdayEndpoints.ChangePreferredName, new("W9", "US", "L", "M"))));

        Assert.Equal((ErrorKind.Validation, 500, "validationError"), (error.Kind, error.StatusCode, error.ErrorCode));
        var field = Assert.Single(error.Facts.FieldErrors);
        Assert.Equal(("/wd:Change_Preferred_Name_Request[1]/wd:Change_Preferred_Name_Data[1]/wd:Worker_Reference[1]/wd:ID[1]", "Invalid ID value. 'W9' is not a valid ID value for type = 'WID'"), (field.Field, field.Message));
        Assert.Single(_vendor.Requests);
    }

    [Fact]
    public async Task CallAsync_ProcessingFault_IsRemoteAndSentOnce()
    {
        _vendor.Add(1, s_day);
        await using var app = await ConnectAsync();

        var error = await Assert.ThrowsAsync<ConnectorException>(() => app.Time.RunAsync(app.Connector.CallAsync(WorkdayEndpoints.ChangePreferredName, new("W1", "US", "locked", "M"))));

        Assert.Equal((ErrorKind.Remote, "Processing error occurred."), (error.Kind, error.Facts.VendorMessage));
        Assert.Single(_vendor.Requests);
    }

    [Fact]
    public async Task SendAsync_RawCall_GetsTheUserAndIsJudgedByItsFaultToo()
    {
        await using var app = await ConnectAsync();
        var body = Connectors.Definitions.RequestBody.Text("""
            <e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body><Change_Preferred_Name_Request xmlns="urn:com.workday/bsvc"><Change_Preferred_Name_Data><Worker_Reference><ID>W9</ID></Worker_Reference></Change_Preferred_Name_Data></Change_Preferred_Name_Request></e:Body></e:Envelope>
            """, "text/xml; charset=utf-8");
        var request = new RawRequest(HttpMethod.Post, "/ccx/service/acme/Human_Resources/v44.0") { Body = body, Effect = Connectors.Definitions.Effect.Read, Headers = new Dictionary<string, string> { ["SOAPAction"] = "\"\"" } };

        var error = await Assert.ThrowsAsync<ConnectorException>(() => app.Time.RunAsync(app.Connector.SendAsync(request)));

        Assert.Equal((ErrorKind.Validation, "validationError"), (error.Kind, error.ErrorCode));
        Assert.Single(_vendor.Requests);
    }

    [Fact]
    public async Task CallAsync_ValueThatXmlCannotCarry_IsAValidationErrorAndNothingIsSent()
    {
        await using var app = await ConnectAsync();

        var error = await Assert.ThrowsAsync<ConnectorException>(() => app.Time.RunAsync(app.Connector.CallAsync(WorkdayEndpoints.ChangePreferredName, new("W1", "US", "a\u0001b", "M"))));

        Assert.Equal((ErrorKind.Validation, "workers.change_preferred_name"), (error.Kind, error.Endpoint));
        Assert.Empty(_vendor.Requests);
    }

    [Fact]
    public async Task ListAsync_WrongPassword_AsksToConnectAgainWithoutShowingIt()
    {
        await using var app = await ConnectAsync("canary-wrong");

        var error = await Assert.ThrowsAsync<ReconnectRequiredException>(() => app.Time.RunAsync(PagesAsync(app, new(), 2)));

        Assert.Equal("authenticationError", error.ErrorCode);
        Assert.DoesNotContain("canary", error.ToString(), StringComparison.Ordinal);
    }

    private Task<OneApp> ConnectAsync(string password = WorkdayVendor.Password) => OneApp.ConnectAsync(
        WorkdayConnector.Definition, _vendor, new BasicCredential(WorkdayVendor.User, password), new() { ["host"] = "wd2-impl-services1.workday.com", ["tenant"] = "acme" });

    private static async Task<List<Page<WorkdayWorker>>> PagesAsync(OneApp app, WorkersQuery query, int size) =>
        await app.Connector.ListAsync(WorkdayEndpoints.Workers.For(query)).AsPages(pageSize: size).ToListAsync();
}
