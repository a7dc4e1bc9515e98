using Connectors.Definitions;
using Connectors.Http;
using Polly.CircuitBreaker;

namespace Connectors.Diagnostics;

/// <content>What is done to spare a provider, and to know what became of writes.</content>
internal static partial class Telemetry
{
    /// <summary>A request that was not sent to spare the provider.</summary>
    /// <param name="call">The call.</param>
    /// <param name="reason"><c>circuit</c> or <c>retry-budget</c>.</param>
    public static void Withheld(CallState call, string reason)
    {
        if (s_withheld.Enabled)
        {
            var tags = Tags(call);
            tags.Add("connectors.reason", reason);
            s_withheld.Add(1, tags);
        }

        if (call.Runtime.Logger is { } logger)
        {
            Log.Withheld(logger, call.Connection.Key, call.Endpoint.Name, reason);
        }
    }

    /// <summary>A write whose outcome was not known was looked after.</summary>
    /// <param name="connector">The connection.</param>
    /// <param name="endpoint">The endpoint of the write.</param>
    /// <param name="result">What was found.</param>
    public static void ReadBack(IConnector connector, string? endpoint, ReadBackResult result)
    {
        if (s_readBacks.Enabled)
        {
            s_readBacks.Add(1, new("connectors.provider", connector.Connection.Key.Provider), new("connectors.endpoint", endpoint), new("connectors.result", result.ToString()));
        }

        if ((connector as Connector)?.Logger is { } logger)
        {
            Log.ReadBack(logger, connector.Connection.Key, endpoint, result.ToString());
        }
    }

    /// <summary>The circuit breaker of a host opened, lets one call through, or closed.</summary>
    /// <param name="runtime">The provider.</param>
    /// <param name="host">The host.</param>
    /// <param name="state">The state that it is in now.</param>
    public static void BreakerChanged(ConnectorRuntime runtime, string host, CircuitState state)
    {
        if (s_circuits.Enabled)
        {
            s_circuits.Add(1, new("connectors.provider", runtime.Definition.Id), new("connectors.circuit.state", state.ToString()));
        }

        switch (runtime.Logger, state)
        {
            case (null, _):
                break;
            case (var logger, CircuitState.Open):
                Log.CircuitOpened(logger, runtime.Definition.Id, host, runtime.Options.BreakDuration);
                break;
            case (var logger, _):
                Log.CircuitChanged(logger, runtime.Definition.Id, host, state.ToString());
                break;
        }
    }
}
