using Connectors.Definitions;

namespace Connectors.Auth;

/// <summary>Gives the credential of a connection, valid and renewed in time. A singleton, thread-safe.</summary>
internal interface ICredentialKeeper
{
    /// <summary>Gives the credential; renews it first when it is about to end. Finishes at once when it is known and good.</summary>
    ValueTask<LiveCredential> GetAsync(Connection connection, Http.ConnectorRuntime runtime, CancellationToken cancellationToken);

    /// <summary>Gives a newer credential than the one that the provider rejected; renews at most once for all callers.</summary>
    ValueTask<LiveCredential> RenewAsync(Connection connection, Http.ConnectorRuntime runtime, long rejectedVersion, CancellationToken cancellationToken);
}

/// <summary>What is remembered of credentials in this process.</summary>
internal interface ICredentialCache
{
    /// <summary>Forgets a credential, because this process has just written or deleted it.</summary>
    void Forget(string credentialId);
}

/// <summary>A credential as it may be used now.</summary>
internal sealed class LiveCredential(Credential credential, AuthScheme scheme, long version)
{
    private static readonly TimeSpan s_refused = TimeSpan.FromSeconds(60);

    private long _refusedUntil;

    public Credential Credential { get; } = credential;

    public AuthScheme Scheme { get; } = scheme;

    public long Version { get; } = version;

    public bool CanRenew { get; } = scheme is RenewableScheme renewable && renewable.CanRenew(credential);

    /// <summary>From when on it is renewed before it is used, in UTC ticks.</summary>
    public long RenewAt { get; init; } = long.MaxValue;

    /// <summary>When it ends, in UTC ticks; a client that has no token yet has ended.</summary>
    public long ExpiresAt { get; } = credential is ClientCredential { Token: null } ? 0 : credential.Tokens?.ExpiresAt?.UtcTicks ?? long.MaxValue;

    /// <summary>Notes that the provider rejected it although it was just renewed: another renewal would not help, and would be one for each call.</summary>
    public void NoteRefused(DateTimeOffset now) => Volatile.Write(ref _refusedUntil, (now + s_refused).UtcTicks);

    /// <summary>Whether it was rejected right after its renewal, a minute ago at most.</summary>
    public bool IsRefused(DateTimeOffset now) => now.UtcTicks < Volatile.Read(ref _refusedUntil);
}
