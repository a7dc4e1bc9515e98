using Connectors.Definitions;

namespace Connectors.Limits;

/// <summary>
/// A bucket that is full at first and into which permits flow back evenly, kept as one time: when it will be full again. The interval
/// between two permits is rounded up to a tick, so that no sum of roundings ever gives one too many.
/// <para>
/// The provider's bucket runs on the arrivals, which come later than our calls. While permits are missing that makes no difference, since
/// each flows back in its time; but what flows into a full bucket is lost. So calls that find the bucket full, or nearly, are believed to
/// arrive late until they are answered (see <see cref="FullAgain"/>). A busy bucket loses nothing by this, as long as it holds more than
/// flows back while a call is under way; one that holds a single permit spaces calls by as much as they may be late.
/// </para>
/// </summary>
internal sealed class BucketCounter : Counter
{
    private readonly double _share;
    private readonly int? _burst;
    private readonly long _doubt;
    private readonly FullAgain _own;
    private long _window;
    private long _allowed;
    private long _capacity;
    private long _interval;
    private long _seenFullAt;   // by what the provider says is left, where that is later than by our own calls
    private long _learnedFrom = -1;
    private long _unanswered;

    internal BucketCounter(Limit limit)
    {
        _share = limit.Share;
        _burst = limit.Kind == LimitKind.LeakyBucket ? Math.Max(1, limit.Burst) : null;
        _window = Math.Max(1, limit.Window.Ticks);
        _doubt = Math.Min(WindowCounter.MaxDoubt, _window / 4);
        _own = new(_doubt);
        Allow(limit.Permits, now: 0);
    }

    internal override long Most => _burst ?? _allowed;

    private long FullAt => Math.Max(_own.At, _seenFullAt);

    internal override bool HasRoom(long now, long cost) => NextChange(now, cost) <= now;

    internal override long NextChange(long now, long cost) => Earliest(now, 0, cost);

    internal override long Earliest(long now, long before, long cost) =>
        cost == 0 ? now : Math.Max(now, FullAt + ((before + Math.Min(cost, _capacity) - _capacity) * _interval));

    internal override void Take(long now, long cost)
    {
        if (cost > 0)
        {
            _own.Take(now, cost);
            _seenFullAt += _seenFullAt > now ? cost * _interval : 0;
            _unanswered += cost;
        }
    }

    // What a call took too much flows back at once; what it took too little is missing, down to an empty bucket's worth below empty.
    internal override void Answered(in CountedCall call, long now, in LimitReading reading)
    {
        var actual = Math.Min(reading.Cost ?? call.Cost, Most);
        _unanswered = Math.Max(0, _unanswered - call.Cost);
        _own.Answer(call.SentAt, call.Cost, call.ArrivedBy(now, _doubt), actual);
        _seenFullAt += _seenFullAt > now ? (actual - call.Cost) * _interval : 0;
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

    internal override bool IsIdle(long now) => FullAt <= now;

    // The provider's count may hold calls that are still under way, or not: those are taken off. Only whole permits are compared, since
    // the provider tells only those; the part of the next one that has flowed back is kept.
    private void Learn(long remaining, long sentAt, long now)
    {
        var fullAt = Math.Max(_own.At, now);
        var own = ((_capacity * _interval) - (fullAt - now)) / _interval;
        var left = Math.Max(0, remaining - _unanswered);
        var seen = own <= left ? 0 : fullAt + ((own - left) * _interval);
        if (sentAt >= _learnedFrom || seen > _seenFullAt)
        {
            _seenFullAt = seen;
            _learnedFrom = Math.Max(_learnedFrom, sentAt);
        }
    }

    private void Allow(long permits, long now)
    {
        var was = _interval;
        _allowed = Math.Max(1, permits);
        var rate = Shared(_allowed, _share);
        _capacity = Math.Min(rate, _burst ?? rate);
        _interval = Math.Max(1, (_window + rate - 1) / rate);
        _own.Pace(_interval, now);
        if (was != _interval && _seenFullAt > now)
        {
            _seenFullAt = now + (long)((double)(_seenFullAt - now) / was * _interval);
        }
    }
}
