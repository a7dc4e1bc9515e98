using System.Diagnostics.CodeAnalysis;
using Connectors;
using Connectors.Observation;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers who watches calls, and what they get to see.</summary>
public static class CallObserverExtensions
{
    /// <summary>Tells an observer of every finished attempt and call of this process. Added twice, it is told once.</summary>
    /// <typeparam name="T">The observer; a singleton, made at the first call.</typeparam>
    /// <param name="builder">The builder returned by <c>AddConnectors()</c>.</param>
    /// <returns>The same builder.</returns>
    public static IConnectorsBuilder AddCallObserver<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] T>(this IConnectorsBuilder builder)
        where T : class, ICallObserver
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddSingleton<T>();
        return builder.AddCallObserver(typeof(T).FullName!, static services => services.GetRequiredService<T>());
    }

    /// <summary>Tells an observer that the app makes itself of every finished attempt and call of this process.</summary>
    /// <param name="builder">The builder returned by <c>AddConnectors()</c>.</param>
    /// <param name="name">Its name, for the log and for metrics. A name that is taken already is not added again.</param>
    /// <param name="create">Makes it, at the first call; who makes it disposes of it.</param>
    /// <returns>The same builder.</returns>
    public static IConnectorsBuilder AddCallObserver(this IConnectorsBuilder builder, string name, Func<IServiceProvider, ICallObserver> create)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(create);
        var services = builder.Services;
        if (!services.Any(service => service.ImplementationInstance is CallObserverRegistration known && known.Name == name))
        {
            services.AddSingleton(new CallObserverRegistration(name, create));
            services.TryAddSingleton<CallObservers>();
        }

        return builder;
    }

    /// <summary>Sets what observers get to see: headers, bodies, the names of secrets. Of no effect while nobody observes.</summary>
    /// <param name="builder">The builder returned by <c>AddConnectors()</c>.</param>
    /// <param name="configure">Sets the options.</param>
    /// <returns>The same builder.</returns>
    public static IConnectorsBuilder ConfigureCallObservation(this IConnectorsBuilder builder, Action<CallObservationOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        builder.Services.AddOptions<CallObservationOptions>()
            .Configure(configure)
            .Validate(static options => options.MaxBodyBytes is >= 1 and <= 1 << 20, "CallObservationOptions.MaxBodyBytes must be 1 to 1048576.")
            .ValidateOnStart();
        return builder;
    }

    /// <summary>Sets how much metrics tell apart.</summary>
    /// <param name="builder">The builder returned by <c>AddConnectors()</c>.</param>
    /// <param name="configure">Sets the options.</param>
    /// <returns>The same builder.</returns>
    public static IConnectorsBuilder ConfigureDiagnostics(this IConnectorsBuilder builder, Action<ConnectorsDiagnosticsOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        builder.Services.AddOptions<ConnectorsDiagnosticsOptions>()
            .Configure(configure)
            .Validate(static options => options.MaxConnectionTags is >= 0 and <= 10_000, "ConnectorsDiagnosticsOptions.MaxConnectionTags must be 0 to 10000.")
            .ValidateOnStart();
        return builder;
    }
}
