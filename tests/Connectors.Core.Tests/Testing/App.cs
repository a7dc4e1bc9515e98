using System.Threading.Channels;
using Connectors.Definitions;
using Connectors.Storage;
using Microsoft.Extensions.DependencyInjection;
using RichardSzalay.MockHttp;

namespace Connectors.Core.Tests.Testing;

/// <summary>One process of an app, put together as an app does it; another one can share its stores. Its provider is played by MockHttp.</summary>
internal sealed class App : IAsyncDisposable
{
    private readonly Channel<ConnectionEvent> _events = Channel.CreateUnbounded<ConnectionEvent>();
    private readonly ServiceProvider _services;

    public App(ConnectorDefinition definition, App? sharing = null, Action<IConnectorsBuilder>? build = null, Action<ConnectorOptions>? configure = null)
    {
        Time = sharing?.Time ?? new();
        Wire = sharing?.Wire ?? new();
        Credentials = sharing?.Credentials ?? new(new MemoryCredentialStore(Time));
        Connections = sharing?.Connections ?? new(new MemoryConnectionStore(Time));
        Keys = sharing?.Keys ?? new EphemeralEncryptionKeys();
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Time);
        services.AddSingleton<ICredentialStore>(Credentials);
        services.AddSingleton<IConnectionStore>(Connections);
        services.AddSingleton(Keys);
        var builder = services.AddConnectors()
            .AddConnector(definition, options =>
            {
                (options.ClientId, options.ClientSecret) = (The.ClientId, The.ClientSecret);
                configure?.Invoke(options);
            })
            .UseTransport(() => new Keep(Wire))
            .AddConnectionHandler((happened, token) => _events.Writer.WriteAsync(happened, token));
        build?.Invoke(builder);
        _services = services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
    }

    public ManualTimeProvider Time { get; }

    public MockHttpMessageHandler Wire { get; }

    public CountingCredentialStore Credentials { get; }

    public CountingConnectionStore Connections { get; }

    public IEncryptionKeys Keys { get; }

    public IConnections Service => Get<IConnections>();

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public ValueTask<IConnector> OpenAsync(ConnectionKey key) => Get<IConnectorFactory>().OpenAsync(key);

    /// <summary>Makes a call and gives its answer back.</summary>
    public async Task CallAsync(ConnectionKey key, string path = "/x") => (await (await OpenAsync(key)).SendAsync(HttpMethod.Get, path)).Dispose();

    /// <summary>Gives the next event that the app's handler was told.</summary>
    public async Task<ConnectionEvent> EventAsync() => await _events.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(60));

    public async Task<Connection> SignInAsync(ConnectionKey key, AuthorizationOptions? options = null)
    {
        var start = await Service.StartAuthorizationAsync(key, The.Callback, options);
        return await Service.CompleteAuthorizationAsync($"?code=c&state={The.Form(start.Url.Query[1..])["state"]}", start.Binding);
    }

    /// <summary>Writes the credential's row as another process does that was refused for good, and ends before it can say so anywhere else.</summary>
    public async Task BuryAsync(string credentialId)
    {
        var row = (await Credentials.ReadAsync(credentialId, default))!;
        var lease = (await Credentials.TryLeaseAsync(credentialId, row.Version, TimeSpan.FromMinutes(1), default))!;
        Assert.True(await Credentials.TryWriteAsync(lease, new(CredentialWriteKind.Dead), default));
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    /// <summary>The client factory disposes of handlers; the wire is the test's.</summary>
    private sealed class Keep(HttpMessageHandler wire) : HttpMessageHandler
    {
        private readonly HttpMessageInvoker _wire = new(wire, disposeHandler: false);

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => _wire.SendAsync(request, cancellationToken);
    }
}

/// <summary>Counts what is read.</summary>
internal sealed class CountingCredentialStore(ICredentialStore inner) : ICredentialStore
{
    private int _reads;

    public int Reads => Volatile.Read(ref _reads);

    public ValueTask<StoredCredential?> ReadAsync(string id, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _reads);
        return inner.ReadAsync(id, cancellationToken);
    }

    public ValueTask<CredentialLease?> TryLeaseAsync(string id, long seenVersion, TimeSpan duration, CancellationToken cancellationToken) => inner.TryLeaseAsync(id, seenVersion, duration, cancellationToken);

    public ValueTask<bool> TryWriteAsync(CredentialLease lease, CredentialWrite write, CancellationToken cancellationToken) => inner.TryWriteAsync(lease, write, cancellationToken);

    public ValueTask<bool> TryReplaceAsync(string id, long expectedVersion, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken) => inner.TryReplaceAsync(id, expectedVersion, payload, cancellationToken);

    public ValueTask<bool> TryReencryptAsync(StoredCredential seen, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken) => inner.TryReencryptAsync(seen, payload, cancellationToken);

    public IAsyncEnumerable<string> ListAsync(CancellationToken cancellationToken) => inner.ListAsync(cancellationToken);

    public ValueTask DeleteAsync(string id, CancellationToken cancellationToken) => inner.DeleteAsync(id, cancellationToken);
}

/// <summary>Counts what is read, and fails writes while it is told to.</summary>
internal sealed class CountingConnectionStore(IConnectionStore inner) : IConnectionStore
{
    private int _reads;

    public int Reads => Volatile.Read(ref _reads);

    public bool IsBroken { get; set; }

    public ValueTask<Connection?> ReadAsync(ConnectionKey key, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _reads);
        return inner.ReadAsync(key, cancellationToken);
    }

    public IAsyncEnumerable<Connection> ListAsync(ConnectionQuery query, CancellationToken cancellationToken) => inner.ListAsync(query, cancellationToken);

    public ValueTask<Connection?> TryWriteAsync(Connection connection, CancellationToken cancellationToken) =>
        IsBroken ? throw new IOException("The disk is full.") : inner.TryWriteAsync(connection, cancellationToken);

    public ValueTask<bool> DeleteAsync(ConnectionKey key, CancellationToken cancellationToken) => inner.DeleteAsync(key, cancellationToken);

    public ValueTask SaveSignInAsync(ConnectionKey key, string state, ReadOnlyMemory<byte> payload, DateTimeOffset expiresAt, CancellationToken cancellationToken) => inner.SaveSignInAsync(key, state, payload, expiresAt, cancellationToken);

    public ValueTask<ReadOnlyMemory<byte>?> TakeSignInAsync(string state, CancellationToken cancellationToken) => inner.TakeSignInAsync(state, cancellationToken);

    public ValueTask DeleteSignInsAsync(ConnectionKey key, CancellationToken cancellationToken) => inner.DeleteSignInsAsync(key, cancellationToken);
}
