using Connectors.Definitions;

namespace Connectors.Limits;

/// <summary>
/// A bucket that is full at first and into which permits flow back evenly, kept as one time: when it will be full again. The interval
/// between two permits is rounded up to a tick, so that no sum of roundings ever gives one too many.
/// <para>
/// The provider's bucket runs on the arrivals, which come later than our calls. While permits are missing from both that makes no
/// difference: each flows back in its time. But what flows into a full bucket is lost, and there the provider's is behind ours by as
/// much as the call was late. So a call that finds the bucket full is believed to arrive late (<see cref="WindowCounter.MaxDoubt"/>, a
/// quarter of the window at most), until all calls are answered and it is known how late they were at most. A busy bucket is never full
/// and loses nothing by this.
/// </para>
/// </summary>
internal sealed class BucketCounter : Counter
{
    private readonly double _share;
    private readonly int? _burst;
    private long _window;
    private long _allowed;
    private long _capacity;
    private long _interval;
    private long _sureFullAt;   // had the calls that were not answered before come at once
    private long _fullAt;       // had they come as late as they may
    private long _seenFullAt;   // by what the provider says is left, never before the one above
    private long _late;         // the most that a call of these was late
    private long _learnedFrom = -1;
    private long _unanswered;
    private long _underWay;

    internal BucketCounter(Limit limit)
    {
        _share = limit.Share;
        _burst = limit.Kind == LimitKind.LeakyBucket ? Math.Max(1, limit.Burst) : null;
        _window = Math.Max(1, limit.Window.Ticks);
        Allow(limit.Permits, now: 0);
    }

    internal override long Most => _burst ?? _allowed;

    private long Doubt => Math.Min(WindowCounter.MaxDoubt, _window / 4);

    internal override bool HasRoom(long now, long cost) => NextChange(now, cost) <= now;

    internal override long NextChange(long now, long cost) => Earliest(now, 0, cost);

    internal override long Earliest(long now, long before, long cost) =>
        cost == 0 ? now : Math.Max(now, _seenFullAt + ((before + Math.Min(cost, _capacity) - _capacity) * _interval));

    internal override void Take(long now, long cost)
    {
        if (cost > 0)
        {
            _sureFullAt = Math.Max(_sureFullAt, now) + (cost * _interval);
            _fullAt = Math.Max(_fullAt, now + Doubt) + (cost * _interval);
            _seenFullAt = Math.Max(_seenFullAt, now + Doubt) + (cost * _interval);
        }

        _underWay++;
        _unanswered += cost;
    }

    internal override void Answered(in CountedCall call, long now, in LimitReading reading)
    {
        _underWay = Math.Max(0, _underWay - 1);
        _unanswered = Math.Max(0, _unanswered - call.Cost);
        Settle(Math.Min(reading.Cost ?? call.Cost, Most) - call.Cost);
        Arrive(call, now);
        if (!reading.IsGuess && (reading.Limit is not null || reading.Window is not null))
        {
            _window = reading.Window?.Ticks ?? _window;
            Allow(reading.Limit ?? _allowed, now);
        }

        if (reading.Remaining is { } remaining)
        {
            Learn(remaining, call.SentAt, now);
        }
    }

    internal override bool IsIdle(long now) => _seenFullAt <= now && _underWay == 0;

    // What a call took too much flows back at once; what it took too little is missing, down to an empty bucket's worth below empty.
    private void Settle(long more)
    {
        _sureFullAt += more * _interval;
        _fullAt += more * _interval;
        _seenFullAt += more * _interval;
    }

    private void Arrive(in CountedCall call, long now)
    {
        _late = Math.Max(_late, call.ArrivedBy(now, Doubt) - call.SentAt);
        if (_underWay == 0)
        {
            var known = Math.Min(_fullAt, _sureFullAt + _late);
            _seenFullAt = _seenFullAt == _fullAt ? known : _seenFullAt;
            (_sureFullAt, _fullAt, _late) = (known, known, 0);
        }
    }

    // The provider's count may hold calls that are still under way, or not: those are taken off. Only whole permits are compared, since
    // the provider tells only those; the part of the next one that has flowed back is kept.
    private void Learn(long remaining, long sentAt, long now)
    {
        var own = ((_capacity * _interval) - (Math.Max(_fullAt, now) - now)) / _interval;
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
        _allowed = Math.Max(1, permits);
        var rate = Shared(_allowed, _share);
        _capacity = Math.Min(rate, _burst ?? rate);
        _interval = Math.Max(1, (_window + rate - 1) / rate);
        if (was != 0 && was != _interval)
        {
            _sureFullAt = Missing(_sureFullAt);
            _fullAt = Missing(_fullAt);
            _seenFullAt = Missing(_seenFullAt);
        }

        long Missing(long fullAt) => now + (long)((double)Math.Max(0, fullAt - now) / was * _interval);
    }
}
