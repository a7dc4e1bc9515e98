using Connectors.Definitions;

namespace Connectors.Core.Tests.Auth.Vendors;

/// <summary>
/// A vendor's sign-in as a provider package states it, and what must be on the wire then. In the expected texts, <c>{start}</c> is the common beginning of a sign-in
/// address, <c>{pkce}</c> its proof key, <c>{code}</c> the common beginning of a code's exchange, <c>{verifier}</c> its proof key, <c>{app}</c> client id and secret as
/// fields, <c>{basic}</c> both as HTTP Basic, <c>{state}</c> and <c>{redirect}</c> what they say.
/// </summary>
internal sealed record VendorCase(string Name, OAuth2Scheme Scheme)
{
    /// <summary>The vendor's API host.</summary>
    public HostSet Hosts { get; init; } = "https://api.vendor.test";

    public IReadOnlyList<ConnectionSetting> Settings { get; init; } = [];

    /// <summary>What the customer enters.</summary>
    public ConnectionSettings? Entered { get; init; }

    /// <summary>Where the browser is sent.</summary>
    public required string Authorize { get; init; }

    /// <summary>What the callback holds beside code and state.</summary>
    public string Callback { get; init; } = "";

    /// <summary>How the code is exchanged.</summary>
    public required string Code { get; init; }

    /// <summary>What the vendor answers; the access token is <c>access-1</c>, the refresh token <c>refresh-1</c>.</summary>
    public required string Answer { get; init; }

    /// <summary>The token's life in seconds; <see langword="null"/> when the vendor does not say or it does not end.</summary>
    public int? Life { get; init; }

    /// <summary>The scopes that the connection has then.</summary>
    public string Granted { get; init; } = "";

    /// <summary>What is kept of the answer and the callback: <c>name=value</c>, in the order of names.</summary>
    public string Kept { get; init; } = "";

    /// <summary>A second request that the sign-in makes at once.</summary>
    public (string Request, string Answer)? Then { get; init; }

    /// <summary>How the grant is renewed, and what the vendor answers; <see langword="null"/> when it gives no refresh token.</summary>
    public (string Request, string Answer)? Refresh { get; init; }

    /// <summary>The refresh token after the renewal.</summary>
    public string RefreshKept { get; init; } = "refresh-2";

    /// <summary>How the tokens are taken back; <see langword="null"/> where the vendor does not do that.</summary>
    public string? Revoke { get; init; }

    /// <summary>The vendor's refusals of a renewal (of the code, where there is no renewal).</summary>
    public IReadOnlyList<(int Status, string Body, ErrorKind Kind)> Errors { get; init; } = [];

    /// <summary>How long a refresh token that was used already is still taken.</summary>
    public TimeSpan Grace { get; init; }

    /// <summary>How a sign-in on another device begins, and what the vendor answers.</summary>
    public (string Request, string Answer)? Device { get; init; }

    public override string ToString() => Name;
}
