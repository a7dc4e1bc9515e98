namespace Connectors;

/// <summary>What to do about an error, as code.</summary>
public enum Advice
{
    /// <summary>Nothing helps but a person reading the message.</summary>
    Investigate,

    /// <summary>Correct the app's or the connection's configuration.</summary>
    FixConfiguration,

    /// <summary>Correct the values and call again.</summary>
    FixInput,

    /// <summary>The customer must sign in again (or enter a new key).</summary>
    Reconnect,

    /// <summary>Ask the customer for more rights, then connect again with the scopes named.</summary>
    GrantAccess,

    /// <summary>Call again later; see <see cref="RateLimitedException.RetryAfter"/> where there is one.</summary>
    RetryLater,

    /// <summary>Read the record, and decide by what is there.</summary>
    ReadBack,

    /// <summary>Read the record again, apply the change anew, and write once more.</summary>
    RefreshAndRetry,

    /// <summary>Use another way (see the connector's capabilities, or passthrough).</summary>
    UseAnotherWay,

    /// <summary>Start anew: list without the continuation or delta token, which the provider has forgotten.</summary>
    StartAnew,
}
