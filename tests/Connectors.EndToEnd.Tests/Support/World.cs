using Connectors.Limits;
using Connectors.Simulators;
using Connectors.Simulators.BambooHR;
using Connectors.Simulators.Greenhouse;
using Connectors.Simulators.HubSpot;
using Connectors.Simulators.Slack;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Connectors.EndToEnd.Support;

/// <summary>
/// All four vendors in memory and an app with all four connectors, on one clock. The clock moves by itself, but only while nothing
/// is going on: waits for limits and retries cost no time, and on a busy machine no call seems slow.
/// </summary>
internal sealed class World : IAsyncDisposable
{
    private const int QuietRounds = 10;
    private static readonly TimeSpan s_farthest = TimeSpan.FromSeconds(5);
    private readonly CancellationTokenSource _end = new();
    private readonly Thread _clockwork;

    private World(SimulatorHost vendors, ServiceProvider app, EventClock clock)
    {
        (Vendors, App, Clock) = (vendors, app, clock);
        _clockwork = new(MoveClock) { IsBackground = true };
        _clockwork.Start();
    }

    public SimulatorHost Vendors { get; }

    public ServiceProvider App { get; }

    public EventClock Clock { get; }

    public IConnections Connections => App.GetRequiredService<IConnections>();

    public IConnectorFactory Connectors => App.GetRequiredService<IConnectorFactory>();

    public ISyncEngine Sync => App.GetRequiredService<ISyncEngine>();

    public ISyncedRecords Records => App.GetRequiredService<ISyncedRecords>();

    public IChangeStream Changes => App.GetRequiredService<IChangeStream>();

    public HubSpotSimulator HubSpot => Vendors.Get<HubSpotSimulator>();

    public BambooHRSimulator BambooHR => Vendors.Get<BambooHRSimulator>();

    public GreenhouseSimulator Greenhouse => Vendors.Get<GreenhouseSimulator>();

    public SlackSimulator Slack => Vendors.Get<SlackSimulator>();

    /// <summary>Makes a world.</summary>
    /// <param name="vendors">Sets the vendors' sizes and manners.</param>
    /// <param name="app">Sets the app's options and adds to it; called last.</param>
    /// <param name="options">Sets the options of every connector.</param>
    /// <param name="configuration">The section given to <c>AddConnectors</c>.</param>
    /// <param name="vendorsOf">Uses the vendors of another world: a second process of the same app.</param>
    public static World Create(
        Action<VendorSizes>? vendors = null,
        Action<IConnectorsBuilder>? app = null,
        Action<ConnectorOptions>? options = null,
        IConfiguration? configuration = null,
        World? vendorsOf = null)
    {
        var clock = vendorsOf?.Clock ?? new EventClock();
        var host = vendorsOf?.Vendors ?? Host(clock, vendors);
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(clock);
        services.AddSingleton<MemoryQuota>();
        services.AddSingleton<WatchedQuota>();
        services.AddSingleton<IQuota>(provider => provider.GetRequiredService<WatchedQuota>());
        var builder = services.AddConnectors(configuration)
            .AddHubSpot(Of(HubSpotSimulator.DemoClientId, HubSpotSimulator.DemoClientSecret))
            .AddBambooHR(Of(BambooHRSimulator.DemoClientId, BambooHRSimulator.DemoClientSecret))
            .AddGreenhouse(Of(GreenhouseSimulator.DemoPartnerClientId, GreenhouseSimulator.DemoPartnerClientSecret))
            .AddSlack(Of(SlackSimulator.DemoClientId, SlackSimulator.DemoClientSecret))
            .AddSync()
            .UseSimulators(host);
        app?.Invoke(builder);
        return new(host, services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true }), clock);

        Action<ConnectorOptions> Of(string id, string secret) => one =>
        {
            (one.ClientId, one.ClientSecret) = (id, secret);
            (one.TotalTimeout, one.AttemptTimeout, one.BodyIdleTimeout, one.MaxQuotaWait) = (TimeSpan.FromHours(1), TimeSpan.FromHours(1), TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(10));
            options?.Invoke(one);
        };
    }

    /// <summary>Opens a connection of the tenant <c>acme</c>, made first with the vendor's demo credential.</summary>
    public async Task<IConnector> OpenAsync(string provider)
    {
        var key = new ConnectionKey(provider, "acme");
        Credential credential = provider switch
        {
            "hubspot" => new BearerCredential(HubSpotSimulator.DemoToken),
            "bamboohr" => new ApiKeyCredential(BambooHRSimulator.DemoKey),
            "greenhouse" => new ClientCredential(GreenhouseSimulator.DemoClientId, GreenhouseSimulator.DemoClientSecret),
            _ => new BearerCredential(SlackSimulator.DemoToken),
        };
        await Connections.ConnectAsync(key, credential, provider == "bamboohr" ? new() { ["subdomain"] = BambooHRSimulator.DemoCompany } : null);
        return await Connectors.OpenAsync(key);
    }

    /// <summary>Signs in as a customer would: starts, consents in a browser, and comes back with the callback's query.</summary>
    public async Task<Connection> SignInAsync(ConnectionKey key, ConnectionSettings? settings = null)
    {
        var start = await Connections.StartAuthorizationAsync(key, new("https://app.example/callback"), settings is null ? null : new() { Settings = settings });
        return await Connections.CompleteAuthorizationAsync(await ConsentAsync(start.Url), start.Binding);
    }

    /// <summary>Opens the sign-in page, and gives the address that the vendor sends the browser to.</summary>
    public async Task<string> ConsentAsync(Uri page)
    {
        using var browser = new HttpClient(Vendors.CreateHandler());
        using var answer = await browser.GetAsync(page);
        return answer.Headers.Location?.ToString() ?? throw new InvalidOperationException($"The sign-in page answered {answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _clockwork.Join();
        await App.DisposeAsync();
        await Vendors.DisposeAsync();
        _end.Dispose();
    }

    private static SimulatorHost Host(EventClock clock, Action<VendorSizes>? set)
    {
        var sizes = new VendorSizes();
        set?.Invoke(sizes);
        return SimulatorHost.Create(host =>
        {
            host.TimeProvider = clock;
            host.Add<HubSpotSimulator>(vendor => vendor.SeededContacts = sizes.Contacts);
            host.Add<BambooHRSimulator>(vendor => vendor.SeededEmployees = sizes.Employees);
            host.Add<GreenhouseSimulator>(vendor => (vendor.SeededCandidates, vendor.SeededRestrictedCandidates) = (sizes.Candidates, sizes.RestrictedCandidates));
            host.Add<SlackSimulator>(vendor => (vendor.SeededUsers, vendor.SeededChannels) = (sizes.Users, sizes.Channels));
        });
    }

    // A thread of its own, so that what it queues comes after what is queued already. Quiet is when, some rounds over, no call is
    // under way and nobody looks at the clock; on a busy machine each round takes longer, as does what it waits for.
    private void MoveClock()
    {
        using var passed = new AutoResetEvent(false);
        var calls = App.GetRequiredService<WatchedQuota>();
        var (quiet, seen) = (0, 0L);
        while (!_end.IsCancellationRequested)
        {
            _end.Token.WaitHandle.WaitOne(1);
            ThreadPool.UnsafeQueueUserWorkItem(static passed => ((AutoResetEvent)passed!).Set(), passed);
            passed.WaitOne();
            var activity = Clock.Activity;
            (quiet, seen) = (activity == seen && Vendors.OpenRequests == 0 && calls.UnderWay == 0 ? quiet + 1 : 0, activity);
            if (quiet >= QuietRounds)
            {
                Clock.MoveOn(s_farthest);
                quiet = 0;
            }
        }
    }

    /// <summary>How much the vendors hold.</summary>
    internal sealed class VendorSizes
    {
        public int Contacts { get; set; } = 40;

        public int Employees { get; set; } = 40;

        public int Candidates { get; set; } = 40;

        public int RestrictedCandidates { get; set; }

        public int Users { get; set; } = 40;

        public int Channels { get; set; } = 12;
    }
}
