namespace Connectors.Limits;

/// <summary>What a process gets of one gate.</summary>
public sealed record QuotaGrant
{
    /// <summary>Gets whether a later taking of the process came first: nothing was noted and nothing given.</summary>
    public bool IsStale { get; init; }

    /// <summary>Gets how much was granted.</summary>
    public long Granted { get; init; }

    /// <summary>Gets what is left for everybody.</summary>
    public long Room { get; init; }

    /// <summary>Gets in how long there may be room for <see cref="QuotaTake.Least"/>; zero when there may be at any moment.</summary>
    public TimeSpan RoomIn { get; init; }

    /// <summary>Gets how much the process may hold at once while another waits: its part of a <see cref="Definitions.LimitKind.Concurrency"/>.</summary>
    public long Part { get; init; }

    /// <summary>Gets how many processes use the gate, with this one.</summary>
    public int Processes { get; init; }

    /// <summary>Gets for how long the provider closed the gate.</summary>
    public TimeSpan ClosedFor { get; init; }

    /// <summary>Gets the permits of a window that an answer told to any process, or <see langword="null"/>.</summary>
    public long? Permits { get; init; }

    /// <summary>Gets the window that an answer told to any process, or <see langword="null"/>.</summary>
    public TimeSpan? Window { get; init; }
}
