using Microsoft.Extensions.DependencyInjection;

namespace Connectors.Core.Tests.Http.Hostile;

/// <summary>Raw calls: a path is a path, whatever is written into it.</summary>
public sealed class HostilePathTests
{
    public static TheoryData<string> Paths { get; } =
    [
        "https://evil.test/x", "HTTPS://evil.test/x", "http://evil.test/x", "//evil.test/x", "///evil.test/x", "/\\evil.test/x", "\\\\evil.test\\x", "https:\\\\evil.test\\x", "https:/evil.test", "https:evil.test", "@evil.test/x",
        ".evil.test/x", ":8443/x", ":pw@evil.test/x", " https://evil.test/x", "\thttps://evil.test/x", "/%2f%2fevil.test", "/@evil.test", "%40evil.test", "?x=https://evil.test", "#@evil.test", "", "evil.test",
        "/x\r\nHost: evil.test", "/x y", "file:///etc/passwd", "javascript:alert(1)", "/../../x", "/..%2f..%2fx",
    ];

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task SendAsync_AnyPath_GoesToTheProviderOrNowhere(string path)
    {
        await using var internet = new Internet(_ => new(200));
        await using var shop = await Shop.OpenAsync(internet);

        var error = await Record.ExceptionAsync(() => shop.Connector.SendAsync(HttpMethod.Get, path));

        Assert.DoesNotContain(internet.Arrivals, arrival => arrival.Origin != Shop.Api || !arrival.Text.Contains("\r\nHost: api.shop.test\r\n", StringComparison.Ordinal));
        Assert.True(error is null ? internet.Arrivals.Count == 1 : error is ConnectorException { Kind: ErrorKind.Validation }, error?.ToString());
    }

    [Theory]
    [InlineData("evil")]
    [InlineData("https://evil.test")]
    [InlineData("")]
    public async Task SendAsync_HostThatTheDefinitionDoesNotName_IsRefused(string host)
    {
        await using var internet = new Internet(_ => new(200));
        await using var shop = await Shop.OpenAsync(internet);

        var error = await Assert.ThrowsAsync<ConnectorException>(() => shop.Connector.SendAsync(new RawRequest(HttpMethod.Get, "/x") { Host = host }));

        Assert.Equal(ErrorKind.Configuration, error.Kind);
        Assert.Empty(internet.Arrivals);
    }

    [Fact]
    public async Task SendAsync_HeaderNamesAnotherHost_IsRefused()
    {
        await using var internet = new Internet(_ => new(200));
        await using var shop = await Shop.OpenAsync(internet);

        var error = await Assert.ThrowsAsync<ConnectorException>(() =>
            shop.Connector.SendAsync(new RawRequest(HttpMethod.Get, "/x") { Headers = new Dictionary<string, string> { ["Host"] = "evil.test" } }));

        Assert.Equal(ErrorKind.Configuration, error.Kind);
        Assert.Empty(internet.Arrivals);
    }

    [Fact]
    public async Task Send_HandlerOfTheAppTurnsTheRequestElsewhere_IsRefusedBeforeItLeaves()
    {
        await using var internet = new Internet(_ => new(200));
        await using var shop = await Shop.OpenAsync(internet, add: services => services.AddConnectors().HttpClient("shop").AddHttpMessageHandler(() => new Astray()));

        var error = await Assert.ThrowsAsync<ConnectorException>(() => shop.Connector.SendAsync(HttpMethod.Get, "/x"));

        Assert.Equal(ErrorKind.Configuration, error.Kind);
        Assert.Empty(internet.Arrivals);
    }

    private sealed class Astray : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.RequestUri = new("https://evil.test/x");
            return base.SendAsync(request, cancellationToken);
        }
    }
}
