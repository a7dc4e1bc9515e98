using Connectors.Sqlite;
using Connectors.Storage;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the SQLite stores.</summary>
public static class SqliteConnectorsBuilderExtensions
{
    /// <summary>
    /// Keeps connections, credentials, synced records and the request log, where the app adds one, in one SQLite file, and adds sync (see
    /// <see cref="SyncConnectorsBuilderExtensions.AddSync"/>). Replaces the stores that are registered; the last call wins. The file is
    /// created, and migrated, at first use; several processes on one machine can share it. Credentials are encrypted with a key in the
    /// file <c>&lt;path&gt;.key</c> beside it, unless the app sets keys of its own, before or after
    /// (<see cref="ConnectorsServiceCollectionExtensions.UseEncryptionKeys"/>).
    /// </summary>
    /// <param name="builder">The builder returned by <c>AddConnectors()</c>.</param>
    /// <param name="path">The file, such as <c>connectors.db</c>; relative to the current directory. Keep it on a local disk.</param>
    /// <param name="configure">Sets whether processes share the providers' limits.</param>
    /// <returns>The same builder.</returns>
    /// <remarks>
    /// Errors of the file (locked, damaged, not writable, somebody else's) come at first use as <see cref="Connectors.ConnectorException"/>
    /// of the kind <see cref="Connectors.ErrorKind.Configuration"/>, with the path and what to do; so does a missing native SQLite.
    /// </remarks>
    public static IConnectorsBuilder UseSqlite(this IConnectorsBuilder builder, string path, Action<SqliteOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        builder.AddSync();
        var services = builder.Services;
        services.RemoveAll<SqliteFile>();
        services.AddSingleton(provider => new SqliteFile(path, provider.GetRequiredService<TimeProvider>()));
        UseKeyFile(services);
        services.RemoveAll<IConnectionStore>();
        services.AddSingleton<IConnectionStore, SqliteConnectionStore>();
        services.RemoveAll<ICredentialStore>();
        services.AddSingleton<ICredentialStore, SqliteCredentialStore>();
        services.RemoveAll<ISyncStore>();
        services.AddSingleton<ISyncStore, SqliteSyncStore>();
        services.RemoveAll<IRequestLogStore>();
        services.AddSingleton<IRequestLogStore, SqliteRequestLogStore>();
        var options = new SqliteOptions();
        configure?.Invoke(options);
        return options.ShareQuota ? builder.ShareQuota(static provider => new SqliteQuotaStore(provider.GetRequiredService<SqliteFile>())) : builder;
    }

    /// <summary>Keys that end with the process would lose what the file keeps. Keys that the app has registered stay.</summary>
    private static void UseKeyFile(IServiceCollection services)
    {
        foreach (var keys in services.Where(static service => service.ServiceType == typeof(IEncryptionKeys) && service.ImplementationType == typeof(EphemeralEncryptionKeys)).ToList())
        {
            services.Remove(keys);
        }

        services.TryAddSingleton<IEncryptionKeys>(static provider => new FileEncryptionKeys(provider.GetRequiredService<SqliteFile>().Path + ".key", provider.GetRequiredService<TimeProvider>()));
    }
}
