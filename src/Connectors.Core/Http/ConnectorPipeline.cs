using Connectors.Auth;
using Connectors.Limits;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http;

namespace Connectors.Http;

/// <summary>
/// The order of all handlers of a connector's client, from the caller to the wire:
/// <code>
/// Connector         telemetry of the call
/// CallHandler       time budget, retry (steps aside for a resilience handler of the app)
/// PrepayHandler     the first attempt's quota, only where the app has a resilience handler of its own
///   the app's own handlers, in the order in which it added them to builder.HttpClient("hubspot")
/// AttemptHandler    circuit breaker, quota gate, credential (renew once and resend), attempt timeout and body-idle bound, vendor rules,
///                   redirects of reads
///   the transport   redirects off, cookies off, compressed bodies as they are
/// </code>
/// </summary>
internal static class ConnectorPipeline
{
    private const string ResilienceHandler = "Microsoft.Extensions.Http.Resilience.ResilienceHandler";

    /// <summary>Puts our two handlers around whatever the app registered, last of all build actions.</summary>
    public static void Build(HttpMessageHandlerBuilder builder)
    {
        WireGuard.Tame(builder.PrimaryHandler);
        var own = !builder.AdditionalHandlers.Any(static handler => handler.GetType().FullName == ResilienceHandler);
        var quota = builder.Services.GetRequiredService<IQuota>();
        var shares = builder.AdditionalHandlers.Count > 0;
        if (!own)
        {
            builder.AdditionalHandlers.Insert(0, new PrepayHandler(quota));
        }

        builder.AdditionalHandlers.Insert(0, new CallHandler(retries: own, shares));
        builder.AdditionalHandlers.Add(new AttemptHandler(quota, builder.Services.GetRequiredService<ICredentialKeeper>()));
    }

    /// <summary>The transport where the app brings none.</summary>
    /// <param name="guard">Looks at the hosts that customers choose.</param>
    /// <param name="decompresses">Whether it takes compression off; else the chain does, see <see cref="WireBody"/>.</param>
    public static SocketsHttpHandler CreateTransport(HostGuard guard, bool decompresses) => new()
    {
        ConnectCallback = guard.ConnectAsync,
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = decompresses ? System.Net.DecompressionMethods.All : System.Net.DecompressionMethods.None,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        ConnectTimeout = TimeSpan.FromSeconds(15),
        EnableMultipleHttp2Connections = true,
    };
}
