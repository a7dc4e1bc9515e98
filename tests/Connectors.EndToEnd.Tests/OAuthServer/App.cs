using Connectors.Definitions;
using Microsoft.Extensions.DependencyInjection;

namespace Connectors.EndToEnd.OAuthServer;

/// <summary>An app with the one connector, as a process would hold it; several over one database are several processes.</summary>
internal sealed class App : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    /// <summary>Starts an app.</summary>
    /// <param name="definition">The connector.</param>
    /// <param name="clientId">The app's OAuth client.</param>
    /// <param name="database">The SQLite file; in memory without.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="configure">Sets further options.</param>
    /// <param name="onAnswer">Sees the path of each answer.</param>
    public App(ConnectorDefinition definition, string clientId = "web", string? database = null, OffsetClock? clock = null, Action<ConnectorOptions>? configure = null, Action<string>? onAnswer = null)
    {
        var services = new ServiceCollection();
        Clock = clock ?? new();
        services.AddSingleton<TimeProvider>(Clock);
        var builder = services.AddConnectors().AddConnector(definition, options =>
        {
            (options.ClientId, options.ClientSecret) = (clientId, OAuthServerProcess.ClientSecret);
            configure?.Invoke(options);
        }).UseTransport(() => new Watched(onAnswer) { InnerHandler = new SocketsHttpHandler { UseProxy = false } });
        if (database is not null)
        {
            builder.UseSqlite(database);
        }

        _services = services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
    }

    /// <summary>The wall clock of this app, which a test can put forward.</summary>
    public OffsetClock Clock { get; }

    public IConnections Connections => _services.GetRequiredService<IConnections>();

    /// <summary>Signs a customer in, who allows what the app asks for, and opens the connection.</summary>
    public async Task<IConnector> SignInAsync(string account)
    {
        var key = KeyOf(account);
        var start = await Connections.StartAuthorizationAsync(key, new(OAuthServerProcess.Callback));
        using var browser = new Browser();
        await Connections.CompleteAuthorizationAsync(await browser.ConsentAsync(start.Url, account), start.Binding);
        return await OpenAsync(account);
    }

    public Task<IConnector> OpenAsync(string account) => _services.GetRequiredService<IConnectorFactory>().OpenAsync(KeyOf(account)).AsTask();

    public static ConnectionKey KeyOf(string account) => new("notes", account);

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private sealed class Watched(Action<string>? onAnswer) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var answer = await base.SendAsync(request, cancellationToken);
            onAnswer?.Invoke(request.RequestUri!.AbsolutePath);
            return answer;
        }
    }
}

/// <summary>Real time, put forward by as much as a test says: what waits for a server's answer waits no longer than it takes.</summary>
internal sealed class OffsetClock : TimeProvider
{
    private long _offset;

    /// <summary>Gets by how much timers run out sooner than they should.</summary>
    public int Hurry { get; init; } = 1;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref _offset));

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        System.CreateTimer(callback, state, dueTime > TimeSpan.Zero ? dueTime / Hurry : dueTime, period);

    public void Advance(TimeSpan by) => Interlocked.Add(ref _offset, by.Ticks);
}
