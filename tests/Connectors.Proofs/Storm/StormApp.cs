using Connectors.Auth;
using Connectors.Definitions;
using Connectors.Proofs.Guards;
using Connectors.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Connectors.Proofs.Storm;

/// <summary>Where the processes of a storm keep what they share, and how they reach the provider.</summary>
/// <param name="Kind"><c>sqlite</c> or <c>postgresql</c>.</param>
/// <param name="Place">The file, or the connection string.</param>
/// <param name="Schema">The PostgreSQL schema.</param>
/// <param name="Key">The encryption key, in base64.</param>
/// <param name="Vendor">The provider's address.</param>
internal sealed record StormPlace(string Kind, string Place, string Schema, string Key, Uri Vendor);

/// <summary>The app of a storm: one connector over a store that several processes share.</summary>
internal static class StormApp
{
    public const string Provider = "storm";

    /// <summary>Makes the app's services.</summary>
    public static ServiceProvider Create(StormPlace place, string? broken)
    {
        var services = new ServiceCollection();
        var builder = services.AddConnectors()
            .AddConnector(Definition(place.Vendor), options => (options.ClientId, options.ClientSecret, options.KeepLimits) = ("storm", "storm", false))
            .UseTransport(() => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false, MaxConnectionsPerServer = 64 })
            .UseEncryptionKeys(new FixedEncryptionKeys("storm", [new("storm", place.Key)]));
        _ = place.Kind == "sqlite" ? builder.UseSqlite(place.Place) : builder.UsePostgreSql(place.Place, options => options.Schema = place.Schema);
        Break(services, broken);
        return services.BuildServiceProvider();
    }

    private static ConnectorDefinition Definition(Uri vendor) => new()
    {
        Id = Provider,
        DisplayName = "Storm",
        Hosts = vendor.ToString().TrimEnd('/'),
        Endpoints = [],
        Auth = [new OAuth2Scheme { AuthorizationEndpoint = $"{vendor}authorize", TokenEndpoint = $"{vendor}token" }],
    };

    private static void Break(IServiceCollection services, string? broken)
    {
        var store = services.Last(service => service.ServiceType == typeof(ICredentialStore)).ImplementationType!;
        services.AddSingleton<ICredentialStore>(provider =>
        {
            var inner = (ICredentialStore)ActivatorUtilities.CreateInstance(provider, store);
            return broken switch
            {
                "lease" => new LeaseForEverybody(inner),
                "reread" => new RememberedRows(inner),
                "single-flight" => new LeaseOfTheProcess(inner),
                _ => inner,
            };
        });
        if (broken == "single-flight")
        {
            services.AddSingleton<ICredentialKeeper, KeeperPerCall>();
            services.AddSingleton<ICredentialCache, KeeperPerCall>();
        }
    }
}
