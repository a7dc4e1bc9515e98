namespace Connectors;

/// <summary>Something that happened to a connection: one change of what is stored. Holds no secret.</summary>
/// <remarks>
/// Raised by the process that made the change, after it was stored, so that one change raises one event over all processes. It is told
/// once at most: a process that ends in between takes it along. What must not be missed stands in <see cref="Connection.Status"/> as well.
/// </remarks>
public sealed record ConnectionEvent
{
    /// <summary>Gets the connection.</summary>
    public required ConnectionKey Key { get; init; }

    /// <summary>Gets what happened.</summary>
    public required ConnectionEventKind Kind { get; init; }

    /// <summary>Gets the status before, or <see langword="null"/> where there was no connection.</summary>
    public ConnectionStatus? OldStatus { get; init; }

    /// <summary>Gets the status now, or <see langword="null"/> where there is no connection any more.</summary>
    public ConnectionStatus? Status { get; init; }

    /// <summary>Gets why the status is not <see cref="ConnectionStatus.Active"/>.</summary>
    public string? Reason { get; init; }

    /// <summary>Gets when it happened.</summary>
    public DateTimeOffset At { get; init; }
}

/// <summary>What happened to a connection. New kinds may be added.</summary>
public enum ConnectionEventKind
{
    /// <summary>It was made.</summary>
    Connected,

    /// <summary>It was there already and was given another credential.</summary>
    Reconnected,

    /// <summary>The customer must connect the account again. Always told as this, whatever else happened with it.</summary>
    ReconnectRequired,

    /// <summary>Its status changed in another way: it fails, it works again, an account must be chosen or was chosen.</summary>
    StatusChanged,

    /// <summary>The app paused it.</summary>
    Paused,

    /// <summary>The app let it make calls again.</summary>
    Resumed,

    /// <summary>It was disconnected; its synced records are still there.</summary>
    Disconnected,

    /// <summary>It was forgotten with everything that was kept of it.</summary>
    Forgotten,
}
