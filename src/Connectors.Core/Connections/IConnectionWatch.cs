using System.Collections.Concurrent;
using Connectors.Storage;

namespace Connectors;

/// <summary>Gives a connection as it is now, so that a pause or a disconnect in another process reaches a handle that is open.</summary>
internal interface IConnectionWatch
{
    /// <summary>Gives the connection as it was at most <see cref="ConnectionWatch.Bound"/> ago.</summary>
    /// <exception cref="ConnectorException">It makes no call now (paused, must sign in again, an account must be chosen), is another account's now, or there is none any more.</exception>
    ValueTask<Connection> CurrentAsync(Connection connection, CancellationToken cancellationToken);

    /// <summary>Reads the connection anew at its next call, because this process has just changed it.</summary>
    void Forget(ConnectionKey key);
}

internal sealed class ConnectionWatch(IConnectionStore store, TimeProvider time) : IConnectionWatch
{
    /// <summary>How long a change made elsewhere may go unnoticed.</summary>
    internal static readonly TimeSpan Bound = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<ConnectionKey, (Connection Connection, long ReadAt)> _seen = new();

    public ValueTask<Connection> CurrentAsync(Connection connection, CancellationToken cancellationToken) =>
        _seen.TryGetValue(connection.Key, out var seen) && time.GetElapsedTime(seen.ReadAt) < Bound
            ? new(Usable(connection, seen.Connection))
            : ReadAsync(connection, cancellationToken);

    public void Forget(ConnectionKey key) => _seen.TryRemove(key, out _);

    private static Connection Usable(Connection opened, Connection current)
    {
        OneAccount.Check(current.Key, opened.AccountId, current.AccountId);
        return Refusal(current) is { } refusal ? throw refusal : current;
    }

    /// <summary>Says why a connection makes no call now; <see langword="null"/> when it makes some.</summary>
    internal static ConnectorException? Refusal(Connection connection) => connection.Status switch
    {
        ConnectionStatus.ReconnectRequired => SignInAgain(connection),
        ConnectionStatus.Paused => Refused(connection, "The connection is paused", "Call IConnections.ResumeAsync to let it make calls again."),
        ConnectionStatus.AccountRequired => Refused(
            connection,
            $"One of the customer's accounts must be chosen first{Reason(connection)}",
            "Show IConnections.ListAccountsAsync to the customer, and choose one with IConnections.UseAccountAsync."),
        ConnectionStatus.Disconnecting => Refused(
            connection,
            "The connection is being disconnected",
            "If that was cut off, call IConnections.DisconnectAsync or ForgetAsync again, or connect the account anew."),
        _ => null,
    };

    private async ValueTask<Connection> ReadAsync(Connection opened, CancellationToken cancellationToken)
    {
        var key = opened.Key;
        var current = await store.ReadAsync(key, cancellationToken).ConfigureAwait(false);
        if (current is null)
        {
            _seen.TryRemove(key, out _);
            throw NoConnection(key);
        }

        _seen[key] = (current, time.GetTimestamp());
        return Usable(opened, current);
    }

    internal static ReconnectRequiredException SignInAgain(Connection connection) => new(new()
    {
        Kind = ErrorKind.Authorization,
        Connection = connection.Key,
        What = $"The customer must connect the account again{Reason(connection)}",
    });

    private static ConnectorException Refused(Connection connection, string what, string toDo) =>
        new(new() { Kind = ErrorKind.Configuration, Connection = connection.Key, What = what, ToDo = toDo });

    private static string Reason(Connection connection) => connection.StatusReason is null ? "" : $": {connection.StatusReason}";

    internal static ConnectorException NoConnection(ConnectionKey key) => new(new()
    {
        Kind = ErrorKind.Configuration,
        Connection = key,
        What = "There is no such connection",
        ToDo = "Connect the customer's account first: IConnections.ConnectAsync with a key, or StartAuthorizationAsync to sign in.",
    });
}
