namespace Connectors.Core.Tests.Http.Hostile;

/// <summary>Redirects: on the provider's own origin a read follows them with its credential; nothing else ever does.</summary>
public sealed class RedirectTests
{
    private static readonly int[] s_statuses = [301, 302, 303, 307, 308];

    private static readonly string[] s_away =
    [
        "https://evil.test/items/2", "//evil.test/items/2", "http://api.shop.test/items/2", "https://api.shop.test:8443/items/2", "https://api.shop.test@evil.test/items/2",
        "https://user:pw@api.shop.test/items/2", "https://api.shop.test.evil.test/items/2", "https://api.shop.test./items/2", "\\\\evil.test\\items", "https://127.0.0.1/items/2", "http://localhost/items/2",
        "https://169.254.169.254/latest", "file:///etc/passwd",
    ];

    public static TheoryData<int, string> Away { get; } = Each(s_statuses, s_away);

    public static TheoryData<int, string> AwayByKind { get; } = Each([302, 307], [.. Shop.Kinds.Keys]);

    public static TheoryData<int> Statuses { get; } = [.. s_statuses];

    [Theory]
    [MemberData(nameof(Away))]
    public async Task Read_RedirectedAway_FailsAndNothingLeaves(int status, string location)
    {
        await using var internet = new Internet(_ => Reply.To(status, location));
        await using var shop = await Shop.OpenAsync(internet);

        var error = await Assert.ThrowsAsync<ConnectorException>(() => shop.Connector.CallAsync(Shop.Get, default));

        Assert.Equal((ErrorKind.Protocol, status), (error.Kind, error.StatusCode));
        Assert.Equal(Shop.Api, Assert.Single(internet.Arrivals).Origin);
    }

    [Theory]
    [MemberData(nameof(AwayByKind))]
    public async Task Read_RedirectedAwayWithEachKindOfCredential_NoneLeaves(int status, string kind)
    {
        await using var internet = new Internet(arrival => Shop.Sell(arrival, arrival => Reply.To(status, "https://evil.test" + arrival.Target)));
        await using var shop = await Shop.OpenAsync(internet, kind);

        await Assert.ThrowsAsync<ConnectorException>(() => shop.Connector.CallAsync(Shop.Get, default));
        await Assert.ThrowsAnyAsync<ConnectorException>(() => shop.Connector.CallAsync(Shop.Create, default));
        await Assert.ThrowsAsync<ConnectorException>(() => shop.Connector.SendAsync(HttpMethod.Get, "/items"));
        await Assert.ThrowsAsync<ConnectorException>(() => shop.Connector.CallAsync(Shop.Export, default));

        Assert.DoesNotContain(internet.Arrivals, arrival => arrival.Origin is not (Shop.Api or Shop.SignIn));
        Assert.All(internet.Arrivals, arrival => Assert.True(Shop.Holds(arrival.Text), arrival.Text));
    }

    [Theory]
    [MemberData(nameof(Statuses))]
    public async Task Read_RedirectedOnTheSameOrigin_FollowsWithTheCredential(int status)
    {
        await using var internet = new Internet(arrival => arrival.Target == "/items/1" ? Reply.To(status, "/moved/1?x=1") : new(200, """{"id":"moved"}"""));
        await using var shop = await Shop.OpenAsync(internet);

        var item = await shop.Connector.CallAsync(Shop.Get, default);

        Assert.Equal("moved", item.Id);
        Assert.Equal([("GET", "/items/1"), ("GET", "/moved/1?x=1")], internet.Arrivals.Select(arrival => (arrival.Method, arrival.Target)));
        Assert.All(internet.Arrivals, arrival => Assert.True(arrival.Origin == Shop.Api && Shop.Holds(arrival.Text)));
    }

    [Theory]
    [MemberData(nameof(Statuses))]
    public async Task ReadByPost_RedirectedOnTheSameOrigin_GoesOnOnlyWhereTheRequestStaysTheSame(int status)
    {
        await using var internet = new Internet(arrival => arrival.Target == "/search" ? Reply.To(status, "/search2") : new(200, """{"id":"found"}"""));
        await using var shop = await Shop.OpenAsync(internet);

        var error = await Record.ExceptionAsync(() => shop.Connector.CallAsync(Shop.Search, default));

        Assert.Equal(status is 307 or 308, error is null);
        Assert.Equal(error is null ? ["/search", "/search2"] : ["/search"], internet.Arrivals.Select(arrival => arrival.Target));
        Assert.All(internet.Arrivals, arrival => Assert.Equal(("POST", "q=tea"), (arrival.Method, arrival.Body)));
    }

    [Theory]
    [MemberData(nameof(Statuses))]
    public async Task Write_Redirected_IsNotSentAgainAndSaysWhatIsKnown(int status)
    {
        await using var internet = new Internet(arrival => arrival.Target == "/items" ? Reply.To(status, "/items/1") : new(200, """{"id":"1"}"""));
        await using var shop = await Shop.OpenAsync(internet);

        var error = await Assert.ThrowsAnyAsync<ConnectorException>(() => shop.Connector.CallAsync(Shop.Create, default));

        Assert.Equal(status is 302 or 303 ? ErrorKind.OutcomeUnknown : ErrorKind.Protocol, error.Kind);
        Assert.Single(internet.Arrivals);
    }

    [Theory]
    [InlineData("https://canary-4f1b.evil.test/")]
    [InlineData("https://evil.test/?shop_key=canary-4f1b")]
    [InlineData("https://canary-4f1b@api.shop.test/")]
    public async Task Read_RedirectCopiesTheCredential_DoesNotShowItInTheError(string location)
    {
        await using var internet = new Internet(_ => Reply.To(302, location));
        await using var shop = await Shop.OpenAsync(internet);

        var error = await Assert.ThrowsAsync<ConnectorException>(() => shop.Connector.CallAsync(Shop.Get, default));
        var fileError = await Assert.ThrowsAsync<ConnectorException>(() => shop.Connector.CallAsync(Shop.File, default));

        Assert.False(Shop.Holds(error.ToString()) || Shop.Holds(fileError.ToString()));
        Assert.DoesNotContain(internet.Arrivals, arrival => arrival.Origin != Shop.Api);
    }

    [Fact]
    public async Task Read_RedirectedInACircle_EndsAfterFive()
    {
        await using var internet = new Internet(_ => Reply.To(302, "/items/1"));
        await using var shop = await Shop.OpenAsync(internet);

        var error = await Assert.ThrowsAsync<ConnectorException>(() => shop.Connector.CallAsync(Shop.Get, default));

        Assert.Equal(ErrorKind.Protocol, error.Kind);
        Assert.Equal(6, internet.Arrivals.Count);
    }

    [Fact]
    public async Task Read_RedirectedHereAndThenAway_StopsBeforeItLeaves()
    {
        await using var internet = new Internet(arrival => Reply.To(302, arrival.Target == "/items/1" ? "/items/2" : "https://evil.test/"));
        await using var shop = await Shop.OpenAsync(internet);

        await Assert.ThrowsAsync<ConnectorException>(() => shop.Connector.CallAsync(Shop.Get, default));

        Assert.Equal([Shop.Api, Shop.Api], internet.Arrivals.Select(arrival => arrival.Origin));
    }

    [Fact]
    public async Task List_RedirectedPage_ResolvesItsNextLinkAgainstTheNewPlace()
    {
        await using var internet = new Internet(arrival => arrival.Target switch
        {
            "/items" => Reply.To(301, "/repositories/7/items"),
            "/repositories/7/items" => new(200, """{"items":[{"id":"1"}],"next":"items?page=2"}"""),
            _ => new(200, """{"items":[{"id":"2"}]}"""),
        });
        await using var shop = await Shop.OpenAsync(internet);
        var items = new List<string>();

        await foreach (var item in shop.Connector.ListAsync(Shop.ByBody))
        {
            items.Add(item.Id);
        }

        Assert.Equal(["1", "2"], items);
        Assert.Equal("/repositories/7/items?page=2", internet.Arrivals[^1].Target);
    }

    [Fact]
    public async Task Read_RedirectCopiesTheKeyInTheQuery_SendsItOnce()
    {
        await using var internet = new Internet(arrival => arrival.Target.StartsWith("/items/1", StringComparison.Ordinal)
            ? Reply.To(302, arrival.Target.Replace("/items/1", "/moved", StringComparison.Ordinal) + "&x=1")
            : new(200, """{"id":"moved"}"""));
        await using var shop = await Shop.OpenAsync(internet, "query");

        await shop.Connector.CallAsync(Shop.Get, default);

        Assert.Equal("/moved?x=1&shop_key=canary-4f1b", internet.Arrivals[^1].Target);
    }

    [Theory]
    [InlineData(200, "")]
    [InlineData(308, "")]
    [InlineData(304, "/items/2")]
    [InlineData(300, "/items/2")]
    public async Task SendAsync_NoRedirectToFollow_GivesTheAnswerAsItCame(int status, string location)
    {
        await using var internet = new Internet(_ => location.Length == 0 ? new(status, "") : Reply.To(status, location));
        await using var shop = await Shop.OpenAsync(internet);

        using var answer = await shop.Connector.SendAsync(new RawRequest(HttpMethod.Get, "/items/1") { AllowFailure = true });

        Assert.Equal(status, answer.StatusCode);
        Assert.Single(internet.Arrivals);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Read_TransportOfTheAppFollowsRedirects_IsTamed(bool viaClientHandler)
    {
        await using var internet = new Internet(_ => Reply.To(302, "https://evil.test/items"));
        await using var shop = await Shop.OpenAsync(internet, transport: () =>
        {
            var sockets = internet.CreateTransport();
            (sockets.AllowAutoRedirect, sockets.UseCookies) = (true, true);
            return viaClientHandler ? new Pass { InnerHandler = sockets } : sockets;
        });

        await Assert.ThrowsAsync<ConnectorException>(() => shop.Connector.CallAsync(Shop.Get, default));

        Assert.Equal(Shop.Api, Assert.Single(internet.Arrivals).Origin);
    }

    private static TheoryData<int, string> Each(int[] statuses, string[] values)
    {
        var all = new TheoryData<int, string>();
        foreach (var value in values)
        {
            foreach (var status in statuses)
            {
                all.Add(status, value);
            }
        }

        return all;
    }

    private sealed class Pass : DelegatingHandler;
}
