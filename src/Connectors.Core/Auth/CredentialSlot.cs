using Connectors.Storage;

namespace Connectors.Auth;

/// <summary>What this process remembers of one credential. Thread-safe; reading it takes no lock.</summary>
internal sealed class CredentialSlot(string id, CredentialProtector protector, TimeProvider time, double jitter)
{
    private static readonly TimeSpan s_remembered = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private KnownCredential? _known;
    private long _readAt;
    private long _quietUntil;
    private long _goneAt;
    private bool _isGone;
    private bool _isFresh;

    public string Id { get; } = id;

    /// <summary>Shares one read of the row.</summary>
    public SingleFlight<KnownCredential> Reading { get; } = new();

    /// <summary>Shares one renewal.</summary>
    public SingleFlight<KnownCredential> Renewing { get; } = new();

    /// <summary>What the provider gave and the store did not take: saved by the next renewal instead of asking again. Touched by renewals only.</summary>
    public UnsavedCredential? Unsaved { get; set; }

    /// <summary>Why and until when (UTC) the provider does not want to be asked again. Touched by renewals only.</summary>
    public (ConnectorException Why, DateTimeOffset Until)? Refusal { get; set; }

    public KnownCredential? Known => Volatile.Read(ref _known);

    /// <summary>Gives what is remembered while it is fresh enough.</summary>
    public KnownCredential? Fresh() => Volatile.Read(ref _isFresh) && Known is { } known && time.GetElapsedTime(Volatile.Read(ref _readAt)) < s_remembered ? known : null;

    /// <summary>Whether the row was not there when it was read a moment ago: nobody asks for it again so soon.</summary>
    public bool IsGone => Volatile.Read(ref _isGone) && time.GetElapsedTime(Volatile.Read(ref _goneAt)) < s_remembered;

    /// <summary>Whether a token can be used now without renewing it first.</summary>
    public bool IsGood(LiveCredential live)
    {
        var now = time.GetUtcNow().UtcTicks;
        return now < live.RenewAt || (now < Volatile.Read(ref _quietUntil) && IsUsable(live, now));
    }

    /// <summary>Whether a token that is due still holds long enough for a request.</summary>
    public bool IsUsable(LiveCredential live) => IsUsable(live, time.GetUtcNow().UtcTicks);

    /// <summary>Does not try for a while to renew a token that still holds.</summary>
    public void BeQuiet(TimeSpan duration) => Volatile.Write(ref _quietUntil, (time.GetUtcNow() + duration).UtcTicks);

    /// <summary>Remembers that the row is not there, and nothing else any more.</summary>
    public void NoteGone()
    {
        lock (_gate)
        {
            Volatile.Write(ref _goneAt, time.GetTimestamp());
            Volatile.Write(ref _isGone, true);
            Volatile.Write(ref _isFresh, false);
            Volatile.Write(ref _known, null);
        }
    }

    /// <summary>Lets the row be read again before the next use.</summary>
    public void Expire() => Volatile.Write(ref _isFresh, false);

    /// <summary>Remembers a row that was just read; decrypts it when it is another one than before.</summary>
    /// <param name="row">The row.</param>
    /// <param name="before">What was remembered when the read began: a slow read does not bring an older version back.</param>
    public KnownCredential Accept(StoredCredential row, KnownCredential? before)
    {
        lock (_gate)
        {
            if (_known is not null && !ReferenceEquals(_known, before) && row.Version < _known.Version)
            {
                return _known;
            }

            if (_known is null || !(_known.Is(row) || _known.Takes(row, protector)))
            {
                Volatile.Write(ref _known, new(protector.Unprotect(Id, row.Payload), row, jitter));
            }

            Volatile.Write(ref _readAt, time.GetTimestamp());
            Volatile.Write(ref _isFresh, true);
            Volatile.Write(ref _isGone, false);
            return _known!;
        }
    }

    private static bool IsUsable(LiveCredential live, long now) => live.ExpiresAt - now > TimeSpan.TicksPerSecond * 5;
}

/// <summary>A renewed credential that the store has not taken yet, and the lease under which it was renewed.</summary>
internal sealed class UnsavedCredential(KnownCredential of, Credential renewed, CredentialLease lease)
{
    public KnownCredential Of { get; } = of;

    public Credential Renewed { get; } = renewed;

    public CredentialLease Lease { get; } = lease;
}
