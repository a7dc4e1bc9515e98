using Connectors;
using Connectors.Limits;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers shared quota.</summary>
public static class SharedQuotaConnectorsBuilderExtensions
{
    /// <summary>
    /// Shares the quota with all processes that use the same store: <see cref="SharedQuota"/> takes the place of the default that keeps limits
    /// within one process; a quota of the app's own stays. Store packages call this; call it for a store of your own.
    /// </summary>
    /// <param name="builder">The builder returned by <c>AddConnectors()</c>.</param>
    /// <param name="store">Makes the store; the last call wins.</param>
    /// <returns>The same builder.</returns>
    public static IConnectorsBuilder ShareQuota(this IConnectorsBuilder builder, Func<IServiceProvider, IQuotaStore> store)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(store);
        var services = builder.Services;
        services.RemoveAll<IQuotaStore>();
        services.AddSingleton(store);
        if (services.LastOrDefault(static service => service.ServiceType == typeof(IQuota)) is not { } alone || alone.ImplementationType != typeof(MemoryQuota))
        {
            return builder;
        }

        services.Remove(alone);
        services.TryAddSingleton(static provider => new SharedQuota(provider.GetRequiredService<IQuotaStore>(), provider.GetRequiredService<TimeProvider>(), provider.GetService<ILoggerFactory>()));
        services.AddSingleton<IQuota>(static provider => provider.GetRequiredService<SharedQuota>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IConnectionEraser, SharedQuotaEraser>());
        return builder;
    }
}
