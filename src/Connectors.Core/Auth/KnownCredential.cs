using Connectors.Definitions;
using Connectors.Storage;

namespace Connectors.Auth;

/// <summary>One version of a credential, as this process has read or written it.</summary>
internal sealed class KnownCredential(Credential credential, StoredCredential row, double jitter)
{
    private readonly Lock _gate = new();
    private StoredCredential _row = row;
    private LiveCredential[] _live = [];

    public Credential Credential { get; } = credential;

    public long Version { get; } = row.Version;

    public bool IsDead { get; } = row.IsDead;

    /// <summary>Whether a row is the one that this was read from. Versions begin anew when a row is deleted and made again; ciphertexts never repeat.</summary>
    public bool Is(StoredCredential other) => Version == other.Version && IsDead == other.IsDead && Volatile.Read(ref _row).Payload.Span.SequenceEqual(other.Payload.Span);

    /// <summary>Takes a row that is this one encrypted anew: nothing that a renewal would have to wait for or to pass over.</summary>
    /// <param name="other">The row.</param>
    /// <param name="protector">Compares them.</param>
    /// <returns>Whether it is.</returns>
    public bool Takes(StoredCredential other, CredentialProtector protector)
    {
        var mine = Volatile.Read(ref _row);
        if (Version != other.Version || IsDead != other.IsDead || !protector.IsSame(other.Id, mine.Payload, other.Payload))
        {
            return false;
        }

        Volatile.Write(ref _row, other);
        return true;
    }

    /// <summary>Gives it for a scheme when it was given before; allocates nothing.</summary>
    public LiveCredential? Find(AuthScheme scheme)
    {
        foreach (var live in Volatile.Read(ref _live))
        {
            if (ReferenceEquals(live.Scheme, scheme))
            {
                return live;
            }
        }

        return null;
    }

    /// <summary>Gives it for a scheme. Connections of several definitions can share one grant, each with a scheme of its own.</summary>
    public LiveCredential For(AuthScheme scheme)
    {
        lock (_gate)
        {
            if (Find(scheme) is { } known)
            {
                return known;
            }

            var live = new LiveCredential(Credential, scheme, Version) { RenewAt = RenewAt(scheme) };
            Volatile.Write(ref _live, [.. _live, live]);
            return live;
        }
    }

    private long RenewAt(AuthScheme scheme) =>
        scheme is RenewableScheme renewable && renewable.CanRenew(Credential) && renewable.RenewAt(Credential) is { } moment
            ? RenewalMoment.Jittered(moment, Credential.Tokens, jitter).UtcTicks
            : long.MaxValue;
}
