using System.Net;
using System.Text;
using Connectors.Core.Tests.Http;
using Connectors.Definitions;
using Connectors.Limits;
using Microsoft.Extensions.DependencyInjection;

namespace Connectors.Core.Tests.Formats;

/// <summary>Lists of any length in one answer: the records go out as they are read, complete or with a typed error.</summary>
public sealed class StreamedListTests
{
    private const string Good = "id,name\r\n1,a\r\n2,b\r\n3,c\r\n";

    public static TheoryData<string, string, string> Formats { get; } = new()
    {
        { "csv", "text/csv; charset=windows-1252", Good },
        { "lines", "application/x-ndjson", "{\"id\":1,\"name\":\"a\"}\n{\"id\":2,\"name\":\"b\"}\n{\"id\":3,\"name\":\"c\"}\n" },
        { "array", "application/json", "{\"items\":[{\"id\":1,\"name\":\"a\"},{\"id\":2,\"name\":\"b\"},{\"id\":3,\"name\":\"c\"}]}" },
        { "xml", "text/xml", "<items><item id=\"1\">a</item><item id=\"2\">b</item><item id=\"3\">c</item></items>" },
    };

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task ListAsync_EveryFormat_GivesItsRecordsInOrder(string format, string mediaType, string document)
    {
        var wire = new FakeWire().ThenStream(() => new PieceStream(document, 7), mediaType);
        using var bench = await Bench.OpenAsync(wire);
        var cost = new CallCost();

        var items = await bench.Connector.ListAsync(Of(format), new() { Cost = cost }).ToListAsync();

        Assert.Equal(["1a", "2b", "3c"], items.Select(item => $"{item.Id}{item.Name}"));
        Assert.Equal(((long)document.Length, 1L), (cost.BytesReceived, cost.Requests));
        Assert.Equal($"Bearer {Bench.Token}", Assert.Single(wire.Requests).Authorization);
    }

    [Fact]
    public async Task AsPages_Stream_ComesInPagesOfTheSizeAskedForAndOnlyTheLastHasNoNext()
    {
        using var bench = await Bench.OpenAsync(new FakeWire().ThenStream(() => new PieceStream(Good, 5)));

        var pages = await bench.Connector.ListAsync(Exports.Csv, new() { IncludeRaw = true }).AsPages(pageSize: 2).ToListAsync();

        Assert.Equal(["1a2b", "3c"], pages.Select(page => string.Concat(page.Items.Select(item => $"{item.Id}{item.Name}"))));
        Assert.Equal(["1,a 2,b", "3,c"], pages.Select(page => string.Join(' ', page.Raw.Select(raw => raw.AsText()))));
        Assert.Equal([(1, true), (2, false)], pages.Select(page => (page.Number, page.Next is not null)));
        Assert.Equal(Good.Length, pages.Sum(page => page.Bytes));
    }

    [Fact]
    public async Task AsPages_AsManyRecordsAsThePage_IsOneLastPage()
    {
        using var bench = await Bench.OpenAsync(new FakeWire().ThenStream(() => new PieceStream(Good)));

        Assert.Null(Assert.Single(await bench.Connector.ListAsync(Exports.Csv).AsPages(pageSize: 3).ToListAsync()).Next);
    }

    [Fact]
    public async Task AsPages_LargeRecords_MakeSmallPages()
    {
        var name = new string('x', 400_000);
        using var bench = await Bench.OpenAsync(new FakeWire().ThenStream(() => new PieceStream($"id,name\n1,{name}\n2,{name}\n3,{name}\n4,{name}\n5,{name}\n")));

        var pages = await bench.Connector.ListAsync(Exports.Csv).AsPages().ToListAsync();

        Assert.Equal([1, 2, 3, 4, 5], pages.SelectMany(page => page.Items).Select(item => item.Id));
        Assert.InRange(pages.Count, 2, 5);
    }

    [Fact]
    public async Task AsPages_FromATokenOfTheStream_IsRefusedBeforeAnythingIsSent()
    {
        var wire = new FakeWire().ThenStream(() => new PieceStream(Good));
        using var bench = await Bench.OpenAsync(wire);
        var first = await bench.Connector.ListAsync(Exports.Csv).AsPages(pageSize: 1).FirstAsync();

        var error = await Assert.ThrowsAsync<ConnectorException>(async () => await bench.Connector.ListAsync(Exports.Csv).AsPages(ContinuationToken.Parse(first.Next!.Value.Text)).ToListAsync());

        Assert.Equal((ErrorKind.Validation, "items.csv"), (error.Kind, error.Endpoint));
        Assert.Contains("List anew", error.Message, StringComparison.Ordinal);
        Assert.Single(wire.Requests);
    }

    [Fact]
    public async Task ListAsync_WithAnInput_AsksForIt()
    {
        var wire = new FakeWire().Then(HttpStatusCode.OK, "{\"id\":1}");
        using var bench = await Bench.OpenAsync(wire);

        Assert.Equal(1, Assert.Single(await bench.Connector.ListAsync(Exports.OfJob.For("a/b")).ToListAsync()).Id);
        Assert.Equal("/jobs/a%2Fb/results", Assert.Single(wire.Requests).Uri.AbsolutePath);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task ListAsync_FailuresBeforeTheFirstRecords_AreMadeGoodByAnotherAttempt(string format, string mediaType, string document)
    {
        var wire = new FakeWire()
            .Then(HttpStatusCode.ServiceUnavailable)
            .ThenStream(() => new PieceStream(document[..3], end: new IOException("reset")), mediaType)
            .ThenStream(() => new PieceStream(document[..3]), mediaType, length: document.Length)
            .ThenStream(() => new PieceStream(document), mediaType);
        using var bench = await Bench.OpenAsync(wire);

        Assert.Equal([1, 2, 3], (await bench.Connector.ListAsync(Of(format)).ToListAsync()).Select(item => item.Id));
        Assert.Equal(4, wire.Requests.Count);
    }

    [Theory]
    [InlineData("array", "{\"items\":[{\"id\":1},{")]
    [InlineData("array", "")]
    [InlineData("xml", "<items><item ")]
    [InlineData("csv", "")]
    [InlineData("lines", "{\"id\":1")]
    public async Task ListAsync_TornBeforeTheFirstRecords_IsReadAgainAndThenAProtocolError(string format, string document)
    {
        var wire = new FakeWire().ThenStream(() => new PieceStream(document));
        using var bench = await Bench.OpenAsync(wire, options => options.MaxRetries = 2);

        var error = await Assert.ThrowsAsync<ConnectorException>(async () => await bench.Connector.ListAsync(Of(format)).ToListAsync());

        Assert.Equal((ErrorKind.Protocol, true, 200), (error.Kind, error.IsTransient, error.StatusCode));
        Assert.Equal(3, wire.Requests.Count);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task ListAsync_BreaksOffAfterTheFirstRecords_IsIncompleteAndNotAskedForAgain(string format, string mediaType, string document)
    {
        var cut = document.IndexOf('c', document.IndexOf('3', StringComparison.Ordinal));
        Func<Stream>[] breaks =
        [
            () => new PieceStream(document[..cut], 5, new HttpRequestException(HttpRequestError.ResponseEnded, "reset")),
            () => new PieceStream(document[..cut], 5, new IOException("reset")),
            () => new StallingStream(Encoding.UTF8.GetBytes(document[..cut])),
        ];
        foreach (var broken in breaks)
        {
            var wire = new FakeWire().ThenStream(broken, mediaType);
            using var bench = await Bench.OpenAsync(wire, options => options.BodyIdleTimeout = TimeSpan.FromSeconds(broken == breaks[^1] ? 0.5 : 60));
            var (seen, error) = await BrokenAsync(bench.Connector.ListAsync(Of(format)));

            Assert.Equal([1, 2], seen);
            var incomplete = Assert.IsType<IncompleteListException>(error);
            Assert.Equal((2L, true), (incomplete.Seen, incomplete.IsTransient));
            Assert.Single(wire.Requests);
        }
    }

    [Theory]
    [InlineData("array", "{\"items\":[{\"id\":1},{\"id\":2},{\"id\":3")]
    [InlineData("array", "{\"items\":[{\"id\":1},{\"id\":2}]")]
    [InlineData("xml", "<items><item id=\"1\"/><item id=\"2\"/>")]
    [InlineData("lines", "{\"id\":1}\n{\"id\":2}\n{\"id\":3")]
    [InlineData("csv", "id,name\n1,a\n2,b\n3")]
    public async Task ListAsync_EndsTooEarlyWithAGoodEndOfTransfer_IsIncomplete(string format, string document)
    {
        using var bench = await Bench.OpenAsync(new FakeWire().ThenStream(() => new PieceStream(document, 4)));

        var (seen, error) = await BrokenAsync(bench.Connector.ListAsync(Of(format)));

        Assert.Equal([1, 2], seen);
        Assert.Equal(2, Assert.IsType<IncompleteListException>(error).Seen);
    }

    [Fact]
    public async Task ListAsync_FewerBytesThanDeclared_IsIncomplete()
    {
        using var bench = await Bench.OpenAsync(new FakeWire().ThenStream(() => new PieceStream("id,name\n1,a\n2,b\n", 6), length: 100));

        var (seen, error) = await BrokenAsync(bench.Connector.ListAsync(Exports.Csv));

        Assert.Equal([1, 2], seen);
        Assert.Contains("16 of 100 bytes", Assert.IsType<IncompleteListException>(error).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("array", "{\"items\":[{\"id\":1},{\"id\":2},{\"id\":\"secret\"},{\"id\":4}]}", "record 3 at $.id")]
    [InlineData("lines", "{\"id\":1}\n{\"id\":2}\nsecret\n", "record 3 at $")]
    [InlineData("csv", "id,name\n1,a\n2,b\nsecret,c\n", "row 4 (FormatException)")]
    [InlineData("csv", "id,name\n1,a\n2,b\n3,c\"secret\n", "row 4, column 2")]
    [InlineData("xml", "<items><item id=\"1\"/><item id=\"2\"/><item id=\"secret\"/></items>", "record 3 (FormatException)")]
    public async Task ListAsync_RecordThatCannotBeRead_IsAProtocolErrorThatNamesItAndComesAfterTheOthers(string format, string document, string place)
    {
        var wire = new FakeWire().ThenStream(() => new PieceStream(document, 4));
        using var bench = await Bench.OpenAsync(wire);

        var (seen, error) = await BrokenAsync(bench.Connector.ListAsync(Of(format)));

        Assert.Equal([1, 2], seen);
        Assert.Equal((ErrorKind.Protocol, false), (error.Kind, error.IsTransient));
        Assert.Contains(place, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.ToString(), StringComparison.Ordinal);
        Assert.Single(wire.Requests);
    }

    [Theory]
    [InlineData("<html>sign in</html>", "text/html", "web page")]
    [InlineData("{\"error\":\"no\"}", "application/json", "no array 'items'")]
    public async Task ListAsync_AnotherAnswerThanTheList_IsAProtocolErrorAtOnce(string document, string mediaType, string what)
    {
        var wire = new FakeWire().ThenStream(() => new PieceStream(document), mediaType);
        using var bench = await Bench.OpenAsync(wire);

        var error = await Assert.ThrowsAsync<ConnectorException>(async () => await bench.Connector.ListAsync(Exports.Array).ToListAsync());

        Assert.Equal((ErrorKind.Protocol, "items.array", 200), (error.Kind, error.Endpoint, error.StatusCode));
        Assert.Contains(what, error.Message, StringComparison.Ordinal);
        Assert.Single(wire.Requests);
    }

    [Theory]
    [InlineData(HttpStatusCode.NoContent)]
    [InlineData(HttpStatusCode.NotModified)]
    public async Task ListAsync_NothingThere_IsAnEmptyList(HttpStatusCode status)
    {
        using var bench = await Bench.OpenAsync(new FakeWire().Then(status));

        Assert.Empty(Assert.Single(await bench.Connector.ListAsync(Exports.Array).AsPages().ToListAsync()).Items);
    }

    [Fact]
    public async Task ListAsync_ErrorStatus_IsReadLikeAnyOther()
    {
        using var bench = await Bench.OpenAsync(new FakeWire().Then(HttpStatusCode.NotFound, """{"code":"GONE","message":"expired"}"""));

        var error = await Assert.ThrowsAsync<ConnectorException>(async () => await bench.Connector.ListAsync(Exports.Csv).ToListAsync());

        Assert.Equal((ErrorKind.NotFound, "GONE", 404), (error.Kind, error.ErrorCode, error.StatusCode));
    }

    [Theory]
    [InlineData("lines")]
    [InlineData("array")]
    public async Task ListAsync_ErrorInsideAGoodStatus_IsJudgedByTheProvidersRule(string format)
    {
        var definition = new ConnectorDefinition
        {
            Id = "chatty",
            DisplayName = "Chatty",
            Hosts = "https://api.chatty.test",
            Auth = [new BearerScheme("token")],
            Endpoints = [],
            Rules = new()
            {
                Rule = facts => ResponseRules.ParseJson(facts, AcmeJson.Default.AcmeError)?.Code is { } code ? code == "busy" ? ResponseAction.Retry() : ResponseAction.Fail(ErrorKind.Permission) : null,
                Error = ResponseRules.JsonError(AcmeJson.Default.AcmeError, error => new(error.Code, error.Message)),
            },
        };
        var wire = new FakeWire().Then(HttpStatusCode.OK, """{"code":"busy"}""").Then(HttpStatusCode.OK, "{\"code\":\"denied\",\"message\":\"no export for you\"}\n");
        using var bench = await Bench.OpenAsync(wire, definition: definition);

        var error = await Assert.ThrowsAsync<ConnectorException>(async () => await bench.Connector.ListAsync(Of(format)).ToListAsync());

        Assert.Equal((ErrorKind.Permission, "denied"), (error.Kind, error.ErrorCode));
        Assert.Equal(2, wire.Requests.Count);
    }

    [Fact]
    public async Task ListAsync_QuotaLease_IsHeldUntilTheAnswerEndsHoweverItDoes()
    {
        var quota = new CountingQuota();
        var bodies = new List<PieceStream>();
        Stream Body(string document)
        {
            bodies.Add(new(document, 4));
            return bodies[^1];
        }

        var wire = new FakeWire().ThenStream(() => Body(Good)).ThenStream(() => Body(Good)).ThenStream(() => Body("id,name\n1,a\n2,b\n3"));
        using var bench = await Bench.OpenAsync(wire, build: builder => builder.Services.AddSingleton<IQuota>(quota));

        await foreach (var _ in bench.Connector.ListAsync(Exports.Csv).AsPages(pageSize: 1))
        {
            Assert.Equal(1, quota.Held);
        }

        Assert.Equal(0, quota.Held);
        _ = await bench.Connector.ListAsync(Exports.Csv).FirstAsync();
        Assert.Equal(0, quota.Held);
        await Assert.ThrowsAsync<IncompleteListException>(async () => await bench.Connector.ListAsync(Exports.Csv).ToListAsync());
        Assert.Equal((0, 3), (quota.Held, quota.Taken));
        Assert.All(bodies, body => Assert.True(body.IsDisposed));
    }

    [Fact]
    public async Task ListAsync_CancelledWhileBytesAreAwaited_StopsWithTheCallersToken()
    {
        using var stop = new CancellationTokenSource();
        using var bench = await Bench.OpenAsync(new FakeWire().ThenStream(() => new StallingStream(Encoding.UTF8.GetBytes("id,name\n1,a\n2,b\n3,c\n4"))));
        await using var items = bench.Connector.ListAsync(Exports.Csv).AsPages(pageSize: 1, cancellationToken: stop.Token).GetAsyncEnumerator();
        Assert.True(await items.MoveNextAsync());
        Assert.True(await items.MoveNextAsync());

        var next = items.MoveNextAsync().AsTask();
        await stop.CancelAsync();

        Assert.Equal(stop.Token, (await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next)).CancellationToken);
    }

    [Fact]
    public async Task ListAsync_HandlerOfTheAppAnswers_ItsRecordsAreRead()
    {
        using var bench = await Bench.OpenAsync(new FakeWire(), build: builder => builder.HttpClient("acme").AddHttpMessageHandler(() => new Answering(Good)));

        Assert.Equal([1, 2, 3], (await bench.Connector.ListAsync(Exports.Csv).ToListAsync()).Select(item => item.Id));
    }

    [Fact]
    public async Task ListAsync_HandlerOfTheAppReadsTheBody_IsAnErrorAndNeverAShortList()
    {
        var quota = new CountingQuota();
        using var bench = await Bench.OpenAsync(new FakeWire().ThenStream(() => new PieceStream(Good, 8)), build: builder =>
        {
            builder.Services.AddSingleton<IQuota>(quota);
            builder.HttpClient("acme").AddHttpMessageHandler(() => new Reading());
        });

        var error = await Assert.ThrowsAnyAsync<Exception>(async () => await bench.Connector.ListAsync(Exports.Csv).ToListAsync());

        Assert.Contains("cannot read its body", error.ToString(), StringComparison.Ordinal);
        Assert.Equal((0, 1), (quota.Held, quota.Taken));
    }

    private static ListEndpoint<Item> Of(string format) => format switch { "csv" => Exports.Csv, "lines" => Exports.Lines, "array" => Exports.Array, _ => Exports.Xml };

    private static async Task<(List<int> Seen, ConnectorException Error)> BrokenAsync(Pageable<Item> list)
    {
        var seen = new List<int>();
        var error = await Assert.ThrowsAnyAsync<ConnectorException>(async () =>
        {
            await foreach (var item in list)
            {
                seen.Add(item.Id);
            }
        });
        return (seen, error);
    }

    private sealed class Answering(string document) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(document, Encoding.UTF8, "text/csv") });
    }

    private sealed class Reading : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = await base.SendAsync(request, cancellationToken);
            await response.Content.LoadIntoBufferAsync(cancellationToken);
            return response;
        }
    }

    /// <summary>Lets everything through, and counts.</summary>
    private sealed class CountingQuota : IQuota
    {
        public int Held { get; private set; }

        public int Taken { get; private set; }

        public ValueTask<IQuotaLease> AcquireAsync(QuotaRequest request, CancellationToken cancellationToken)
        {
            Held++;
            Taken++;
            return new(new Lease(this));
        }

        private sealed class Lease(CountingQuota quota) : IQuotaLease
        {
            private bool _isGiven;

            public TimeSpan Waited => TimeSpan.Zero;

            public void Observe(in QuotaObservation seen)
            {
            }

            public void Dispose()
            {
                quota.Held -= _isGiven ? 0 : 1;
                _isGiven = true;
            }
        }
    }
}
