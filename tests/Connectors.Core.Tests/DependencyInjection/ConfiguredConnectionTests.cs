using System.Net;
using Connectors.Core.Tests.Testing;
using Connectors.Definitions;
using Connectors.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using RichardSzalay.MockHttp;

namespace Connectors.Core.Tests.DependencyInjection;

public sealed class ConfiguredConnectionTests : IDisposable
{
    private const string Canary = "canary-5512";
    private static readonly ConnectionKey s_key = new("acme", "tenant");

    private readonly MockHttpMessageHandler _wire = new();
    private readonly List<string> _sent = [];
    private readonly ConfigurationManager _configuration = new();
    private readonly ServiceProvider _app;

    public ConfiguredConnectionTests()
    {
        _wire.When("*").Respond(request =>
        {
            _sent.Add($"{request.RequestUri} {request.Headers.Authorization}");
            return The.Answer(HttpStatusCode.OK, "{}");
        });
        State("Provider", "acme");
        State("Tenant", "tenant");
        State("Token", Canary);
        State("Settings:sub", "one");
        var services = new ServiceCollection();
        services.AddConnectors(_configuration.GetSection("Connectors"))
            .AddConnector(The.Definition(new BearerScheme(), "https://{sub}.acme.test", [new("sub", "Sub") { Pattern = "[a-z]+" }]))
            .UseTransport(() => _wire);
        _app = services.BuildServiceProvider(validateScopes: true);
    }

    private IConnections Connections => _app.GetRequiredService<IConnections>();

    public void Dispose()
    {
        _app.Dispose();
        _wire.Dispose();
    }

    [Fact]
    public async Task Open_NothingChanged_ConnectsOnce()
    {
        await CallAsync();
        var first = await Connections.FindAsync(s_key);
        await CallAsync();

        Assert.Equal(first, await Connections.FindAsync(s_key));
        Assert.Equal($"https://one.acme.test/x Bearer {Canary}", _sent[^1]);
    }

    [Fact]
    public async Task Open_CredentialChanged_ConnectsAnew()
    {
        await CallAsync();
        State("Token", "second");

        await CallAsync();

        Assert.Equal("https://one.acme.test/x Bearer second", _sent[^1]);
    }

    [Fact]
    public async Task Open_SettingChanged_ConnectsAnew()
    {
        await CallAsync();
        State("Settings:sub", "two");

        await CallAsync();

        Assert.Equal($"https://two.acme.test/x Bearer {Canary}", _sent[^1]);
    }

    [Fact]
    public async Task Open_ChangedAfterTheOldKeyWasRefused_IsUsableAgain()
    {
        await CallAsync();
        var store = _app.GetRequiredService<IConnectionStore>();
        await store.TryWriteAsync((await store.ReadAsync(s_key, default))! with { Status = ConnectionStatus.ReconnectRequired }, default);
        await Assert.ThrowsAsync<ReconnectRequiredException>(CallAsync);
        State("Token", "second");

        await CallAsync();

        Assert.Equal(ConnectionStatus.Active, (await Connections.FindAsync(s_key))!.Status);
    }

    [Fact]
    public async Task Open_PausedAndChanged_StaysAsItIs()
    {
        await CallAsync();
        var paused = await Connections.PauseAsync(s_key);
        State("Token", "second");

        Assert.Equal(ErrorKind.Configuration, (await Assert.ThrowsAsync<ConnectorException>(CallAsync)).Kind);
        Assert.Equal(paused, await Connections.FindAsync(s_key));
    }

    [Fact]
    public async Task Stored_Hash_TellsNothing()
    {
        await CallAsync();
        var one = (await Connections.FindAsync(s_key))!;

        Assert.Equal("memory.".Length + 64, one.ConfigurationHash!.Length);
        Assert.DoesNotContain(Canary, one.ConfigurationHash, StringComparison.Ordinal);
    }

    private async Task CallAsync()
    {
        var connector = await _app.GetRequiredService<IConnectorFactory>().OpenAsync(s_key);
        using var answer = await connector.SendAsync(HttpMethod.Get, "/x");
    }

    private void State(string name, string value)
    {
        _configuration[$"Connectors:Connections:0:{name}"] = value;
        ((IConfigurationRoot)_configuration).Reload();
    }
}
