using Connectors.Definitions;

namespace Connectors.Limits;

/// <summary>
/// A bucket that is full at first and into which permits flow back evenly, kept as one time: when it will be full again. The interval
/// between two permits is rounded up to a tick, so that no sum of roundings ever gives one too many.
/// </summary>
internal sealed class BucketCounter : Counter
{
    private readonly double _share;
    private long _window;
    private long _allowed;
    private long _permits;
    private long _interval;
    private long _fullAt;       // by our own calls
    private long _seenFullAt;   // by what the provider says is left, never before the one above
    private long _learnedFrom = -1;
    private int _unanswered;

    internal BucketCounter(Limit limit)
    {
        _share = limit.Share;
        _window = Math.Max(1, limit.Window.Ticks);
        Allow(limit.Permits, now: 0);
    }

    internal override bool HasRoom(long now) => NextChange(now) <= now;

    internal override long NextChange(long now) => Earliest(now, 1);

    internal override long Earliest(long now, int calls) => Math.Max(now, _seenFullAt + ((calls - _permits) * _interval));

    internal override void Take(long now)
    {
        _fullAt = Math.Max(_fullAt, now) + _interval;
        _seenFullAt = Math.Max(_seenFullAt, now) + _interval;
        _unanswered++;
    }

    internal override void Answered(long sentAt, long now, long trip, in LimitReading reading)
    {
        _unanswered = Math.Max(0, _unanswered - 1);
        if (!reading.IsGuess && (reading.Limit is not null || reading.Window is not null))
        {
            _window = reading.Window?.Ticks ?? _window;
            Allow(reading.Limit ?? _allowed, now);
        }

        if (reading.Remaining is { } remaining)
        {
            Learn(remaining, sentAt, now);
        }
    }

    internal override bool IsIdle(long now) => _seenFullAt <= now;

    // The provider's count may hold calls that are still under way, or not: those are taken off. Only whole permits are compared, since
    // the provider tells only those; the part of the next one that has flowed back is kept.
    private void Learn(long remaining, long sentAt, long now)
    {
        var own = ((_permits * _interval) - (Math.Max(_fullAt, now) - now)) / _interval;
        var left = Math.Max(0, remaining - _unanswered);
        var seen = own <= left ? _fullAt : Math.Max(_fullAt, now) + ((own - left) * _interval);
        if (sentAt >= _learnedFrom || seen > _seenFullAt)
        {
            _seenFullAt = seen;
            _learnedFrom = Math.Max(_learnedFrom, sentAt);
        }
    }

    // What is missing from the bucket stays missing, whatever a permit now takes to flow back.
    private void Allow(long permits, long now)
    {
        var was = _interval;
        _allowed = permits;
        _permits = Shared(permits, _share);
        _interval = Math.Max(1, (_window + _permits - 1) / _permits);
        if (was != 0 && was != _interval)
        {
            _fullAt = now + (long)((double)Math.Max(0, _fullAt - now) / was * _interval);
            _seenFullAt = now + (long)((double)Math.Max(0, _seenFullAt - now) / was * _interval);
        }
    }
}
