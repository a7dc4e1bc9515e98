using System.Collections.Concurrent;
using Connectors.Definitions;
using Connectors.Http;
using Connectors.Storage;

namespace Connectors.Auth;

/// <summary>
/// Keeps credentials in memory as the store holds them, and renews them before they end. A good credential is given at once, without a
/// lock and without allocation; its row is read again every ten seconds at most, so what another process does (renew, reconnect,
/// disconnect) is seen within ten seconds, and at once where the provider rejects the older token. A singleton, thread-safe.
/// </summary>
/// <param name="store">The credentials.</param>
/// <param name="protector">Decrypts them.</param>
/// <param name="connections">Where a connection is told that it must sign in again.</param>
/// <param name="time">The clock.</param>
/// <param name="jitter">This process's share of the renewal margin, from 0 to 1; random by default.</param>
internal sealed class CredentialKeeper(ICredentialStore store, CredentialProtector protector, ConnectionRows connections, TimeProvider time, double? jitter = null)
    : ICredentialKeeper, ICredentialCache
{
    private static readonly TimeSpan s_quietAfterFailure = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, CredentialSlot> _slots = new(StringComparer.Ordinal);
    private readonly CredentialRenewal _renewal = new(store, protector, connections, time);
    private readonly double _jitter = jitter ?? Random.Shared.NextDouble();

    public ValueTask<LiveCredential> GetAsync(Connection connection, ConnectorRuntime runtime, CancellationToken cancellationToken)
    {
        var scheme = SchemeOf(connection, runtime);
        return _slots.TryGetValue(connection.CredentialId, out var slot)
            && slot.Fresh() is { IsDead: false } known
            && known.Find(scheme) is { } live
            && slot.IsGood(live)
            && IsFor(connection, runtime, scheme, known)
                ? new(live)
                : new(GetSlowAsync(connection, runtime, scheme, cancellationToken));
    }

    public async ValueTask<LiveCredential> RenewAsync(Connection connection, ConnectorRuntime runtime, long rejectedVersion, CancellationToken cancellationToken)
    {
        var scheme = SchemeOf(connection, runtime);
        var slot = SlotOf(connection);
        var seen = slot.Known;
        if (seen is not null && seen.Version > rejectedVersion && !seen.IsDead)
        {
            return Live(connection, runtime, seen, scheme);
        }

        if (seen is null || scheme is not RenewableScheme renewable)
        {
            var read = await ReadAsync(slot, connection).WaitAsync(cancellationToken).ConfigureAwait(false);
            var known = Alive(connection, read);
            if (known.Version != rejectedVersion || (seen is not null && !ReferenceEquals(known, seen)))
            {
                return Live(connection, runtime, known, scheme);
            }

            renewable = scheme as RenewableScheme ?? throw CredentialErrors.Rejected(connection);
            seen = known;
        }

        while (true)
        {
            var request = new RenewalRequest(connection, runtime, renewable, seen, Force: true);
            var known = Alive(connection, await slot.Renewing.RunAsync(() => _renewal.RunAsync(slot, request)).WaitAsync(cancellationToken).ConfigureAwait(false));
            if (!ReferenceEquals(known, seen))
            {
                return Live(connection, runtime, known, scheme);
            }

            // Joined a renewal before time, which may leave things as they are while another process renews. This one may not.
        }
    }

    public void Forget(string credentialId) => _slots.TryRemove(credentialId, out _);

    private async Task<LiveCredential> GetSlowAsync(Connection connection, ConnectorRuntime runtime, AuthScheme scheme, CancellationToken cancellationToken)
    {
        var slot = SlotOf(connection);
        var known = Alive(connection, slot.Fresh() ?? await ReadAsync(slot, connection).WaitAsync(cancellationToken).ConfigureAwait(false));
        var live = Live(connection, runtime, known, scheme);
        if (slot.IsGood(live) || scheme is not RenewableScheme renewable)
        {
            return live;
        }

        var request = new RenewalRequest(connection, runtime, renewable, known, Force: false);
        try
        {
            var renewed = await slot.Renewing.RunAsync(() => _renewal.RunAsync(slot, request)).WaitAsync(cancellationToken).ConfigureAwait(false);
            return Live(connection, runtime, Alive(connection, renewed), scheme);
        }
        catch (ConnectorException exception) when (exception.IsTransient && slot.IsUsable(live))
        {
            // Renewed before time, so a failure that may pass is no failure yet.
            slot.BeQuiet(exception.Facts.RetryAfter is { } asked && asked > s_quietAfterFailure ? asked : s_quietAfterFailure);
            return live;
        }
    }

    private Task<KnownCredential> ReadAsync(CredentialSlot slot, Connection connection) => slot.Reading.RunAsync(async () =>
    {
        var before = slot.Known;
        if (slot.IsGone)
        {
            throw CredentialErrors.Gone(connection);
        }

        if (await store.ReadAsync(slot.Id, CancellationToken.None).ConfigureAwait(false) is not { } row)
        {
            slot.NoteGone();
            await _renewal.NoteDeadAsync(slot.Id, CredentialErrors.Gone(connection)).ConfigureAwait(false);
            throw CredentialErrors.Gone(connection);
        }

        var known = slot.Accept(row, before);
        if (known.IsDead)
        {
            await _renewal.NoteDeadAsync(slot.Id, CredentialErrors.Dead(connection)).ConfigureAwait(false);
        }

        return known;
    });

    private CredentialSlot SlotOf(Connection connection) =>
        _slots.GetOrAdd(connection.CredentialId, id => new(id, protector, time, _jitter));

    private static KnownCredential Alive(Connection connection, KnownCredential known) => known.IsDead ? throw CredentialErrors.Dead(connection) : known;

    private static LiveCredential Live(Connection connection, ConnectorRuntime runtime, KnownCredential known, AuthScheme scheme) =>
        !scheme.Accepts(known.Credential) ? throw CredentialErrors.WrongKind(connection)
        : IsFor(connection, runtime, scheme, known) ? known.For(scheme)
        : throw CredentialErrors.OtherTarget(connection);

    /// <summary>Whether a token is for what the scheme asks for. A grant that gives tokens for several targets is kept as one credential for each.</summary>
    private static bool IsFor(Connection connection, ConnectorRuntime runtime, AuthScheme scheme, KnownCredential known) =>
        scheme is not OAuth2Scheme || OAuthTarget.Of(scheme, runtime.Definition, connection) == known.Credential.Tokens?.Target;

    private static AuthScheme SchemeOf(Connection connection, ConnectorRuntime runtime)
    {
        var schemes = runtime.Definition.Auth;
        for (var index = 0; index < schemes.Count; index++)
        {
            if (schemes[index].Name == connection.AuthScheme)
            {
                return schemes[index];
            }
        }

        throw CredentialErrors.NoScheme(connection);
    }
}
