namespace Connectors;

/// <summary>
/// A connection stays with the account that it was made for: everything that is kept under its key is that account's. An account
/// that is not known (no call of the connection tells it) is taken as the same one.
/// </summary>
internal static class OneAccount
{
    public static bool Is(string? known, string? proved) => known is null || proved is null || known == proved;

    /// <summary>Refuses another account.</summary>
    /// <exception cref="ConnectorException">Both are known and not the same (<see cref="ErrorKind.Conflict"/>).</exception>
    public static void Check(ConnectionKey key, string? known, string? proved)
    {
        if (!Is(known, proved))
        {
            throw Conflict(key, known!, proved!);
        }
    }

    public static ConnectorException Conflict(ConnectionKey key, string known, string proved) => new(new()
    {
        Kind = ErrorKind.Conflict,
        Connection = key,
        What = $"The connection is to the account '{known}', and this is the account '{proved}': the records of two customers would be mixed",
        ToDo = "Forget it first with all that is kept of it (IConnections.ForgetAsync), or connect the other account under another connection name.",
    });
}
