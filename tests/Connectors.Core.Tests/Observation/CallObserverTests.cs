using System.Net;
using Connectors.Core.Tests.Http;
using Connectors.Core.Tests.Testing;
using Connectors.Definitions;
using Connectors.Limits;
using Connectors.Observation;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Connectors.Core.Tests.Observation;

public sealed class CallObserverTests
{
    private const string Widget = """{"id":"1","name":"One"}""";

    [Fact]
    public async Task Call_ThatIsRetried_TellsEachAttempt_ThenTheCall()
    {
        var watched = new Watched();
        var wire = new FakeWire()
            .Then(HttpStatusCode.ServiceUnavailable, """{"code":"BUSY","message":"Later."}""", adorn: answer => answer.Headers.Add("X-Request-Id", "r1"))
            .Then(HttpStatusCode.OK, Widget);
        using (var bench = await OpenAsync(wire, watched))
        {
            await bench.Connector.CallAsync(Acme.Widget, "1", new() { Correlation = "order 7", SyncRun = "run1" });
        }

        Assert.Equal([ObservationKind.Attempt, ObservationKind.Attempt, ObservationKind.Call], watched.Seen.Select(one => one.Kind));
        var (first, second, call) = (watched.Seen[0], watched.Seen[1], watched.Seen[2]);
        Assert.Equal((503, ErrorKind.Unavailable, "BUSY", "Later.", "r1", 1), (first.StatusCode, first.Error, first.ErrorCode, first.ErrorMessage, first.RequestId, first.Attempt));
        Assert.Equal((200, null, 2, (long?)Widget.Length), (second.StatusCode, second.Error, second.Attempt, second.ResponseBytes));
        Assert.Equal((200, null, 2), (call.StatusCode, call.Error, call.Attempt));
        Assert.NotNull(second.TimeToHeaders);
        Assert.All(watched.Seen, one =>
        {
            Assert.Equal((new ConnectionKey("acme", "tenant"), "widgets.get", "GET", "https://api.acme.test/widgets/1"), (one.Connection, one.Endpoint, one.Method, one.Uri));
            Assert.Equal(("order 7", "run1", Effect.Read), (one.Correlation, one.SyncRun, one.Effect));
        });
    }

    [Fact]
    public async Task Call_ThatFails_TellsTheCallersError()
    {
        var watched = new Watched();
        using (var bench = await OpenAsync(new FakeWire().Then(new HttpRequestException(HttpRequestError.ResponseEnded)), watched))
        {
            await Assert.ThrowsAsync<OutcomeUnknownException>(() => bench.Connector.CallAsync(Acme.Create, new("1", "One")));
        }

        var attempt = Assert.Single(watched.Attempts);
        Assert.Equal((null, ErrorKind.Transport), (attempt.StatusCode, attempt.Error));
        Assert.True(attempt.RequestBytes > 0);
        Assert.Equal(ErrorKind.OutcomeUnknown, Assert.Single(watched.Calls).Error);
    }

    [Fact]
    public async Task Call_ForWhichNothingIsSent_TellsTheCallAlone()
    {
        var watched = new Watched();
        using (var bench = await OpenAsync(new FakeWire().Then(HttpStatusCode.OK, Widget), watched, builder => builder.Services.AddSingleton<IQuota, NoQuota>()))
        {
            await Assert.ThrowsAsync<RateLimitedException>(() => bench.Connector.CallAsync(Acme.Widget, "1"));
        }

        var call = Assert.Single(watched.Seen);
        Assert.Equal((ObservationKind.Call, 0, ErrorKind.RateLimited, (int?)null), (call.Kind, call.Attempt, call.Error, call.StatusCode));
    }

    [Fact]
    public async Task Call_ThatIsCancelled_SaysSo()
    {
        var watched = new Watched();
        using var caller = new CancellationTokenSource();
        var wire = new FakeWire().Then(async (_, token) =>
        {
            await caller.CancelAsync();
            await Task.Delay(Timeout.InfiniteTimeSpan, token);
            throw new InvalidOperationException("Not reached.");
        });
        using (var bench = await OpenAsync(wire, watched))
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => bench.Connector.CallAsync(Acme.Widget, "1", cancellationToken: caller.Token));
        }

        Assert.Equal([true, true], watched.Seen.Select(one => one.IsCanceled));
        Assert.All(watched.Seen, one => Assert.Null(one.Error));
    }

    [Fact]
    public async Task Stream_IsToldWhenTheCallerIsDone_WithWhatItRead()
    {
        var watched = new Watched();
        using (var bench = await OpenAsync(new FakeWire().ThenBody(() => new MemoryStream(new byte[1000])), watched, bodies: true))
        {
            await using var stream = await bench.Connector.CallAsync(Acme.Export, "");
            await stream.CopyToAsync(Stream.Null);
        }

        var attempt = Assert.Single(watched.Attempts);
        Assert.Equal((200, 1000L, null), (attempt.StatusCode, attempt.ResponseBytes, attempt.ResponseBody));
    }

    [Fact]
    public async Task Observer_ThatThrows_HurtsNoCall_AndIsLogged()
    {
        var log = new ListLogger();
        using (var bench = await OpenAsync(new FakeWire().Then(HttpStatusCode.OK, Widget), new Throwing(), builder => builder.Services.AddSingleton<ILoggerFactory>(log)))
        {
            Assert.Equal("One", (await bench.Connector.CallAsync(Acme.Widget, "1")).Name);
        }

        Assert.True(log.Count(1030) > 0);
    }

    [Fact]
    public async Task Observer_ThatCannotBeMade_HurtsNoCall()
    {
        var log = new ListLogger();
        using var bench = await Bench.OpenAsync(new FakeWire().Then(HttpStatusCode.OK, Widget), build: builder =>
        {
            builder.Services.AddSingleton<ILoggerFactory>(log);
            builder.AddCallObserver("broken", static _ => throw new InvalidOperationException("No."));
        });

        Assert.Equal("One", (await bench.Connector.CallAsync(Acme.Widget, "1")).Name);
        Assert.Equal(1, log.Count(1030));
    }

    [Fact]
    public async Task Observer_ThatHangs_HoldsNoCallUp_AndDropsWhatDoesNotFit()
    {
        var hanging = new Hanging();
        var log = new ListLogger();
        using var bench = await OpenAsync(new FakeWire().Then(HttpStatusCode.OK, Widget), hanging, builder => builder.Services.AddSingleton<ILoggerFactory>(log));

        // Each observation weighs 2 KiB at least, so that the queue is full after these.
        for (var call = 0; call < (ObserverQueue.Capacity >> 12) + 200; call++)
        {
            await bench.Connector.CallAsync(Acme.Widget, "1");
        }

        Assert.Equal(1, log.Count(1031));
        hanging.Release();
    }

    [Fact]
    public async Task Observer_ThatWantsConnectors_IsMade()
    {
        var made = false;
        using (var bench = await Bench.OpenAsync(new FakeWire().Then(HttpStatusCode.OK, Widget), build: builder => builder.AddCallObserver("nosy", services =>
        {
            made = services.GetRequiredService<IConnectorFactory>() is not null;
            return new Watched();
        })))
        {
            await bench.Connector.CallAsync(Acme.Widget, "1");
        }

        Assert.True(made);
    }

    [Fact]
    public async Task TwoObservers_AreBothTold()
    {
        var (one, two) = (new Watched(), new Watched());
        using (var bench = await OpenAsync(new FakeWire().Then(HttpStatusCode.OK, Widget), one, builder => builder.AddCallObserver("two", _ => two).AddCallObserver("two", _ => one)))
        {
            await bench.Connector.CallAsync(Acme.Widget, "1");
        }

        Assert.Equal((2, 2), (one.Seen.Count, two.Seen.Count));
    }

    /// <summary>Disposing of the bench hands out what waits.</summary>
    private static Task<Bench> OpenAsync(FakeWire wire, ICallObserver observer, Action<IConnectorsBuilder>? build = null, bool bodies = false) => Bench.OpenAsync(wire, build: builder =>
    {
        builder.AddCallObserver("test", _ => observer).ConfigureCallObservation(options => options.Bodies = bodies);
        build?.Invoke(builder);
    });

    private sealed class Throwing : ICallObserver
    {
        public ValueTask ObserveAsync(IReadOnlyList<CallObservation> seen, CancellationToken cancellationToken) => throw new InvalidOperationException("No.");
    }

    private sealed class Hanging : ICallObserver
    {
        private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Release() => _released.SetResult();

        public ValueTask ObserveAsync(IReadOnlyList<CallObservation> seen, CancellationToken cancellationToken) => new(_released.Task);
    }

    private sealed class NoQuota : IQuota
    {
        public ValueTask<IQuotaLease> AcquireAsync(QuotaRequest request, CancellationToken cancellationToken) =>
            throw new RateLimitedException(new() { Kind = ErrorKind.RateLimited, What = "No quota" });
    }
}
