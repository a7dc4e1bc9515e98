using System.Runtime.InteropServices;

namespace Connectors.Limits;

/// <summary>
/// When the provider's bucket will be full again at the latest, by our own calls. What flows into a full bucket is lost, so it depends on
/// when calls arrive: with a call that takes c and arrives at a, the moment is at least a plus what it and all later ones take to flow
/// back. Of an unanswered call the arrival is taken to be as late as is believed; of calls that came out of order those that were
/// answered are taken to have come first. Times are ticks.
/// </summary>
/// <param name="doubt">How much later than it was sent a call may be believed to have arrived.</param>
internal sealed class FullAgain(long doubt)
{
    private readonly List<Open> _open = [];   // not answered, in the order in which they are taken to arrive
    private long _interval;
    private long _taken;                      // permits, since the last change of the interval
    private long _base;                       // of the calls whose arrival is known: their arrival, less what was taken before them
    private long _latest = long.MinValue;     // the same of the open ones, the latest of them

    /// <summary>Gets the moment.</summary>
    internal long At => (_taken * _interval) + Math.Max(_base, _latest);

    /// <summary>Counts a call that is sent now.</summary>
    internal void Take(long now, long cost)
    {
        var arrived = 0;
        while (arrived < _open.Count && _open[arrived].SentAt + doubt <= now)
        {
            _base = Math.Max(_base, Of(_open[arrived++]));
        }

        _open.RemoveRange(0, arrived);
        _open.Add(new(now, cost, _taken));
        _taken += cost;
        _latest = arrived > 0 ? Latest() : Math.Max(_latest, Of(_open[^1]));
    }

    /// <summary>Notes the answer of a call.</summary>
    /// <param name="sentAt">When it was sent.</param>
    /// <param name="cost">What was taken for it.</param>
    /// <param name="by">When it has arrived at the latest.</param>
    /// <param name="actual">What it took in the end.</param>
    internal void Answer(long sentAt, long cost, long by, long actual)
    {
        var index = IndexOf(sentAt, cost);
        if (index >= 0)
        {
            _base = Math.Max(_base, by - (_open[0].Before * _interval));
            for (var i = 0; i < index; i++)
            {
                _open[i] = _open[i] with { Before = _open[i].Before + cost };
            }

            _open.RemoveAt(index);
            _latest = Latest();
        }

        _taken += actual - cost;
    }

    /// <summary>Sets how long a permit takes to flow back. What is missing from the bucket stays missing.</summary>
    internal void Pace(long interval, long now)
    {
        if (interval != _interval)
        {
            _base = _interval == 0 ? 0 : now + (long)((double)Math.Max(0, At - now) / _interval * interval);
            (_interval, _taken, _latest) = (interval, 0, long.MinValue);
            _open.Clear();
        }
    }

    private int IndexOf(long sentAt, long cost)
    {
        for (var i = 0; i < _open.Count; i++)
        {
            if (_open[i].SentAt == sentAt && _open[i].Cost == cost)
            {
                return i;
            }
        }

        return -1;
    }

    private long Of(Open call) => call.SentAt + doubt - (call.Before * _interval);

    private long Latest()
    {
        var latest = long.MinValue;
        foreach (var call in _open)
        {
            latest = Math.Max(latest, Of(call));
        }

        return latest;
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Open(long SentAt, long Cost, long Before);
}
