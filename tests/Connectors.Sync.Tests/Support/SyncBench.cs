using Connectors.Core.Tests.Testing;
using Connectors.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Connectors.Sync.Tests;

/// <summary>An engine over a fake provider and a store, put together as an app does it.</summary>
internal sealed class SyncBench : IDisposable
{
    private readonly ServiceProvider _services;

    public SyncBench(ManualTimeProvider time, FakeProvider provider, Action<IConnectorsBuilder>? stores = null, TimeSpan settleLag = default)
    {
        var builder = new Builder();
        builder.Services.AddSingleton<TimeProvider>(time);
        builder.Services.AddSingleton<IConnectorFactory>(new FakeConnector(provider, settleLag));
        stores?.Invoke(builder);
        builder.AddSync();
        _services = builder.Services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
    }

    public ISyncEngine Engine => _services.GetRequiredService<ISyncEngine>();

    public IChangeStream Changes => _services.GetRequiredService<IChangeStream>();

    public ISyncedRecords Records => _services.GetRequiredService<ISyncedRecords>();

    public ISyncStore Store => _services.GetRequiredService<ISyncStore>();

    public Task<SyncReport> RunAsync(SyncOptions? options = null, IProgress<SyncProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Engine.RunAsync<Person>(FakeConnector.Acme, options, progress, cancellationToken);

    /// <summary>The synced records as <c>id=name</c>.</summary>
    public async Task<string[]> StoredAsync() =>
        [.. (await Records.ListAsync<Person>(FakeConnector.Acme).ToListAsync()).Select(person => $"{person.RemoteId}={person.Name}")];

    public void Dispose() => _services.Dispose();

    private sealed class Builder : IConnectorsBuilder
    {
        public IServiceCollection Services { get; } = new ServiceCollection();
    }
}

internal sealed class Progress(Action<SyncProgress> report) : IProgress<SyncProgress>
{
    public void Report(SyncProgress value) => report(value);
}
