using Connectors;
using Connectors.PostgreSql;
using Connectors.Storage;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Npgsql;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the PostgreSQL stores.</summary>
public static class PostgreSqlConnectorsBuilderExtensions
{
    /// <summary>
    /// Keeps connections and credentials in PostgreSQL, for any number of processes and machines, which share the providers' limits over it
    /// unless <see cref="PostgreSqlOptions.ShareQuota"/> is off. Replaces the stores that are registered;
    /// the last call wins. Nothing is connected here: the tables are made, and migrated, at first use. The app must set encryption keys,
    /// the same on every node (<see cref="ConnectorsServiceCollectionExtensions.UseEncryptionKeys"/>).
    /// </summary>
    /// <param name="builder">The builder returned by <c>AddConnectors()</c>.</param>
    /// <param name="connectionString">As Npgsql takes it: <c>Host=...;Username=...;Password=...;Database=...</c>. Name the primary.</param>
    /// <param name="configure">Sets the schema, and whether tables are made.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ConnectorException">The connection string or an option cannot be used (<see cref="ErrorKind.Configuration"/>).</exception>
    /// <remarks>
    /// Errors of the database come at first use as <see cref="ConnectorException"/> that names the server and what to do: <see cref="ErrorKind.Configuration"/>
    /// for what somebody must set right, <see cref="ErrorKind.Unavailable"/> and <see cref="ErrorKind.Timeout"/>, which are transient, for the rest.
    /// </remarks>
    public static IConnectorsBuilder UsePostgreSql(this IConnectorsBuilder builder, string connectionString, Action<PostgreSqlOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(connectionString);
        var text = ConnectionStrings.Check(connectionString);
        return Use(builder, _ => NpgsqlDataSource.Create(text), isOwner: true, configure);
    }

    /// <summary>Like <see cref="UsePostgreSql(IConnectorsBuilder, string, Action{PostgreSqlOptions})"/>, over a data source of the app's, which stays the app's to dispose.</summary>
    /// <param name="builder">The builder returned by <c>AddConnectors()</c>.</param>
    /// <param name="dataSource">The data source.</param>
    /// <param name="configure">Sets the schema, and whether tables are made.</param>
    /// <returns>The same builder.</returns>
    public static IConnectorsBuilder UsePostgreSql(this IConnectorsBuilder builder, NpgsqlDataSource dataSource, Action<PostgreSqlOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(dataSource);
        return builder.UsePostgreSql(_ => dataSource, configure);
    }

    /// <summary>Like <see cref="UsePostgreSql(IConnectorsBuilder, string, Action{PostgreSqlOptions})"/>, over the data source that the app has registered.</summary>
    /// <param name="builder">The builder returned by <c>AddConnectors()</c>.</param>
    /// <param name="dataSource">Finds it: <c>services => services.GetRequiredService&lt;NpgsqlDataSource>()</c>. Stays the app's to dispose.</param>
    /// <param name="configure">Sets the schema, and whether tables are made.</param>
    /// <returns>The same builder.</returns>
    public static IConnectorsBuilder UsePostgreSql(this IConnectorsBuilder builder, Func<IServiceProvider, NpgsqlDataSource> dataSource, Action<PostgreSqlOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(dataSource);
        return Use(builder, dataSource, isOwner: false, configure);
    }

    private static IConnectorsBuilder Use(IConnectorsBuilder builder, Func<IServiceProvider, NpgsqlDataSource> dataSource, bool isOwner, Action<PostgreSqlOptions>? configure)
    {
        var options = new PostgreSqlOptions();
        configure?.Invoke(options);
        options.Check();
        var services = builder.Services;
        services.RemoveAll<PostgreSqlDatabase>();
        services.AddSingleton(provider => new PostgreSqlDatabase(() => dataSource(provider), isOwner, options));
        RequireKeys(services);
        services.RemoveAll<IConnectionStore>();
        services.AddSingleton<IConnectionStore, PostgreSqlConnectionStore>();
        services.RemoveAll<ICredentialStore>();
        services.AddSingleton<ICredentialStore, PostgreSqlCredentialStore>();
        services.RemoveAll<IRequestLogStore>();
        services.AddSingleton<IRequestLogStore, PostgreSqlRequestLogStore>();
        return options.ShareQuota ? builder.ShareQuota(static provider => new PostgreSqlQuotaStore(provider.GetRequiredService<PostgreSqlDatabase>())) : builder;
    }

    /// <summary>A key that ends with the process would lose what the database keeps. Keys that the app has registered stay.</summary>
    private static void RequireKeys(IServiceCollection services)
    {
        foreach (var keys in services.Where(static service => service.ServiceType == typeof(IEncryptionKeys) && service.ImplementationType == typeof(EphemeralEncryptionKeys)).ToList())
        {
            services.Remove(keys);
        }

        services.TryAddSingleton<IEncryptionKeys, RequiredEncryptionKeys>();
        services.AddOptions<KeyRequirement>()
            .Validate<IEncryptionKeys>(static (_, keys) => keys is not RequiredEncryptionKeys, $"{RequiredEncryptionKeys.What}. {RequiredEncryptionKeys.ToDo}")
            .ValidateOnStart();
    }

    /// <summary>Says at the host's start, rather than at the first customer, that keys are missing.</summary>
    private sealed class KeyRequirement;
}
