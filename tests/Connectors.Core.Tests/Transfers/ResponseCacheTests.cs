using System.Net;
using System.Text;
using Connectors.Core.Tests.Http;
using Connectors.Definitions;

namespace Connectors.Core.Tests.Transfers;

/// <summary>Answers that are kept, and asked for only if they changed.</summary>
public sealed class ResponseCacheTests : IDisposable
{
    private readonly TaggedVendor _vendor = new();
    private readonly MemoryResponseCache _cache = new();

    public void Dispose() => _vendor.Dispose();

    [Fact]
    public async Task CallAsync_NothingChanged_GivesTheKeptAnswer()
    {
        _vendor.Bodies["/widgets/1"] = """{"id":"1","name":"one"}""";
        using var bench = await Bench.OpenAsync(_vendor);
        var cost = new CallCost();

        var first = await bench.Connector.CallAsync(Acme.Widget, "1", new() { Cache = _cache, Cost = cost });
        var second = await bench.Connector.CallAsync(Acme.Widget, "1", new() { Cache = _cache, Cost = cost });
        _vendor.Bodies["/widgets/1"] = """{"id":"1","name":"two"}""";
        var third = await bench.Connector.CallAsync(Acme.Widget, "1", new() { Cache = _cache, Cost = cost });
        var fourth = await bench.Connector.CallAsync(Acme.Widget, "1", new() { Cache = _cache, Cost = cost });

        Assert.Equal(["one", "one", "two", "two"], new[] { first, second, third, fourth }.Select(widget => widget.Name));
        Assert.Equal([200, 304, 200, 304], _vendor.Statuses);
        Assert.Equal((4L, 2L), (cost.Requests, cost.NotModified));
    }

    [Fact]
    public async Task CallAsync_NoCache_SendsNoCondition()
    {
        _vendor.Bodies["/widgets/1"] = """{"id":"1"}""";
        using var bench = await Bench.OpenAsync(_vendor);

        await bench.Connector.CallAsync(Acme.Widget, "1");
        await bench.Connector.CallAsync(Acme.Widget, "1", new() { Cache = _cache });
        await bench.Connector.CallAsync(Acme.Widget, "1");

        Assert.Equal([200, 200, 200], _vendor.Statuses);
    }

    [Fact]
    public async Task ListAsync_PagesByLinkHeader_AreKeptEachWithItsLink()
    {
        var list = Endpoint.List("widgets.linked", _ => RequestSpec.Get("/linked"), PageOf.Json(AcmeJson.Default.WidgetPage, page => page.Items, "items"), PageBy.LinkHeader<WidgetPage>(), id: widget => widget.Id);
        _vendor.Bodies["/linked"] = """{"items":[{"id":"1"},{"id":"2"}]}""";
        _vendor.Bodies["/linked?page=2"] = """{"items":[{"id":"3"},{"id":"4"}]}""";
        _vendor.Links["/linked"] = "<https://api.acme.test/linked?page=2>; rel=\"next\"";
        using var bench = await Bench.OpenAsync(_vendor);
        var cost = new CallCost();

        var first = await bench.Connector.ListAsync(list, new() { Cache = _cache }).ToListAsync();
        var second = await bench.Connector.ListAsync(list, new() { Cache = _cache, Cost = cost }).ToListAsync();

        Assert.Equal(["1", "2", "3", "4"], first.Select(widget => widget.Id));
        Assert.Equal(first, second);
        Assert.Equal([200, 200, 304, 304], _vendor.Statuses);
        Assert.Equal(2, cost.NotModified);
    }

    [Fact]
    public async Task SendAsync_OnlyATime_IsAskedForByIt()
    {
        (_vendor.GivesTags, _vendor.GivesTimes) = (false, true);
        _vendor.Bodies["/raw"] = "text";
        using var bench = await Bench.OpenAsync(_vendor);

        using var first = await bench.Connector.SendAsync(HttpMethod.Get, "/raw", new() { Cache = _cache });
        using var second = await bench.Connector.SendAsync(HttpMethod.Get, "/raw", new() { Cache = _cache });

        Assert.Equal(("text", 200, "text/plain"), (second.AsText(), second.StatusCode, second.MediaType));
        Assert.Equal([200, 304], _vendor.Statuses);
    }

    [Theory]
    [InlineData("no-store", "")]
    [InlineData("private, no-store", "")]
    [InlineData("", "*")]
    public async Task CallAsync_AnswerThatMayNotBeKept_IsNotKeptAndAnOlderOneIsDropped(string cacheControl, string vary)
    {
        _vendor.Bodies["/widgets/1"] = """{"id":"1"}""";
        using var bench = await Bench.OpenAsync(_vendor);
        await bench.Connector.CallAsync(Acme.Widget, "1", new() { Cache = _cache });
        Assert.NotEqual(0, _cache.Size);

        (_vendor.CacheControl, _vendor.Vary) = (cacheControl, vary);
        _vendor.Bodies["/widgets/1"] = """{"id":"1","name":"secret"}""";
        await bench.Connector.CallAsync(Acme.Widget, "1", new() { Cache = _cache });
        await bench.Connector.CallAsync(Acme.Widget, "1", new() { Cache = _cache });

        Assert.Equal(0, _cache.Size);
        Assert.Equal([200, 200, 200], _vendor.Statuses);
    }

    [Fact]
    public async Task CallAsync_AnotherRequest_HasNoPartInWhatIsKept()
    {
        _vendor.Bodies["/raw"] = "one";
        using var bench = await Bench.OpenAsync(_vendor);
        using var first = await bench.Connector.SendAsync(HttpMethod.Get, "/raw", new() { Cache = _cache });
        using var header = await bench.Connector.SendAsync(new(HttpMethod.Get, "/raw") { Headers = new Dictionary<string, string> { ["Accept-Language"] = "de" } }, new() { Cache = _cache });
        _vendor.Bodies["/raw?a=1"] = "two";
        using var query = await bench.Connector.SendAsync(HttpMethod.Get, "/raw?a=1", new() { Cache = _cache });

        Assert.Equal([200, 200, 200], _vendor.Statuses);
    }

    [Fact]
    public async Task CallAsync_AnotherConnection_HasNoPartInWhatIsKept()
    {
        _vendor.Bodies["/widgets/1"] = """{"id":"1"}""";
        using var one = await Bench.OpenAsync(_vendor);
        using var other = await Bench.OpenAsync(_vendor, tenant: "other");
        await one.Connector.CallAsync(Acme.Widget, "1", new() { Cache = _cache });
        await other.Connector.CallAsync(Acme.Widget, "1", new() { Cache = _cache });
        Assert.Equal([200, 200], _vendor.Statuses);

        await _cache.EraseAsync(one.Connector.Key, default);
        await one.Connector.CallAsync(Acme.Widget, "1", new() { Cache = _cache });
        await other.Connector.CallAsync(Acme.Widget, "1", new() { Cache = _cache });
        Assert.Equal([200, 200, 200, 304], _vendor.Statuses);
    }

    [Fact]
    public async Task CallAsync_Writes_AreNeverKept()
    {
        _vendor.Bodies["/widgets"] = """{"id":"1"}""";
        using var bench = await Bench.OpenAsync(_vendor);

        await bench.Connector.CallAsync(Acme.Create, new Widget("1", null), new() { Cache = _cache });

        Assert.Equal(0, _cache.Size);
    }

    [Fact]
    public async Task CallIfChangedAsync_TagOfTheLastAnswer_TellsThatNothingChanged()
    {
        _vendor.Bodies["/widgets/1"] = """{"id":"1","name":"one"}""";
        using var bench = await Bench.OpenAsync(_vendor);

        var first = await bench.Connector.CallIfChangedAsync(Acme.Widget, "1", null);
        var second = await bench.Connector.CallIfChangedAsync(Acme.Widget, "1", first.ETag);
        _vendor.Bodies["/widgets/1"] = """{"id":"1","name":"two"}""";
        var third = await bench.Connector.CallIfChangedAsync(Acme.Widget, "1", second.ETag);

        Assert.Equal((false, "one"), (first.NotModified, first.Value!.Name));
        Assert.Equal((true, null, first.ETag), (second.NotModified, second.Value, second.ETag));
        Assert.Equal((false, "two"), (third.NotModified, third.Value!.Name));
    }

    [Fact]
    public async Task CallIfChangedAsync_AWrite_IsRefused()
    {
        using var bench = await Bench.OpenAsync(_vendor);

        await Assert.ThrowsAsync<ArgumentException>(() => bench.Connector.CallIfChangedAsync(Acme.Create, new Widget("1", null), null));
    }

    [Fact]
    public async Task CallAsync_NotModifiedThatNobodyAskedFor_IsAnError()
    {
        using var bench = await Bench.OpenAsync(new FakeWire().Then(HttpStatusCode.NotModified));

        Assert.Equal(ErrorKind.Protocol, (await Assert.ThrowsAsync<ConnectorException>(() => bench.Connector.CallAsync(Acme.Widget, "1", new() { Cache = _cache }))).Kind);
    }

    [Fact]
    public async Task SetAsync_MoreThanTheCacheHolds_DropsWhatWasUsedLongestAgo()
    {
        var cache = new MemoryResponseCache(maxBytes: 10_000);
        foreach (var name in new[] { "a", "b", "c" })
        {
            await cache.SetAsync(Key(name), Answer(2_500), default);
        }

        Assert.NotNull(await cache.GetAsync(Key("a"), default));
        await cache.SetAsync(Key("d"), Answer(2_500), default);
        await cache.SetAsync(Key("e"), Answer(20_000), default);

        Assert.Null(await cache.GetAsync(Key("b"), default));
        Assert.Null(await cache.GetAsync(Key("e"), default));
        Assert.NotNull(await cache.GetAsync(Key("a"), default));
        Assert.InRange(cache.Size, 7_500, 10_000);
        foreach (var name in new[] { "a", "c", "d" })
        {
            await cache.RemoveAsync(Key(name), default);
        }

        Assert.Equal(0, cache.Size);

        static ResponseCacheKey Key(string name) => new(new("acme", "tenant"), name);
        static CachedResponse Answer(int length) => new("\"1\"", null, [], new byte[length]);
    }

    /// <summary>Answers by path, with a tag and a time that are those of the body; says 304 as RFC 9110 does, without the link of a page.</summary>
    private sealed class TaggedVendor : HttpMessageHandler
    {
        private static readonly DateTimeOffset s_changed = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);

        public Dictionary<string, string> Bodies { get; } = new(StringComparer.Ordinal);

        public Dictionary<string, string> Links { get; } = new(StringComparer.Ordinal);

        public List<int> Statuses { get; } = [];

        public bool GivesTags { get; set; } = true;

        public bool GivesTimes { get; set; }

        public string CacheControl { get; set; } = "";

        public string Vary { get; set; } = "";

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var path = request.RequestUri!.PathAndQuery;
            var body = Bodies[path];
            var tag = $"\"{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(body)))[..16]}\"";
            var isSame = request.Headers.IfNoneMatch.Any(known => known.Tag == tag) || (request.Headers.IfModifiedSince is { } since && since >= s_changed);
            var response = new HttpResponseMessage(isSame ? HttpStatusCode.NotModified : HttpStatusCode.OK) { RequestMessage = request };
            Statuses.Add((int)response.StatusCode);
            if (!isSame)
            {
                response.Content = new StringContent(body, Encoding.UTF8, path.StartsWith("/raw", StringComparison.Ordinal) ? "text/plain" : "application/json");
                response.Content.Headers.LastModified = GivesTimes ? s_changed : null;
                if (Links.TryGetValue(path, out var link))
                {
                    response.Headers.TryAddWithoutValidation("Link", link);
                }
            }

            response.Headers.ETag = GivesTags ? new(tag) : null;
            response.Headers.TryAddWithoutValidation("Cache-Control", CacheControl);
            response.Headers.TryAddWithoutValidation("Vary", Vary);
            return Task.FromResult(response);
        }
    }
}
