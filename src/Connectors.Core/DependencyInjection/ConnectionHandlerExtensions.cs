using System.Diagnostics.CodeAnalysis;
using Connectors;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers who is told what happens to connections.</summary>
public static class ConnectionHandlerExtensions
{
    /// <summary>Tells a handler of every <see cref="ConnectionEvent"/> of this process. Added twice, it is told once.</summary>
    /// <typeparam name="T">The handler; made anew for each event, in a scope of its own, unless it is registered otherwise.</typeparam>
    /// <param name="builder">The builder returned by <c>AddConnectors()</c>.</param>
    /// <returns>The same builder.</returns>
    public static IConnectorsBuilder AddConnectionHandler<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] T>(this IConnectorsBuilder builder)
        where T : class, IConnectionHandler
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddScoped<T>();
        var name = typeof(T).FullName!;
        if (!builder.Services.Any(service => service.ImplementationInstance is ConnectionHandlerRegistration known && known.Name == name))
        {
            builder.Services.AddSingleton(new ConnectionHandlerRegistration(name, static provider => provider.GetRequiredService<T>()));
        }

        return builder;
    }

    /// <summary>Tells a method of every <see cref="ConnectionEvent"/> of this process, as <see cref="IConnectionHandler"/> says.</summary>
    /// <param name="builder">The builder returned by <c>AddConnectors()</c>.</param>
    /// <param name="handle">Handles one event.</param>
    /// <returns>The same builder.</returns>
    public static IConnectorsBuilder AddConnectionHandler(this IConnectorsBuilder builder, Func<ConnectionEvent, CancellationToken, ValueTask> handle)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(handle);
        var handler = new DelegateConnectionHandler(handle);
        builder.Services.AddSingleton(new ConnectionHandlerRegistration("delegate", _ => handler));
        return builder;
    }
}
