using System.Net;
using System.Text;
using Connectors.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Connectors.Core.Tests.Http.Hostile;

/// <summary>Files that the provider keeps elsewhere: fetched from there, with nothing of the connection's.</summary>
public sealed class RedirectedFileTests
{
    private const string Store = "https://store.test/signed?sig=abc";

    public static TheoryData<string> Kinds { get; } = [.. Shop.Kinds.Keys];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Fetch_FromAnotherHost_CarriesNoCredentialAndNoHeaderOfTheCall(string kind)
    {
        await using var internet = new Internet(arrival => Shop.Sell(arrival, arrival => arrival.Origin == Shop.Api ? Reply.To(302, Store) : new(206, "the file")));
        await using var shop = await Shop.OpenAsync(internet, kind);

        await using var stream = await shop.Connector.CallAsync(Shop.File, default);
        using var reader = new StreamReader(stream, Encoding.UTF8);

        Assert.Equal("the file", await reader.ReadToEndAsync());
        var fetched = internet.Arrivals[^1];
        Assert.Equal(("https://store.test:443", "GET", "/signed?sig=abc"), (fetched.Origin, fetched.Method, fetched.Target));
        Assert.False(Shop.Holds(fetched.Text), fetched.Text);
        Assert.DoesNotContain("X-Shop", fetched.Text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("Authorization", fetched.Text, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Range: bytes=0-99", fetched.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://store.test/signed")]
    [InlineData("https://10.0.0.1/signed")]
    [InlineData("https://169.254.169.254/latest/meta-data")]
    [InlineData("https://127.0.0.1/signed")]
    [InlineData("https://①②⑦.⓪.⓪.①/signed")]
    [InlineData("https://localhost./signed")]
    [InlineData("https://[::1]/signed")]
    [InlineData("https://intranet/signed")]
    [InlineData("https://user:pw@store.test/signed")]
    [InlineData("ftp://store.test/signed")]
    public async Task Fetch_FromAPlaceThatIsNotPublic_IsRefused(string location)
    {
        await using var internet = new Internet(_ => Reply.To(302, location));
        await using var shop = await Shop.OpenAsync(internet);

        var error = await Assert.ThrowsAsync<ConnectorException>(() => shop.Connector.CallAsync(Shop.File, default));

        Assert.Equal(ErrorKind.Protocol, error.Kind);
        Assert.Single(internet.Arrivals);
    }

    [Fact]
    public async Task Fetch_FromANameThatTurnsOutToBeThisMachine_IsRefusedBeforeAnythingIsSent()
    {
        await using var internet = new Internet(arrival => arrival.Target == "/file" ? Reply.To(302, "https://files.rebind.test/secrets") : new(200, "secret"));
        await using var services = Shop.Services(Shop.Definition(Shop.HeaderKey, $"http://127.0.0.1:{internet.Port}"), transport: null, services =>
            services.AddSingleton(new HostLookup((_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse("93.184.216.34"), IPAddress.Loopback]))));
        var key = new ConnectionKey("shop", "acme");
        await services.GetRequiredService<IConnections>().ConnectAsync(key, Shop.Kinds["header"].Credential);
        var connector = await services.GetRequiredService<IConnectorFactory>().OpenAsync(key);

        var error = await Assert.ThrowsAsync<ConnectorException>(() => connector.CallAsync(Shop.File, default));

        Assert.Equal(ErrorKind.Configuration, error.Kind);
        Assert.Single(internet.Arrivals);
    }

    [Fact]
    public async Task Fetch_ProviderCopiesTheKeyIntoTheRedirect_IsRefused()
    {
        await using var internet = new Internet(arrival => Reply.To(302, "https://store.test" + arrival.Target));
        await using var shop = await Shop.OpenAsync(internet, "query");

        var error = await Assert.ThrowsAsync<ConnectorException>(() => shop.Connector.CallAsync(Shop.File, default));

        Assert.Equal(ErrorKind.Protocol, error.Kind);
        Assert.Single(internet.Arrivals);
        Assert.False(Shop.Holds(error.ToString()));
    }

    [Fact]
    public async Task Fetch_StoreSendsBackToTheProvider_GetsNoCredentialThereEither()
    {
        await using var internet = new Internet(arrival => (arrival.Origin, arrival.Target) switch
        {
            (Shop.Api, "/file") => Reply.To(302, Store),
            (Shop.Api, _) => new(200, "stolen"),
            _ => Reply.To(302, "https://api.shop.test/items?all=1"),
        });
        await using var shop = await Shop.OpenAsync(internet);

        await using var stream = await shop.Connector.CallAsync(Shop.File, default);

        Assert.Equal("/items?all=1", internet.Arrivals[^1].Target);
        Assert.False(Shop.Holds(internet.Arrivals[^1].Text));
    }

    [Theory]
    [InlineData(401, ErrorKind.Remote)]
    [InlineData(403, ErrorKind.Remote)]
    [InlineData(404, ErrorKind.Remote)]
    [InlineData(429, ErrorKind.Unavailable)]
    [InlineData(503, ErrorKind.Unavailable)]
    public async Task Fetch_StoreRefuses_IsNoRefusalOfTheConnection(int status, ErrorKind kind)
    {
        await using var internet = new Internet(arrival => arrival.Origin switch
        {
            Shop.Api when arrival.Target == "/file" => Reply.To(302, Store),
            Shop.Api => new(200, """{"id":"1"}"""),
            _ => new(status, "no"),
        });
        await using var shop = await Shop.OpenAsync(internet);

        var error = await Assert.ThrowsAsync<ConnectorException>(() => shop.Connector.CallAsync(Shop.File, default));

        Assert.Equal((kind, status), (error.Kind, error.StatusCode));
        Assert.Equal(ConnectionStatus.Active, (await shop.Connections.FindAsync(shop.Connector.Key))!.Status);
        await shop.Connector.CallAsync(Shop.Get, default);
    }

    [Fact]
    public async Task Fetch_StoreIsOutOfServiceOnce_AsksTheProviderForANewPlace()
    {
        var signed = 0;
        await using var internet = new Internet(arrival =>
            arrival.Origin == Shop.Api ? Reply.To(302, $"https://store.test/signed?{++signed}") : new(signed == 1 ? 503 : 200, "the file"));
        await using var shop = await Shop.OpenAsync(
            internet, add: services => services.Configure<ConnectorOptions>("shop", options => (options.MaxRetries, options.RetryDelay) = (1, TimeSpan.FromMilliseconds(1))));

        await using var stream = await shop.Connector.CallAsync(Shop.File, default);

        Assert.Equal(["/file", "/signed?1", "/file", "/signed?2"], internet.Arrivals.Select(arrival => arrival.Target));
    }
}
