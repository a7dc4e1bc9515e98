namespace Connectors.Http;

/// <summary>
/// Bounds how many of a provider's requests are repeats, so that an outage is not multiplied by those who wait for its end: of the
/// calls of the last ten seconds a share, and a small number in any case.
/// </summary>
/// <param name="share">The share of calls that may be sent again.</param>
/// <param name="floor">How many may be sent again in any case.</param>
/// <param name="frequency">Ticks of the clock in a second.</param>
internal sealed class RetryBudget(double share, int floor, long frequency)
{
    /// <summary>Over how long is counted.</summary>
    internal static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    private const int Seconds = 10;

    private readonly Lock _gate = new();
    private readonly Slot[] _slots = [.. Enumerable.Range(0, Seconds).Select(static _ => new Slot())];

    /// <summary>Counts a call.</summary>
    /// <param name="now">The clock's timestamp.</param>
    public void Count(long now) => Interlocked.Increment(ref At(now / frequency).Calls);

    /// <summary>Takes the right to send again.</summary>
    /// <param name="now">The clock's timestamp.</param>
    /// <returns>Whether it may be sent again.</returns>
    public bool TryTake(long now)
    {
        var second = now / frequency;
        var current = At(second);
        lock (_gate)
        {
            long calls = 0, repeats = 0;
            foreach (var slot in _slots)
            {
                if (Volatile.Read(ref slot.Second) > second - Seconds)
                {
                    calls += Volatile.Read(ref slot.Calls);
                    repeats += slot.Repeats;
                }
            }

            if (repeats + 1 > floor + (calls * share))
            {
                return false;
            }

            current.Repeats++;
            return true;
        }
    }

    private Slot At(long second)
    {
        var slot = _slots[second % Seconds];
        if (Volatile.Read(ref slot.Second) != second)
        {
            lock (_gate)
            {
                if (slot.Second < second)
                {
                    slot.Calls = 0;
                    slot.Repeats = 0;
                    Volatile.Write(ref slot.Second, second);
                }
            }
        }

        return slot;
    }

    private sealed class Slot
    {
        public long Second = -1;
        public int Calls;
        public int Repeats;
    }
}
