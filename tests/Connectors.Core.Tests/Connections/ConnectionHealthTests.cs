using System.Net;
using Connectors.Core.Tests.Testing;
using Connectors.Definitions;
using Microsoft.Extensions.DependencyInjection;
using RichardSzalay.MockHttp;

namespace Connectors.Core.Tests.Connections;

public sealed class ConnectionHealthTests : IAsyncDisposable
{
    private static readonly ConnectionKey s_key = new("acme", "tenant");

    private readonly ManualTimeProvider _time = new();
    private readonly MockHttpMessageHandler _wire = new();
    private readonly ServiceProvider _app;
    private HttpStatusCode _status = HttpStatusCode.OK;

    public ConnectionHealthTests()
    {
        _wire.When("*").Respond(_ => The.Answer(_status, "{}"));
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(_time);
        services.AddConnectors().AddConnector(The.Definition(new BearerScheme())).UseTransport(() => _wire);
        _app = services.BuildServiceProvider(validateScopes: true);
    }

    private IConnections Connections => _app.GetRequiredService<IConnections>();

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _wire.Dispose();
    }

    [Fact]
    public async Task KeyRefused_IsNotedOnce_AndCallsAreStillTried()
    {
        var connector = await OpenAsync();
        _status = HttpStatusCode.Unauthorized;

        await Assert.ThrowsAsync<ReconnectRequiredException>(() => CallAsync(connector));
        var noted = (await Connections.FindAsync(s_key))!;
        await Assert.ThrowsAsync<ReconnectRequiredException>(() => CallAsync(connector));

        Assert.Equal((ConnectionStatus.Failing, _time.GetUtcNow()), (noted.Status, noted.StatusSince));
        Assert.Contains("credential", noted.StatusReason, StringComparison.Ordinal);
        Assert.Equal(noted, await Connections.FindAsync(s_key));
        await _app.GetRequiredService<IConnectorFactory>().OpenAsync(s_key);
    }

    [Fact]
    public async Task KeyRefusedForAMoment_IsActiveAgainByACallThatSucceeds()
    {
        var connector = await OpenAsync();
        _status = HttpStatusCode.Unauthorized;
        await Assert.ThrowsAsync<ReconnectRequiredException>(() => CallAsync(connector));
        _status = HttpStatusCode.OK;

        await CallAsync(connector);
        Assert.Equal(ConnectionStatus.Failing, (await Connections.FindAsync(s_key))!.Status);
        _time.Advance(ConnectionHealth.Shown);
        await CallAsync(connector);

        var good = (await Connections.FindAsync(s_key))!;
        Assert.Equal((ConnectionStatus.Active, null), (good.Status, good.StatusReason));
        await CallAsync(connector);
        Assert.Equal(good, await Connections.FindAsync(s_key));
    }

    [Fact]
    public async Task KeyRefused_VerifyOrConnect_MakesItActiveAtOnce()
    {
        var connector = await OpenAsync();
        _status = HttpStatusCode.Unauthorized;
        await Assert.ThrowsAsync<ReconnectRequiredException>(() => CallAsync(connector));
        Assert.Equal(ConnectionStatus.Active, (await Connections.VerifyAsync(s_key)).Status);
        await Assert.ThrowsAsync<ReconnectRequiredException>(() => CallAsync(connector));
        Assert.Equal(ConnectionStatus.Failing, (await Connections.FindAsync(s_key))!.Status);

        Assert.Equal(ConnectionStatus.Active, (await Connections.ConnectAsync(s_key, new BearerCredential("new"))).Status);
    }

    [Fact]
    public async Task KeyRefused_AskedForAsAnAnswer_IsNotedToo()
    {
        var connector = await OpenAsync();
        _status = HttpStatusCode.Unauthorized;

        using var answer = await connector.SendAsync(new RawRequest(HttpMethod.Get, "/x") { AllowFailure = true });

        Assert.Equal(ConnectionStatus.Failing, (await Connections.FindAsync(s_key))!.Status);
    }

    [Fact]
    public async Task NotAllowed_IsNotTheCredentialsFault()
    {
        var connector = await OpenAsync();
        _status = HttpStatusCode.Forbidden;

        await Assert.ThrowsAsync<ConnectorException>(() => CallAsync(connector));

        Assert.Equal(ConnectionStatus.Active, (await Connections.FindAsync(s_key))!.Status);
    }

    private static async Task CallAsync(IConnector connector) => (await connector.SendAsync(HttpMethod.Get, "/x")).Dispose();

    private async Task<IConnector> OpenAsync()
    {
        await Connections.ConnectAsync(s_key, new BearerCredential("key"));
        return await _app.GetRequiredService<IConnectorFactory>().OpenAsync(s_key);
    }
}
