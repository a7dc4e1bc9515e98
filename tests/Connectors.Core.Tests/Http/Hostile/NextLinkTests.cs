using System.Text;

namespace Connectors.Core.Tests.Http.Hostile;

/// <summary>Next links that lead away, in all their disguises; and tokens that somebody forged to the same end.</summary>
public sealed class NextLinkTests
{
    public static TheoryData<string> Away { get; } =
    [
        "https://evil.test/items?page=2",
        "//evil.test/items?page=2",
        "https://api.shop.test@evil.test/items",
        "https://user:pw@api.shop.test/items?page=2",
        "https://api.shop.test.evil.test/items",
        "https://evil.test/https://api.shop.test/items",
        "https://api.shop.test:8443/items?page=2",
        "http://api.shop.test/items?page=2",
        "http://api.shop.test:443/items?page=2",
        "https://api.shop.test./items?page=2",
        "https://аpi.shop.test/items?page=2",
        "https://ａｐｉ.shop.test/items?page=2",
        "https://xn--pi-6kc.shop.test/items?page=2",
        "https://api.shop.test\\@evil.test/items",
        "https:\\\\evil.test\\items",
        "\\\\evil.test\\items",
        "\thttps://evil.test/items",
        " //evil.test/items",
        "https://127.0.0.1/items",
        "https://169.254.169.254/latest/meta-data",
        "http://localhost/items",
        "https://[::1]/items",
        "file:///etc/passwd",
        "javascript:alert(1)",
    ];

    public static TheoryData<string, string> Near { get; } = new()
    {
        { "https://API.SHOP.TEST/items?page=2", "/items?page=2" },
        { "HTTPS://api.shop.test:443/items?page=2", "/items?page=2" },
        { "/items?page=2", "/items?page=2" },
        { "?page=2", "/items?page=2" },
        { "/items?next=https://evil.test/", "/items?next=https://evil.test/" },
        { "/\\evil.test/items", "//evil.test/items" },
        { "/%2f%2fevil.test%2fitems", "/%2f%2fevil.test%2fitems" },
        { "https:/evil.test/items", "/evil.test/items" },
    };

    [Theory]
    [MemberData(nameof(Away))]
    public async Task List_NextLinkInTheBodyLeadsAway_FailsAndNothingLeaves(string link)
    {
        await using var internet = new Internet(_ => new(200, Page(link)));
        await using var shop = await Shop.OpenAsync(internet);

        var error = await Assert.ThrowsAsync<ConnectorException>(() => AllAsync(shop.Connector.ListAsync(Shop.ByBody)));

        Assert.Equal(ErrorKind.Protocol, error.Kind);
        Assert.Equal(Shop.Api, Assert.Single(internet.Arrivals).Origin);
    }

    [Theory]
    [InlineData("https://evil.test/items?page=2")]
    [InlineData("//evil.test/items?page=2")]
    [InlineData("https://api.shop.test@evil.test/items")]
    [InlineData("http://api.shop.test/items?page=2")]
    public async Task List_NextLinkInTheHeaderLeadsAway_FailsAndNothingLeaves(string link)
    {
        await using var internet = new Internet(_ => new(200, Page(null), $"Link: <{link}>; rel=\"next\""));
        await using var shop = await Shop.OpenAsync(internet);

        var error = await Assert.ThrowsAsync<ConnectorException>(() => AllAsync(shop.Connector.ListAsync(Shop.ByHeader)));

        Assert.Equal(ErrorKind.Protocol, error.Kind);
        Assert.Equal(Shop.Api, Assert.Single(internet.Arrivals).Origin);
    }

    [Theory]
    [MemberData(nameof(Near))]
    public async Task List_NextLinkOnTheSameHost_IsFollowedThereWithTheCredential(string link, string target)
    {
        await using var internet = new Internet(arrival => new(200, Page(arrival.Target == "/items" ? link : null)));
        await using var shop = await Shop.OpenAsync(internet);

        await AllAsync(shop.Connector.ListAsync(Shop.ByBody));

        Assert.Equal([(Shop.Api, "/items"), (Shop.Api, target)], internet.Arrivals.Select(arrival => (arrival.Origin, arrival.Target)));
        Assert.All(internet.Arrivals, arrival => Assert.True(Shop.Holds(arrival.Text)));
    }

    [Theory]
    [InlineData("@evil.test/items")]
    [InlineData(".evil.test/items")]
    [InlineData(":8443/items")]
    [InlineData("evil.test/items")]
    [InlineData("https://evil.test/items")]
    [InlineData("//evil.test/items")]
    [InlineData("\\evil.test/items")]
    [InlineData("")]
    public async Task List_ForgedContinuationToken_NeverLeavesTheHost(string state)
    {
        await using var internet = new Internet(_ => new(200, Page(null)));
        await using var shop = await Shop.OpenAsync(internet);
        var forged = ContinuationToken.Parse($"1~items.list~{System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(state))}");

        await Record.ExceptionAsync(() => AllAsync(shop.Connector.ListAsync(Shop.ByBody).AsPages(forged)));

        Assert.DoesNotContain(internet.Arrivals, arrival => arrival.Origin != Shop.Api);
    }

    [Theory]
    [InlineData("@evil.test/items")]
    [InlineData(".evil.test/items")]
    [InlineData("https://evil.test/items")]
    public async Task List_CarelessAuthorPutsTheLinkIntoTheRequest_NeverLeavesTheHost(string link)
    {
        await using var internet = new Internet(arrival => new(200, Page(arrival.Target == "/items" ? link : null)));
        await using var shop = await Shop.OpenAsync(internet);

        await Record.ExceptionAsync(() => AllAsync(shop.Connector.ListAsync(Shop.Careless)));

        Assert.DoesNotContain(internet.Arrivals, arrival => arrival.Origin != Shop.Api);
    }

    [Theory]
    [InlineData("/v1/../v2/items")]
    [InlineData("/../../items")]
    [InlineData("/%2e%2e/items")]
    public async Task List_ForgedTokenAboveTheHostsPath_IsRefused(string state)
    {
        await using var internet = new Internet(_ => new(200, Page(null)));
        await using var shop = await Shop.OpenAsync(internet, host: "https://api.shop.test/acme/v1");
        var forged = ContinuationToken.Parse($"1~items.list~{System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(state))}");

        await Record.ExceptionAsync(() => AllAsync(shop.Connector.ListAsync(Shop.ByBody).AsPages(forged)));

        Assert.DoesNotContain(internet.Arrivals, arrival => !arrival.Target.StartsWith("/acme/v1/", StringComparison.Ordinal));
    }

    private static string Page(string? next) =>
        new System.Text.Json.Nodes.JsonObject { ["items"] = new System.Text.Json.Nodes.JsonArray(new System.Text.Json.Nodes.JsonObject { ["id"] = Guid.NewGuid().ToString() }), ["next"] = next }.ToJsonString();

    private static async Task<int> AllAsync<T>(IAsyncEnumerable<T> list)
    {
        var count = 0;
        await foreach (var item in list)
        {
            count++;
        }

        return count;
    }
}
