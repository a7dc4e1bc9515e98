using Connectors.EndToEnd.Support;
using Connectors.SignIn;
using Connectors.Simulators;
using Connectors.Simulators.HubSpot;
using Microsoft.Extensions.DependencyInjection;

namespace Connectors.EndToEnd.SignIn;

/// <summary>The whole sign-in in a real browser: the vendor's consent page, its redirect, the port of this machine, the connection.</summary>
public sealed class RealBrowserTests : IAsyncLifetime
{
    private static readonly ConnectionKey s_key = new("hubspot", "acme");

    private readonly SimulatorHost _vendors = SimulatorHost.Create(new HubSpotSimulator { SeededContacts = 12 });
    private readonly TaskCompletionSource<Chromium> _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ServiceProvider? _app;

    public async Task InitializeAsync()
    {
        _vendors.Get<HubSpotSimulator>().OAuth.AsksForConsent = true;
        await _vendors.StartAsync();
        var services = new ServiceCollection();
        services.AddConnectors()
            .AddHubSpot(options => (options.ClientId, options.ClientSecret) = (HubSpotSimulator.DemoClientId, HubSpotSimulator.DemoClientSecret))
            .UseSimulators(_vendors);
        _app = services.BuildServiceProvider();
    }

    [ChromiumTheory]
    [InlineData("http://127.0.0.1/")]
    [InlineData("http://localhost/callback")]
    public async Task SignInAsync_PersonClicksAllow_Connects(string redirectUri)
    {
        var signIn = SignInAsync(redirectUri);
        await using var browser = await OpenedAsync(signIn);

        await browser.ClickAsync("button[value=allow]");
        var page = await browser.ReadAsync("Back to the app");
        var connection = await signIn;
        var crm = await _app!.GetRequiredService<IConnectorFactory>().OpenAsync(s_key);
        var contacts = await crm.ListAsync<Contact>().AllAsync();

        Assert.Equal((ConnectionStatus.Active, HubSpotSimulator.DemoAccount), (connection.Status, connection.AccountId));
        contacts.HoldsExactly(_vendors.Get<HubSpotSimulator>().Contacts.Living());
        Assert.Contains(new Uri(redirectUri).Host + ":", page, StringComparison.Ordinal);
    }

    [ChromiumFact]
    public async Task SignInAsync_PersonClicksDeny_IsRefused()
    {
        var signIn = SignInAsync("http://127.0.0.1/");
        await using var browser = await OpenedAsync(signIn);

        await browser.ClickAsync("button[value=deny]");
        var page = await browser.ReadAsync("Not signed in");
        var error = await Assert.ThrowsAsync<SignInException>(() => signIn);

        Assert.Contains("access_denied", page, StringComparison.Ordinal);
        Assert.Equal((SignInFailure.Refused, "access_denied"), (error.Failure, error.ErrorCode));
        Assert.Null(await _app!.GetRequiredService<IConnections>().FindAsync(s_key));
    }

    public async Task DisposeAsync()
    {
        await _app!.DisposeAsync();
        await _vendors.DisposeAsync();
    }

    /// <summary>The browser; or, where the sign-in fails before, its error.</summary>
    private async Task<Chromium> OpenedAsync(Task<Connection> signIn)
    {
        await await Task.WhenAny(signIn, _opened.Task);
        return await _opened.Task;
    }

    private Task<Connection> SignInAsync(string redirectUri) => _app!.GetRequiredService<IConnections>().SignInAsync(s_key, new()
    {
        RedirectUri = new(redirectUri),
        BrowserAddress = _vendors.LocalAddressOf,
        OpenBrowser = async (address, _) =>
        {
            _opened.SetResult(await Chromium.OpenAsync(address));
            return true;
        },
        Show = _ => { },
    });
}
