using Connectors;
using Connectors.Auth;
using Connectors.Definitions;
using Connectors.Http;
using Connectors.Limits;
using Connectors.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers connectors.</summary>
public static class ConnectorsServiceCollectionExtensions
{
    /// <summary>Adds what all connectors share. May be called again: it adds nothing twice, and returns a builder over the same services.</summary>
    /// <param name="services">The app's services.</param>
    /// <param name="configuration">A section such as <c>Connectors</c>: <c>Providers:{id}</c> binds to <see cref="ConnectorOptions"/>, <c>Connections</c> to a list of <see cref="ConnectionOptions"/>.</param>
    /// <returns>The builder; provider packages, stores and transports hang themselves on it.</returns>
    public static IConnectorsBuilder AddConnectors(this IServiceCollection services, IConfiguration? configuration = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        if (configuration is not null && !Instances<ConnectorsConfiguration>(services).Any(known => known.Is(configuration)))
        {
            services.AddSingleton(new ConnectorsConfiguration(configuration));
            services.AddSingleton<IOptionsChangeTokenSource<ConnectorsOptions>>(new ConfigurationChangeTokenSource<ConnectorsOptions>(configuration));
        }

        services.AddOptions();
        services.AddHttpClient();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IConfigureOptions<ConnectorOptions>, ConnectorsConfigurationBinder>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IConfigureOptions<ConnectorsOptions>, ConnectorsConfigurationBinder>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ConnectorOptions>, ConnectorOptionsValidator>());
        services.TryAddSingleton<IRuntimes, Runtimes>();
        services.TryAddSingleton<IConnectionWatch, ConnectionWatch>();
        services.TryAddSingleton<IConnectionProver, ConnectionProver>();
        services.TryAddSingleton<IConnectorFactory, ConnectorFactory>();
        services.TryAddSingleton<ConfiguredConnections>();
        services.TryAddSingleton<IQuota, MemoryQuota>();
        AddSignIn(services);
        return new ConnectorsBuilder(services);
    }

    /// <summary>Adds a connector by its definition. Provider packages wrap this; call it for a connector of your own.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="definition">The definition.</param>
    /// <param name="configure">Sets the app's options for the provider; wins over configuration.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentException">
    /// Another definition is registered under the same id, or the definition does not fit together: a name stands twice, an endpoint is
    /// not listed or goes to no host of it, or a customer could type freely to which host a secret goes.
    /// </exception>
    public static IConnectorsBuilder AddConnector(this IConnectorsBuilder builder, ConnectorDefinition definition, Action<ConnectorOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(definition);
        var services = builder.Services;
        var known = Instances<ConnectorDefinition>(services).FirstOrDefault(known => known.Id == definition.Id);
        if (known is not null && !ReferenceEquals(known, definition))
        {
            throw new ArgumentException($"Another definition is registered for the provider '{definition.Id}' already. Register one of the two, or give yours an id of its own.", nameof(definition));
        }

        DefinitionCheck.Run(definition);
        var options = services.AddOptions<ConnectorOptions>(definition.Id).ValidateOnStart();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        if (known is not null)
        {
            return builder;
        }

        services.AddSingleton(definition);
        var chain = Client(services, definition, ConnectorRuntime.ClientName(definition.Id), isChain: true);
        services.PostConfigure<HttpClientFactoryOptions>(chain.Name, static options => options.HttpMessageHandlerBuilderActions.Add(ConnectorPipeline.Build));
        var signIn = Client(services, definition, ConnectorRuntime.SignInClientName(definition.Id), isChain: false);
        services.PostConfigure<HttpClientFactoryOptions>(signIn.Name, static options => options.HttpMessageHandlerBuilderActions.Add(static builder => WireGuard.Tame(builder.PrimaryHandler)));
        return builder;
    }

    /// <summary>Gives the client of one connector, to add handlers of the app's own: they stand between the call (retry, time) and each attempt (quota, credential).</summary>
    /// <remarks>
    /// <para>
    /// With <c>AddStandardResilienceHandler()</c> or <c>AddResilienceHandler(…)</c> of Microsoft.Extensions.Http.Resilience the retry here
    /// steps aside for it; circuit breaker, quota, renewal of credentials and the outcomes of writes stay. A write that may have arrived does
    /// not leave again, whatever a handler does: a repeat ends in <see cref="OutcomeUnknownException"/>. The provider's circuit breaker can be
    /// left to the app's with <see cref="ConnectorOptions.UseCircuitBreaker"/>.
    /// </para>
    /// <para>
    /// The quota of the first attempt is waited for before such a handler, so that its time bounds do not run meanwhile. Later attempts wait
    /// inside of it: where it ends that wait, the call fails with <see cref="RateLimitedException"/>. Give its attempts more time than
    /// <see cref="ConnectorOptions.MaxQuotaWait"/>, or set that lower.
    /// </para>
    /// </remarks>
    /// <param name="builder">The builder.</param>
    /// <param name="provider">The provider id.</param>
    /// <returns>The client's builder.</returns>
    public static IHttpClientBuilder HttpClient(this IConnectorsBuilder builder, string provider)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Services.AddHttpClient(ConnectorRuntime.ClientName(provider));
    }

    /// <summary>Sends everything of all connectors, sign-in included, through another transport: a simulator, a proxy, a recorder.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="create">Makes the innermost handler. Redirects and cookies of a handler of .NET are turned off; one of your own must not follow redirects.</param>
    /// <returns>The same builder.</returns>
    public static IConnectorsBuilder UseTransport(this IConnectorsBuilder builder, Func<HttpMessageHandler> create)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(create);
        builder.Services.RemoveAll<ConnectorsTransport>();
        builder.Services.AddSingleton(new ConnectorsTransport(create));
        return builder;
    }

    /// <summary>Sets the keys that credentials are encrypted with, in place of the store's own: from configuration, a vault, a KMS.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="keys">The keys; see <see cref="FixedEncryptionKeys"/>, <see cref="FileEncryptionKeys"/> and <see cref="WrappedEncryptionKeys"/>.</param>
    /// <returns>The same builder.</returns>
    public static IConnectorsBuilder UseEncryptionKeys(this IConnectorsBuilder builder, IEncryptionKeys keys)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(keys);
        builder.Services.RemoveAll<IEncryptionKeys>();
        builder.Services.AddSingleton(keys);
        return builder;
    }

    private static IEnumerable<T> Instances<T>(IServiceCollection services) =>
        services.Where(static service => !service.IsKeyedService && service.ServiceType == typeof(T)).Select(static service => service.ImplementationInstance).OfType<T>();

    private static void AddSignIn(IServiceCollection services)
    {
        services.TryAddSingleton<IConnectionStore, MemoryConnectionStore>();
        services.TryAddSingleton<ICredentialStore, MemoryCredentialStore>();
        services.TryAddSingleton<IEncryptionKeys, EphemeralEncryptionKeys>();
        services.TryAddSingleton<Envelope>();
        services.TryAddSingleton<CredentialProtector>();
        services.TryAddSingleton<ConnectionEvents>();
        services.TryAddSingleton<ConnectionRows>();
        services.TryAddSingleton<ConnectionHealth>();
        services.TryAddSingleton<ICredentialKeeper>(static provider => new CredentialKeeper(
            provider.GetRequiredService<ICredentialStore>(), provider.GetRequiredService<CredentialProtector>(), provider.GetRequiredService<ConnectionRows>(), provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<ICredentialCache>(static provider => (CredentialKeeper)provider.GetRequiredService<ICredentialKeeper>());
        services.TryAddSingleton(HostLookup.System);
        services.TryAddSingleton<HostCheck>();
        services.TryAddSingleton<ConnectionSaving>();
        services.TryAddSingleton<ConnectionRemoval>();
        services.TryAddSingleton<ConnectionAccounts>();
        services.TryAddSingleton<SignInFlow>();
        services.TryAddSingleton<DeviceFlow>();
        services.TryAddSingleton<ICredentialReencryption, CredentialReencryption>();
        services.TryAddSingleton<IConnections, ConnectionService>();
    }

    private static IHttpClientBuilder Client(IServiceCollection services, ConnectorDefinition definition, string name, bool isChain) => services.AddHttpClient(name)
        .ConfigureHttpClient(client =>
        {
            // The chain owns time and bounds bodies.
            client.Timeout = Timeout.InfiniteTimeSpan;
            client.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", "Connectors.NET/0.1");
            if (isChain)
            {
                client.DefaultRequestHeaders.TryAddWithoutValidation("Accept-Encoding", WireBody.AcceptEncoding);
            }
        })
        .ConfigurePrimaryHttpMessageHandler(services => services.GetService<ConnectorsTransport>()?.Create() ?? ConnectorPipeline.CreateTransport(
            new(definition, services.GetRequiredService<IOptionsMonitor<ConnectorOptions>>().Get(definition.Id), services.GetRequiredService<HostLookup>()), decompresses: !isChain))
        .RemoveAllLoggers();
}

internal sealed class ConnectorsBuilder(IServiceCollection services) : IConnectorsBuilder
{
    public IServiceCollection Services { get; } = services;
}

internal sealed record ConnectorsTransport(Func<HttpMessageHandler> Create);
