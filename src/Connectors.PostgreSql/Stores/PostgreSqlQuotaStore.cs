using Connectors.Limits;
using Npgsql;

namespace Connectors.PostgreSql;

/// <summary>Counts quota by the server's clock: one function call a gate, all gates in one round trip.</summary>
internal sealed class PostgreSqlQuotaStore(PostgreSqlDatabase database) : IQuotaStore
{
    private readonly string _take = $"SELECT * FROM {database.Schema}.quota_take({string.Join(", ", Enumerable.Range(1, 23).Select(static place => $"${place}"))})";

    public async ValueTask<IReadOnlyList<QuotaGrant>> TakeAsync(IReadOnlyList<QuotaTake> takes, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(takes);

        // All processes lock the gates in one order, so that none waits for one that waits for it.
        var order = Enumerable.Range(0, takes.Count).OrderBy(index => takes[index].Gate.Provider, StringComparer.Ordinal)
            .ThenBy(index => takes[index].Gate.Owner, StringComparer.Ordinal).ThenBy(index => takes[index].Gate.Limit, StringComparer.Ordinal).ToArray();
        var rows = await database.NoteAsync(session => session.EachAsync(_take, Read, [.. order.Select(index => Values(takes[index]))]), cancellationToken).ConfigureAwait(false);
        var grants = new QuotaGrant[takes.Count];
        for (var index = 0; index < order.Length; index++)
        {
            grants[order[index]] = rows[index];
        }

        return grants;
    }

    public async ValueTask EraseAsync(ConnectionKey connection, CancellationToken cancellationToken) => await database.WriteAsync(
        session => session.AnyAsync($"DELETE FROM {database.Schema}.quota_gates WHERE provider = $1 AND owner = $2", connection.Provider, connection.ToString()), cancellationToken).ConfigureAwait(false);

    private static object?[] Values(QuotaTake take) =>
    [
        take.Gate.Provider, take.Gate.Owner, take.Gate.Limit, take.Process, take.Turn, take.Batch,
        take.Kind.ToString(), take.Permits, take.Window, take.Share, take.Burst, take.IsLearned,
        take.Held, take.HeldFor, Array(take, static spent => spent.Units), Array(take, static spent => spent.Age), Array(take, static spent => spent.EndsIn),
        take.Want, take.Least, take.Remaining, take.RemainingAge, take.RemainingFor, take.ClosedFor,
    ];

    private static T[] Array<T>(QuotaTake take, Func<QuotaSpent, T> part) => [.. take.Spent.Select(part)];

    private static QuotaGrant Read(NpgsqlDataReader row) => new()
    {
        IsStale = row.GetBoolean(0),
        Granted = row.GetInt64(1),
        Room = row.GetInt64(2),
        RoomIn = row.GetFieldValue<TimeSpan>(3),
        Part = row.GetInt64(4),
        Processes = (int)row.GetInt64(5),
        ClosedFor = row.GetFieldValue<TimeSpan>(6),
        Permits = row.IsDBNull(7) ? null : row.GetInt64(7),
        Window = row.IsDBNull(8) ? null : row.GetFieldValue<TimeSpan>(8),
    };
}
