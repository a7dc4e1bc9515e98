using Connectors;
using Connectors.RequestLogs;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the request log.</summary>
public static class RequestLogExtensions
{
    /// <summary>
    /// Adds <see cref="IRequestLog"/>: every request of every connection, in the store that is registered (<c>UseSqlite</c> and <c>UsePostgreSql</c>
    /// bring one, before or after), else in memory. <see cref="IConnections.ForgetAsync"/> erases a connection's entries. What is shown of a
    /// request is set with <see cref="CallObserverExtensions.ConfigureCallObservation"/>; by default, no body. May be called again.
    /// </summary>
    /// <param name="builder">The builder returned by <c>AddConnectors()</c>.</param>
    /// <param name="configure">Sets how much is kept.</param>
    /// <returns>The same builder.</returns>
    public static IConnectorsBuilder AddRequestLog(this IConnectorsBuilder builder, Action<RequestLogOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.Services;
        var options = services.AddOptions<RequestLogOptions>()
            .Validate(static options => options.AreGood, "RequestLogOptions: MaxEntries must be 1 to 100000000, MaxAge more than zero and at most 3660 days, MaxBytes at least 65536.")
            .ValidateOnStart();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        if (services.Any(static service => service.ServiceType == typeof(IRequestLog)))
        {
            return builder;
        }

        services.AddSingleton<RequestLogWriter>();
        services.AddSingleton<IRequestLog, RequestLog>();
        services.AddSingleton<IConnectionEraser>(static provider => provider.GetRequiredService<RequestLogWriter>());
        return builder.AddCallObserver("request-log", static provider => provider.GetRequiredService<RequestLogWriter>());
    }
}
