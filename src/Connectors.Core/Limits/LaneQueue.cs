namespace Connectors.Limits;

/// <summary>
/// The lanes that wait at one gate. Interactive calls go before background ones, but not for ever: when <see cref="Run"/> of them have gone
/// through the gate while background calls waited at it, one of those is next. So background work keeps one call in sixteen, whatever
/// people do. Used under the provider's lock.
/// </summary>
internal sealed class LaneQueue
{
    /// <summary>How many interactive calls go before a background one that waits.</summary>
    internal const int Run = 15;

    private readonly SortedSet<Lane> _interactive = new(Lane.InOrder);
    private readonly SortedSet<Lane> _background = new(Lane.InOrder);
    private int _passed;

    internal int Count => _interactive.Count + _background.Count;

    internal IEnumerable<Lane> All => _interactive.Concat(_background);

    /// <summary>Gets the lane that goes next.</summary>
    internal Lane? Next => _interactive.Count == 0 || IsBackgroundsTurn ? _background.Min : _interactive.Min;

    private bool IsBackgroundsTurn => _passed >= Run && _background.Count > 0;

    internal void Add(Lane lane) => Of(lane.Priority).Add(lane);

    internal void Remove(Lane lane) => Of(lane.Priority).Remove(lane);

    /// <summary>Notes that a call went through the gate.</summary>
    internal void Passed(CallPriority priority) =>
        _passed = priority == CallPriority.Interactive && _background.Count > 0 ? _passed + 1 : 0;

    /// <summary>Tells whether somebody who waits here goes before a lane, be it one that waits elsewhere or a call that has just come.</summary>
    internal bool GoesBefore(Lane lane) => Next is { } next && next != lane
        && (next.Priority != lane.Priority
            ? next.Priority == CallPriority.Interactive || IsBackgroundsTurn
            : lane.IsEmpty || Lane.InOrder.Compare(next, lane) < 0);

    private SortedSet<Lane> Of(CallPriority priority) => priority == CallPriority.Interactive ? _interactive : _background;
}
