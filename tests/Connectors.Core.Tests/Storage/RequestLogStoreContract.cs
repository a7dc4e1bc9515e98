using Connectors.Definitions;
using Connectors.Storage;

namespace Connectors.Core.Tests.Storage;

/// <summary>What every store of the request log must hold to. A store's own test class derives from this and makes the store.</summary>
public abstract class RequestLogStoreContract
{
    private static readonly DateTimeOffset s_moment = new(2026, 11, 20, 12, 0, 0, 123, TimeSpan.Zero);
    private static readonly ConnectionKey s_acme = new("acme", "Größe 1", "sand box");

    protected abstract IRequestLogStore Store { get; }

    [Fact]
    public async Task Write_Entry_KeepsEveryMember()
    {
        var seen = Some("contacts.list") with
        {
            Kind = ObservationKind.Call,
            Effect = Effect.Write,
            Method = "PATCH",
            Uri = "https://api.acme.test/contacts?q=%C3%A4&password=***",
            Attempt = 3,
            StatusCode = 422,
            Error = ErrorKind.Validation,
            ErrorCode = "INVALID",
            ErrorMessage = "Größe \"quoted\" \\ back",
            RequestId = "r-1",
            IsCanceled = true,
            QuotaWait = TimeSpan.FromMilliseconds(5),
            TimeToHeaders = TimeSpan.FromMilliseconds(12),
            Duration = TimeSpan.FromMilliseconds(34),
            RequestBytes = 10,
            ResponseBytes = 0,
            Correlation = "order 7",
            SyncRun = "run1",
            TraceId = "0af7651916cd43dd8448eb211c80319c",
            RequestHeaders = [new("Accept", "application/json")],
            ResponseHeaders = [new("ETag", "\"1\""), new("Retry-After", "3")],
            RequestBody = new("{\"a\":\"ü\"}", false),
            ResponseBody = new("line\nline", true),
        };

        await Store.WriteAsync([RequestLogRow.Of(seen)], default);

        var read = Assert.Single(await Store.ReadAsync(new(), default)).ToEntry().Request;
        Assert.Equal(seen.RequestHeaders, read.RequestHeaders);
        Assert.Equal(seen.ResponseHeaders, read.ResponseHeaders);
        Assert.Equal(seen with { RequestHeaders = [], ResponseHeaders = [] }, read with { RequestHeaders = [], ResponseHeaders = [] });
    }

    [Fact]
    public async Task Write_TextsThatAStoreCannotTake_AreKeptAsFarAsTheyGo()
    {
        await Store.WriteAsync([RequestLogRow.Of(Some("a") with { Correlation = "x\0y", SyncRun = "\0", ResponseBody = new("a\0b", false) })], default);

        var read = Assert.Single(await Store.ReadAsync(new(), default)).ToEntry().Request;
        Assert.Equal(("x\uFFFDy", "\uFFFD"), (read.Correlation, read.SyncRun));
    }

    [Fact]
    public async Task Read_NothingAsked_GivesTheNewestFirst()
    {
        await WriteAsync(Some("first"), Some("second"));
        await WriteAsync(Some("third"));

        Assert.Equal(["third", "second", "first"], await EndpointsAsync(new()));
    }

    [Fact]
    public async Task Read_PageAfterPage_GivesEachOnce_AndNothingThatCameMeanwhile()
    {
        await WriteAsync([.. Enumerable.Range(0, 7).Select(number => Some($"e{number}"))]);
        var seen = new List<string>();
        long? before = null;
        for (var page = 0; page < 4; page++)
        {
            var rows = await Store.ReadAsync(new() { PageSize = 2, Before = before }, default);
            seen.AddRange(rows.Select(row => row.Endpoint));
            before = rows[^1].Id;
            await WriteAsync(Some("late"));
        }

        Assert.Equal(["e6", "e5", "e4", "e3", "e2", "e1", "e0"], seen);
    }

    public static TheoryData<string, string> Queries { get; } = new()
    {
        { "provider", "other" },
        { "connection", "sandbox" },
        { "endpoint", "endpoint" },
        { "status from", "500 400" },
        { "status to", "sandbox other endpoint early late words correlation run 200" },
        { "status range", "400" },
        { "failed", "lost 500 400" },
        { "error", "lost" },
        { "from", "late" },
        { "until", "early" },
        { "text in address", "words" },
        { "text in body", "words" },
        { "text with wildcards", "" },
        { "correlation", "correlation" },
        { "sync run", "run" },
        { "two at once", "500" },
    };

    [Theory]
    [MemberData(nameof(Queries))]
    public async Task Read_Asked_GivesWhatFitsAll(string asked, string expected)
    {
        await WriteAsync(
            Some("200"),
            Some("400") with { StatusCode = 400, Error = ErrorKind.Validation },
            Some("500") with { StatusCode = 500, Error = ErrorKind.Remote },
            Some("lost") with { StatusCode = null, Error = ErrorKind.Transport },
            Some("run") with { SyncRun = "r1" },
            Some("correlation") with { Correlation = "order 7" },
            Some("words") with { Uri = "https://api.acme.test/Invoices/100%25_done", ResponseBody = new("{\"name\":\"Ada \\\"L\\\"\"}", false) },
            Some("late") with { At = s_moment.AddHours(1) },
            Some("early") with { At = s_moment.AddHours(-1) },
            Some("endpoint"),
            Some("other") with { Connection = new("other", "Größe 1", "sand box") },
            Some("sandbox") with { Connection = new("acme", "t") });
        var query = asked switch
        {
            "provider" => new RequestLogQuery { Provider = "other" },
            "connection" => new() { Connection = new("acme", "t") },
            "endpoint" => new() { Endpoint = "endpoint" },
            "status from" => new() { MinStatus = 400 },
            "status to" => new() { MaxStatus = 399 },
            "status range" => new() { MinStatus = 300, MaxStatus = 499 },
            "failed" => new() { Failed = true },
            "error" => new() { Error = ErrorKind.Transport },
            "from" => new() { From = s_moment.AddMinutes(1) },
            "until" => new() { Until = s_moment },
            "text in address" => new() { Text = "/invoices/100%25_DONE" },
            "text in body" => new() { Text = "ada \\\"l" },
            "text with wildcards" => new() { Text = "%_done%" },
            "correlation" => new() { Correlation = "order 7" },
            "sync run" => new() { SyncRun = "r1" },
            _ => new() { MinStatus = 500, Provider = "acme", Failed = true },
        };

        Assert.Equal(expected.Split(' ', StringSplitOptions.RemoveEmptyEntries), await EndpointsAsync(query));
    }

    [Fact]
    public async Task Trim_DeletesWhatIsTooOld_AndTheOldestAboveTheNumber()
    {
        await WriteAsync(Some("old") with { At = s_moment.AddDays(-8) }, Some("a"), Some("b"), Some("c"));

        await Store.TrimAsync(s_moment.AddDays(-7), 100, default);
        Assert.Equal(["c", "b", "a"], await EndpointsAsync(new()));

        await Store.TrimAsync(s_moment.AddDays(-7), 2, default);
        Assert.Equal(["c", "b"], await EndpointsAsync(new()));
    }

    [Fact]
    public async Task Write_AfterAllWasTrimmed_GivesHigherNumbers()
    {
        await WriteAsync(Some("a"), Some("b"));
        var last = (await Store.ReadAsync(new(), default))[0].Id;
        await Store.TrimAsync(s_moment.AddDays(1), 100, default);

        await WriteAsync(Some("c"));

        Assert.True((await Store.ReadAsync(new(), default)).Single().Id > last);
    }

    [Fact]
    public async Task Forget_ErasesTheConnectionAlone()
    {
        await WriteAsync(Some("mine"), Some("others") with { Connection = new("acme", "other") });

        await Store.ForgetAsync(s_acme, default);
        await Store.ForgetAsync(s_acme, default);

        Assert.Equal(["others"], await EndpointsAsync(new()));
    }

    private static CallObservation Some(string endpoint) => new()
    {
        Kind = ObservationKind.Attempt,
        At = s_moment,
        Connection = s_acme,
        Endpoint = endpoint,
        Effect = Effect.Read,
        Method = "GET",
        Uri = "https://api.acme.test/things",
        Attempt = 1,
        StatusCode = 200,
        Duration = TimeSpan.FromMilliseconds(10),
    };

    private ValueTask WriteAsync(params CallObservation[] seen) => Store.WriteAsync([.. seen.Select(RequestLogRow.Of)], default);

    private async Task<IEnumerable<string>> EndpointsAsync(RequestLogQuery query) => (await Store.ReadAsync(query, default)).Select(row => row.Endpoint);
}
