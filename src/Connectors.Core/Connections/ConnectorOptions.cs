namespace Connectors;

/// <summary>What an app sets for one provider. Binds from <c>Connectors:Providers:{id}</c>.</summary>
public class ConnectorOptions
{
    /// <summary>Gets or sets the app's OAuth client id at the provider.</summary>
    /// <value>The default is <see langword="null"/>; needed only to let customers sign in by OAuth.</value>
    public string? ClientId { get; set; }

    /// <summary>Gets or sets the app's OAuth client secret at the provider.</summary>
    /// <value>The default is <see langword="null"/>. Take it from the environment or a vault, not from a file in the repository. Left out of JSON that is made of these options.</value>
    [System.Text.Json.Serialization.JsonIgnore]
    [System.Diagnostics.DebuggerBrowsable(System.Diagnostics.DebuggerBrowsableState.Never)]
    public string? ClientSecret { get; set; }

    /// <summary>Gets or sets the private key by which the app proves itself at the provider's token endpoint (<c>private_key_jwt</c>): PEM.</summary>
    /// <value>The default is <see langword="null"/>; needed only where the provider asks for it. Take it from the environment (line breaks may be <c>\n</c>) or a vault, not from a file in the repository. Left out of JSON that is made of these options.</value>
    [System.Text.Json.Serialization.JsonIgnore]
    [System.Diagnostics.DebuggerBrowsable(System.Diagnostics.DebuggerBrowsableState.Never)]
    public string? ClientKey { get; set; }

    /// <summary>Gets or sets the id (<c>kid</c>) under which the provider knows <see cref="ClientKey"/>.</summary>
    /// <value>The default is <see langword="null"/>: none is sent.</value>
    public string? ClientKeyId { get; set; }

    /// <summary>Gets the scopes to ask for.</summary>
    /// <value>The default is empty: the scheme's own scopes.</value>
    public IList<string> Scopes { get; } = [];

    /// <summary>Gets other addresses for the definition's hosts: a regional cloud, a proxy, a simulator. https, or a loopback address.</summary>
    /// <value>The default is empty. Example: <c>Hosts["api"] = "https://api-eu.example.com"</c>.</value>
    public IDictionary<string, string> Hosts { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>
    /// Gets or sets whether a host that comes from a connection's settings (<c>https://{site}.example.com</c>) may be in a private network:
    /// for a provider's product that runs in a network of your own. It lets customers point the app at whatever its network reaches. Hosts
    /// that the connector or <see cref="Hosts"/> states outright are not asked.
    /// </summary>
    /// <value>
    /// The default is <see langword="false"/>: such a host must resolve to public addresses only, when it is connected and whenever a
    /// connection to it is opened. An app that brings a transport of its own, or a proxy, has to see to that itself.
    /// </value>
    public bool AllowPrivateHosts { get; set; }

    /// <summary>Gets or sets the time that one call may take with all its attempts; waiting for quota is not counted.</summary>
    /// <value>The default is 100 seconds. Range: 1 second to 1 hour.</value>
    public TimeSpan TotalTimeout { get; set; } = TimeSpan.FromSeconds(100);

    /// <summary>Gets or sets the time that one attempt may take, headers and body.</summary>
    /// <value>The default is 30 seconds. Range: 100 ms to 1 hour. Not more than <see cref="TotalTimeout"/>.</value>
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets or sets how long a body may stall: no byte comes for so long.</summary>
    /// <value>The default is 15 seconds. Range: 100 ms to 10 minutes.</value>
    public TimeSpan BodyIdleTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Gets or sets how long a call waits for quota before it fails with <see cref="RateLimitedException"/>.</summary>
    /// <value>The default is 60 seconds. Range: 0 to 1 day.</value>
    public TimeSpan MaxQuotaWait { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Gets or sets how often a call is sent again, where that is safe.</summary>
    /// <value>The default is 4. Range: 0 to 20.</value>
    public int MaxRetries { get; set; } = 4;

    /// <summary>Gets or sets the median of the first pause between attempts when the provider names none; it doubles each time, with decorrelated jitter, up to 30 seconds.</summary>
    /// <value>The default is 500 ms. Range: 1 ms to 1 minute.</value>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// Gets or sets how many of the provider's calls may be sent again, as a share of the calls of the last ten seconds, so that an outage
    /// is not multiplied. A call beyond it fails with its first error. Repeats after 429 are not counted: the limit's gate paces them.
    /// </summary>
    /// <value>The default is 0.2. Range: 0 to 20.</value>
    public double RetryBudget { get; set; } = 0.2;

    /// <summary>Gets or sets how many calls may be sent again in ten seconds whatever <see cref="RetryBudget"/> says, for apps that call seldom.</summary>
    /// <value>The default is 30. Range: 0 to 100,000.</value>
    public int RetryBudgetFloor { get; set; } = 30;

    /// <summary>
    /// Gets or sets whether a host of the provider that fails is left alone for a while (circuit breaker): calls to it end at once with
    /// <see cref="ErrorKind.Unavailable"/> and send nothing, until one of them is let through and succeeds. Only what says that the host
    /// is down counts: no connection, a broken one, no answer in time, a server error that may pass. A refusal (4xx, 429, a rejected
    /// credential) does not. A host that a connection's settings name has a circuit of its own.
    /// </summary>
    /// <value>The default is <see langword="true"/>.</value>
    public bool UseCircuitBreaker { get; set; } = true;

    /// <summary>Gets or sets the share of attempts at a host that must fail before it is left alone.</summary>
    /// <value>The default is 0.5. Range: 0.01 to 1.</value>
    public double BreakerFailureRatio { get; set; } = 0.5;

    /// <summary>Gets or sets how many attempts there must be within <see cref="BreakerSamplingDuration"/> before the share counts.</summary>
    /// <value>The default is 20. Range: 2 to 1,000,000.</value>
    public int BreakerMinimumThroughput { get; set; } = 20;

    /// <summary>Gets or sets over how long attempts are counted for <see cref="BreakerFailureRatio"/>.</summary>
    /// <value>The default is 30 seconds. Range: 500 ms to 1 hour.</value>
    public TimeSpan BreakerSamplingDuration { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets or sets how long a host is left alone before one call tries it again.</summary>
    /// <value>The default is 10 seconds. Range: 500 ms to 1 hour.</value>
    public TimeSpan BreakDuration { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Gets or sets the largest body that is read into memory (files are streamed and not bounded by it).</summary>
    /// <value>The default is 64 MiB. Range: 1 KiB to 1 GiB.</value>
    public int MaxResponseBytes { get; set; } = 64 << 20;

    /// <summary>Gets or sets the largest record of a list whose records go out as they are read (of CSV in characters, else in bytes).</summary>
    /// <value>The default is 4 MiB. Range: 1 KiB to 256 MiB.</value>
    public int MaxRecordBytes { get; set; } = 4 << 20;

    /// <summary>Gets or sets how many times its compressed size a body may grow to; holds from 16 MiB on. Stops what is made to fill memory or disk, of which <see cref="MaxResponseBytes"/> knows nothing where a body is streamed.</summary>
    /// <value>The default is 250: ordinary text grows 3 to 50 times. Range: 10 to 1,000,000.</value>
    public int MaxExpansion { get; set; } = 250;

    /// <summary>Gets or sets whether the provider's limits are kept by waiting before the call. Off, only its refusals count.</summary>
    /// <value>The default is <see langword="true"/>.</value>
    public bool KeepLimits { get; set; } = true;
}
