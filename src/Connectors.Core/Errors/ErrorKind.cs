namespace Connectors;

/// <summary>What went wrong, as an app decides on it. New kinds may be added; treat unknown ones like <see cref="Remote"/>.</summary>
public enum ErrorKind
{
    /// <summary>The app or the connection is set up wrong: an unknown provider, a missing option, a bad setting.</summary>
    Configuration,

    /// <summary>The provider does not accept the credential.</summary>
    Authorization,

    /// <summary>The credential is good, but it may not do this (scope, role, plan).</summary>
    Permission,

    /// <summary>A limit of the provider is used up, or the wait for it would be longer than allowed.</summary>
    RateLimited,

    /// <summary>There is no such record or endpoint at the provider.</summary>
    NotFound,

    /// <summary>The record exists already, or was changed by somebody else.</summary>
    Conflict,

    /// <summary>The provider (or this SDK, before sending) refuses the values given.</summary>
    Validation,

    /// <summary>The provider answered with an error that fits no other kind.</summary>
    Remote,

    /// <summary>The provider says that it is out of service for now (502, 503, 504).</summary>
    Unavailable,

    /// <summary>The connection to the provider failed: name, TLS, reset, truncated body.</summary>
    Transport,

    /// <summary>A time bound ran out: one attempt, the whole call, or a body that stalled.</summary>
    Timeout,

    /// <summary>The provider's answer cannot be read: HTML, malformed JSON, an empty body, too large.</summary>
    Protocol,

    /// <summary>This connector does not offer the operation.</summary>
    NotSupported,

    /// <summary>A list could not be read to its proven end.</summary>
    Incomplete,

    /// <summary>A write left, and whether it was done is not known.</summary>
    OutcomeUnknown,

    /// <summary>The provider has forgotten the place that a continuation or delta token stands for: start the list anew, without a token.</summary>
    Expired,
}
