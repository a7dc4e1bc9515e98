using Connectors;
using Connectors.Storage;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers sync.</summary>
public static class SyncConnectorsBuilderExtensions
{
    /// <summary>
    /// Adds <see cref="ISyncEngine"/>, <see cref="IChangeStream"/> and <see cref="ISyncedRecords"/>, over a store in memory unless
    /// another one is registered (<c>UseSqlite</c> does, before or after). <see cref="IConnections.ForgetAsync"/> erases its records. May be called again: it adds nothing twice.
    /// </summary>
    /// <param name="builder">The builder returned by <c>AddConnectors()</c>.</param>
    /// <returns>The same builder.</returns>
    public static IConnectorsBuilder AddSync(this IConnectorsBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.Services;
        services.AddLogging();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ISyncStore, MemorySyncStore>();
        services.TryAddSingleton<ISyncEngine, SyncEngine>();
        services.TryAddSingleton<IChangeStream, ChangeStream>();
        services.TryAddSingleton<ISyncedRecords, SyncedRecords>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IConnectionEraser, SyncedRecordsEraser>());
        return builder;
    }
}
