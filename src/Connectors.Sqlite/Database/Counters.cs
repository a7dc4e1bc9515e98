namespace Connectors.Sqlite;

/// <summary>Numbers that only grow, whatever is deleted: the order of changes, and the fences of leases.</summary>
internal static class Counters
{
    public static long Sequence(this SqliteSession session) => session.Scalar<long>("SELECT value FROM counters WHERE name = 'sequence'");

    public static void SetSequence(this SqliteSession session, long value) => session.Execute("UPDATE counters SET value = $1 WHERE name = 'sequence'", value);

    public static long NextFence(this SqliteSession session) => session.Scalar<long>("UPDATE counters SET value = value + 1 WHERE name = 'fence' RETURNING value");
}
