using Connectors.Limits;

namespace Connectors.Sqlite;

/// <summary>
/// Counts quota for the processes of one machine, by its clock. A taking is one short write transaction, whatever the number of gates;
/// a power failure may take the last ones back, which the machine takes longer to come back from than they would have counted.
/// </summary>
internal sealed class SqliteQuotaStore(SqliteFile file) : IQuotaStore
{
    private const string ByGate = "provider = $1 AND owner = $2 AND limit_name = $3";
    private static readonly TimeSpan s_keep = TimeSpan.FromHours(1);

    public async ValueTask<IReadOnlyList<QuotaGrant>> TakeAsync(IReadOnlyList<QuotaTake> takes, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(takes);
        return await file.WriteAsync(
            session =>
            {
                var now = file.Time.GetUtcNow();
                var grants = new QuotaGrant[takes.Count];
                for (var index = 0; index < grants.Length; index++)
                {
                    grants[index] = Take(session, takes[index], now);
                }

                return grants;
            },
            WriteCare.Normal,
            cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask EraseAsync(ConnectionKey connection, CancellationToken cancellationToken) => await file.WriteAsync(
        session => session.Execute("DELETE FROM quotas WHERE provider = $1 AND owner = $2", connection.Provider, connection.ToString()), WriteCare.Erase, cancellationToken).ConfigureAwait(false);

    private static QuotaGrant Take(SqliteSession session, QuotaTake take, DateTimeOffset now)
    {
        var gate = take.Gate;
        var text = session.Scalar<string>($"SELECT ledger FROM quotas WHERE {ByGate}", gate.Provider, gate.Owner, gate.Limit);
        var ledger = QuotaLedger.Read(text);
        var grant = ledger.Take(take, now);
        if (text is not null)
        {
            session.Execute(
                $"UPDATE quotas SET ledger = $4, idle_after = CASE WHEN idle_after > $5 THEN idle_after ELSE $6 END WHERE {ByGate}",
                gate.Provider, gate.Owner, gate.Limit, ledger.Write(), ledger.EndsAt, ledger.EndsAt + s_keep);
            return grant;
        }

        // Where one comes, those go that nobody needs any more.
        session.Execute("DELETE FROM quotas WHERE idle_after <= $1", now);
        session.Execute(
            "INSERT INTO quotas (provider, owner, limit_name, ledger, idle_after) VALUES ($1, $2, $3, $4, $5)", gate.Provider, gate.Owner, gate.Limit, ledger.Write(), ledger.EndsAt + s_keep);
        return grant;
    }
}
