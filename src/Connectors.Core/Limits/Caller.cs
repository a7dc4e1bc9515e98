namespace Connectors.Limits;

/// <summary>
/// One connection: its routes, and its turn among those that wait. Turns go up by one each time a waiting call of the connection goes, so
/// connections that share a gate go in turn, however many calls each has waiting. Used under the provider's lock.
/// </summary>
internal sealed class Caller(ConnectionKey connection)
{
    private readonly long[] _turns = new long[2];
    private readonly List<Lane>[] _lanes = [[], []];

    internal ConnectionKey Connection => connection;

    internal Dictionary<RouteKey, Route> Routes { get; } = [];

    internal ref long Turn(CallPriority priority) => ref _turns[(int)priority];

    /// <summary>Gives the connection's lanes of that priority in which somebody waits.</summary>
    internal List<Lane> Lanes(CallPriority priority) => _lanes[(int)priority];
}
