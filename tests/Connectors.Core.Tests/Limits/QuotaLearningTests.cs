using Connectors.Definitions;
using Connectors.Limits;

namespace Connectors.Core.Tests.Limits;

public sealed class QuotaLearningTests : IDisposable
{
    private static readonly LimitHeaders _names = new() { Limit = "X-Max", Remaining = "X-Left", Reset = "X-Reset", WindowMilliseconds = "X-Window" };
    private readonly QuotaBench _bench = new();

    [Theory]
    [InlineData(LimitKind.SlidingWindow)]
    [InlineData(LimitKind.FixedWindow)]
    [InlineData(LimitKind.TokenBucket)]
    [InlineData(LimitKind.Concurrency)]
    public void Observe_LimitHeader_SetsWhatIsAllowed(LimitKind kind)
    {
        Limit[] limits = [Some.Limit(kind, 10, 1000) with { Headers = _names }];
        var held = kind == LimitKind.Concurrency ? 1 : 0;

        _bench.Call(Some.Request(limits), Some.Answer(("X-Max", "20")));

        var leases = Enumerable.Range(0, 30).Select(_ => _bench.Ask(Some.Request(limits, wait: TimeSpan.Zero))).Count(task => task.IsCompletedSuccessfully);
        Assert.Equal(19 + held, leases);
    }

    [Fact]
    public void Observe_LimitHeaderWithShare_TakesTheShare()
    {
        Limit[] limits = [Some.Limit(LimitKind.SlidingWindow, 1000, 86400) with { Headers = _names }];

        _bench.Call(Some.Request(limits), Some.Answer(("X-Max", "200")));

        Assert.Equal(179, _bench.Drain(Some.Request(limits)));
    }

    [Fact]
    public void Limit_Share_IsTakenAndAtLeastOne()
    {
        Assert.Equal(900, _bench.Drain(Some.Request([Some.Limit(LimitKind.SlidingWindow, 1000, 86400, name: "a")])));
        Assert.Equal(1, _bench.Drain(Some.Request([Some.Limit(LimitKind.SlidingWindow, 1, 86400, name: "b")])));
        Assert.Equal(1000, _bench.Drain(Some.Request([Some.Limit(LimitKind.SlidingWindow, 1000, 60, name: "c")])));
    }

    [Theory]
    [InlineData(LimitKind.SlidingWindow)]
    [InlineData(LimitKind.FixedWindow)]
    [InlineData(LimitKind.TokenBucket)]
    public void Observe_Remaining_IsNeverMoreThanTheProviderSaysMinusCallsUnderWay(LimitKind kind)
    {
        Limit[] limits = [Some.Limit(kind, 100, 1000) with { Headers = _names }];
        using var underWay = _bench.Take(Some.Request(limits));

        _bench.Call(Some.Request(limits), Some.Answer(("X-Left", "8")));

        Assert.Equal(7, _bench.Drain(Some.Request(limits)));
    }

    [Theory]
    [InlineData(LimitKind.SlidingWindow)]
    [InlineData(LimitKind.FixedWindow)]
    [InlineData(LimitKind.TokenBucket)]
    public void Observe_BurstAnsweredInOrder_LosesNothing(LimitKind kind)
    {
        Limit[] limits = [Some.Limit(kind, 10, 1000) with { Headers = _names }];
        var burst = Enumerable.Range(0, 5).Select(_ => _bench.Take(Some.Request(limits))).ToList();

        foreach (var lease in burst)
        {
            lease.Observe(Some.Answer(("X-Left", "5")));
            lease.Dispose();
        }

        Assert.Equal(5, _bench.Drain(Some.Request(limits)));
    }

    [Fact]
    public void Observe_OlderAnswerComesLate_RaisesNothing()
    {
        Limit[] limits = [Some.Limit(LimitKind.SlidingWindow, 100, 1000) with { Headers = _names }];
        using var older = _bench.Take(Some.Request(limits));
        _bench.Advance(0.1);

        _bench.Call(Some.Request(limits), Some.Answer(("X-Left", "5")));
        older.Observe(Some.Answer(("X-Left", "90")));

        Assert.InRange(_bench.Drain(Some.Request(limits)), 4, 5);
    }

    [Theory]
    [InlineData("12", 12)]
    [InlineData("12.5", 12.5)]
    [InlineData("1795176012", 12)]
    [InlineData("1795176012500", 12.5)]
    [InlineData("Fri, 20 Nov 2026 12:00:12 GMT", 12)]
    public void Observe_NothingLeftUntilReset_WaitsForIt(string reset, double seconds)
    {
        Limit[] limits = [Some.Limit(LimitKind.FixedWindow, 100, 30) with { Headers = _names }];

        _bench.Call(Some.Request(limits), Some.Answer(("X-Left", "0"), ("X-Reset", reset)));

        Assert.Equal(TimeSpan.FromSeconds(seconds), _bench.Wait(limits));
        _bench.Advance(seconds);
        Assert.InRange(_bench.Drain(Some.Request(limits)), 99, 100);
    }

    [Fact]
    public void Observe_ResetWithSkewedClock_CountsFromTheAnswersDate()
    {
        Limit[] limits = [Some.Limit(LimitKind.FixedWindow, 100, 30) with { Headers = _names }];

        _bench.Call(Some.Request(limits), Some.Answer(("Date", "Fri, 20 Nov 2026 09:00:00 GMT"), ("X-Left", "0"), ("X-Reset", $"{1795176000 - 10800 + 9}")));

        Assert.Equal(TimeSpan.FromSeconds(9), _bench.Wait(limits));
    }

    [Fact]
    public void Observe_ResetOfAFixedWindow_FreesTheCallsItAnswered()
    {
        Limit[] limits = [Some.Limit(LimitKind.FixedWindow, 10, 30) with { Headers = _names }];
        for (var left = 9; left >= 0; left--)
        {
            _bench.Call(Some.Request(limits), Some.Answer(("X-Left", $"{left}"), ("X-Reset", "4.25")));
        }

        Assert.Equal(TimeSpan.FromSeconds(4.25), _bench.Wait(limits));
        _bench.Advance(4.25);
        Assert.Equal(10, _bench.Drain(Some.Request(limits)));
        _bench.Advance(4.25);
        Assert.Equal(0, _bench.Drain(Some.Request(limits)));
    }

    [Fact]
    public void Observe_WindowHeader_SetsTheWindow()
    {
        Limit[] limits = [Some.Limit(LimitKind.SlidingWindow, 2, 10) with { Headers = _names }];

        _bench.Call(Some.Request(limits), Some.Answer(("X-Window", "3000")));
        _bench.Call(Some.Request(limits), Some.Answer(("X-Window", "3000")));

        Assert.Equal(TimeSpan.FromSeconds(3), _bench.Wait(limits));
    }

    [Theory]
    [InlineData("X-Max", "lots")]
    [InlineData("X-Max", "0")]
    [InlineData("X-Max", "-5")]
    [InlineData("X-Left", "")]
    [InlineData("X-Left", "none")]
    [InlineData("X-Reset", "whenever")]
    [InlineData("X-Window", "0")]
    [InlineData("X-Window", "NaN")]
    public void Observe_MalformedHeader_IsIgnored(string name, string value)
    {
        Limit[] limits = [Some.Limit(LimitKind.FixedWindow, 10, 30) with { Headers = _names }];

        _bench.Call(Some.Request(limits), Some.Answer((name, value)));

        Assert.Equal(9, _bench.Drain(Some.Request(limits)));
        Assert.Equal(TimeSpan.FromSeconds(30), _bench.Wait(limits));
    }

    [Fact]
    public void Observe_GeneralHeadersFitALimit_LowerItUntilReset()
    {
        Limit[] limits = [Some.Limit(LimitKind.SlidingWindow, 100, 60, name: "minute"), Some.Limit(LimitKind.SlidingWindow, 1000, 3600, name: "hour")];

        _bench.Call(Some.Request(limits), Some.Answer(("RateLimit-Policy", "\"m\";q=100;w=60,\"h\";q=1000;w=3600"), ("RateLimit", "\"m\";r=3;t=20,\"h\";r=700;t=1000")));

        Assert.Equal(3, _bench.Drain(Some.Request(limits)));
        _bench.Advance(20);
        Assert.Equal(96, _bench.Drain(Some.Request(limits)));
    }

    [Fact]
    public void Observe_GeneralHeadersTellMore_RaiseNothing()
    {
        Limit[] limits = [Some.Limit(LimitKind.SlidingWindow, 10, 60)];

        _bench.Call(Some.Request(limits), Some.Answer(("X-RateLimit-Limit", "500"), ("X-RateLimit-Remaining", "499"), ("X-RateLimit-Reset", "1")));

        Assert.Equal(9, _bench.Drain(Some.Request(limits)));
        _bench.Advance(2);
        Assert.Equal(0, _bench.Drain(Some.Request(limits)));
    }

    [Fact]
    public void Observe_GeneralHeadersOfAnUnknownWindow_CloseTheNarrowestScope()
    {
        Limit[] limits = [Some.Limit(LimitKind.SlidingWindow, 100, 60, LimitScope.App, "app"), Some.Limit(LimitKind.SlidingWindow, 50, 10, name: "connection")];

        _bench.Call(Some.Request(limits, "a"), Some.Answer(("RateLimit-Limit", "5000, 5000;w=3600"), ("RateLimit-Remaining", "0"), ("RateLimit-Reset", "900")));

        Assert.Equal(TimeSpan.FromSeconds(900), _bench.Wait(limits, "a"));
        Assert.Equal(TimeSpan.Zero, _bench.Wait(limits, "b"));
    }

    [Fact]
    public void Observe_DefinitionNamesHeaders_GeneralOnesAreNotGuessedAt()
    {
        Limit[] limits = [Some.Limit(LimitKind.SlidingWindow, 10, 60) with { Headers = _names }];

        _bench.Call(Some.Request(limits), Some.Answer(("X-Left", "9"), ("X-RateLimit-Remaining", "0"), ("X-RateLimit-Reset", "900")));

        Assert.Equal(9, _bench.Drain(Some.Request(limits)));
    }

    public void Dispose() => _bench.Dispose();
}
