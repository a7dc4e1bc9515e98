using System.Net;
using Connectors.Core.Tests.Testing;
using Connectors.Definitions;
using Connectors.Limits;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http.Resilience;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace Connectors.Core.Tests.Http
{
    /// <summary>A resilience handler of the app between the call and the attempt: it retries, ours does not; what may not be sent twice is not.</summary>
    public sealed class AppHandlerTests
    {
        private static readonly Widget s_widget = new("1", "one");

        [Fact]
        public async Task CallAsync_ReadThatFails_IsRetriedByTheAppsHandlerAlone()
        {
            var wire = new FakeWire().Then(HttpStatusCode.ServiceUnavailable);
            using var bench = await OpenAsync(wire, retries: 2);

            var error = await Assert.ThrowsAsync<ConnectorException>(() => bench.Connector.CallAsync(Acme.Widget, "1"));

            Assert.Equal((ErrorKind.Unavailable, 3), (error.Kind, wire.Requests.Count));
        }

        [Theory]
        [InlineData("502")]
        [InlineData("reset")]
        public async Task CallAsync_WriteThatBreaks_IsNotSentAgainByTheAppsHandler(string failure)
        {
            var wire = failure == "reset" ? new FakeWire().Then(new HttpRequestException(HttpRequestError.ResponseEnded, "reset")) : new FakeWire().Then(HttpStatusCode.BadGateway);
            using var bench = await OpenAsync(wire, retries: 3);

            await Assert.ThrowsAsync<OutcomeUnknownException>(() => bench.Connector.CallAsync(Acme.Create, s_widget));
            Assert.Single(wire.Requests);
        }

        [Fact]
        public async Task CallAsync_KeyedWriteThatBreaks_IsSentAgainByTheAppsHandler()
        {
            var wire = new FakeWire().Then(HttpStatusCode.BadGateway).Then(HttpStatusCode.Created, """{"id":"1"}""");
            using var bench = await OpenAsync(wire, retries: 3);

            Assert.Equal("1", (await bench.Connector.CallAsync(Acme.CreateOnce, s_widget)).Id);
        }

        [Fact]
        public async Task CallAsync_WriteSentTwiceAtOnce_LeavesOnce()
        {
            var release = new TaskCompletionSource();
            var wire = new FakeWire().Then(async (_, _) =>
            {
                await release.Task;
                return new(HttpStatusCode.Created) { Content = new StringContent("""{"id":"1"}""") };
            });
            using var bench = await Bench.OpenAsync(wire, build: builder => builder.HttpClient("acme").AddHttpMessageHandler(() => new Hedge(release)));

            Assert.Equal("1", (await bench.Connector.CallAsync(Acme.Create, s_widget)).Id);
            Assert.Single(wire.Requests);
        }

        [Fact]
        public async Task CallAsync_HandlerThatTakesTheWholeTime_IsATimeoutAndHoldsNoPermit()
        {
            var time = new ManualTimeProvider();
            var wire = new FakeWire().Then(HttpStatusCode.Created, """{"id":"1"}""");
            var pause = TimeSpan.FromMinutes(10);
            var quota = new SlowQuota();
            using var bench = await Bench.OpenAsync(wire, build: builder =>
            {
                builder.Services.AddSingleton<TimeProvider>(time);
                builder.Services.AddSingleton<IQuota>(quota);
                builder.HttpClient("acme").AddHttpMessageHandler(() => new Dawdling(() => time.Advance(pause)));
            });

            foreach (var call in new Func<Task>[] { () => bench.Connector.CallAsync(Acme.Widget, "1"), () => bench.Connector.CallAsync(Acme.Create, s_widget) })
            {
                var error = await Assert.ThrowsAsync<ConnectorException>(call);
                Assert.Equal((ErrorKind.Timeout, false), (error.Kind, error.Facts.MayHaveBeenDone));
            }

            Assert.Empty(wire.Requests);
            Assert.Equal(quota.Taken, quota.Returned);
        }

        [Theory]
        [InlineData(-1)]
        [InlineData(long.MaxValue)]
        public async Task CallAsync_BoundsThatNoTimerCanHold_IsAnswered(long milliseconds)
        {
            var bound = milliseconds < 0 ? Timeout.InfiniteTimeSpan : TimeSpan.MaxValue;
            using var bench = await OpenAsync(new FakeWire().Then(HttpStatusCode.OK, """{"id":"1"}"""), retries: 1);

            Assert.Equal("1", (await bench.Connector.CallAsync(Acme.Widget, "1", new() { Timeout = bound, AttemptTimeout = bound, MaxQuotaWait = bound })).Id);
        }

        [Fact]
        public async Task CallAsync_QuotaThatIsWaitedFor_IsTakenBeforeTheAppsHandlerCountsTime()
        {
            var quota = new SlowQuota();
            var asked = new List<int>();
            using var bench = await OpenAsync(new FakeWire().Then(HttpStatusCode.OK, """{"id":"1"}"""), retries: 1, quota, onSend: () => asked.Add(quota.Taken));

            Assert.Equal("1", (await bench.Connector.CallAsync(Acme.Widget, "1")).Id);

            Assert.Equal([1], asked);
            Assert.Equal((1, 1), (quota.Taken, quota.Returned));
        }

        [Fact]
        public async Task CallAsync_AppsHandlerEndsTheWaitForQuota_IsALimitAndNoTimeout()
        {
            var quota = new SlowQuota { NeverFrom = 2 };
            using var bench = await OpenAsync(new FakeWire().Then(HttpStatusCode.ServiceUnavailable), retries: 3, quota, attempt: TimeSpan.FromMilliseconds(200));

            var error = await Assert.ThrowsAsync<RateLimitedException>(() => bench.Connector.CallAsync(Acme.Widget, "1"));

            Assert.Contains(nameof(ConnectorOptions.MaxQuotaWait), error.Message, StringComparison.Ordinal);
        }

        [Fact]
        public async Task CallAsync_CallerLeavesWhileQuotaIsWaitedFor_IsCancelled()
        {
            var quota = new SlowQuota { NeverFrom = 1 };
            using var bench = await OpenAsync(new FakeWire().Then(HttpStatusCode.OK), retries: 3, quota);
            using var cancel = new CancellationTokenSource();

            var call = bench.Connector.CallAsync(Acme.Widget, "1", cancellationToken: cancel.Token);
            await cancel.CancelAsync();

            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        }

        [Fact]
        public async Task CallAsync_TokenThatIsRejected_IsRenewedOnceAndSentAgain()
        {
            var tokens = 0;
            var wire = new FakeWire().Then((request, _) => Task.FromResult(request.RequestUri!.AbsolutePath == "/token"
                ? new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent($$"""{"access_token":"t{{++tokens}}","token_type":"Bearer","expires_in":3600}""", System.Text.Encoding.UTF8, "application/json") }
                : request.Headers.Authorization?.Parameter == "t1" ? new(HttpStatusCode.Unauthorized) { Content = new StringContent("{}") }
                : new(HttpStatusCode.OK) { Content = new StringContent("""{"id":"1"}""") }));
            using var bench = await Bench.OpenAsync(wire, build: builder => builder.HttpClient("machine").AddHttpMessageHandler(() => new ResilienceHandler(Pipeline(2, null))), definition: s_machine, connects: false);
            await bench.Services.GetRequiredService<IConnections>().ConnectAsync(new("machine", "tenant"), new ClientCredential("id", "secret"));
            var machine = await bench.Services.GetRequiredService<IConnectorFactory>().OpenAsync(new("machine", "tenant"));

            using var answer = await machine.SendAsync(HttpMethod.Get, "/widgets/1");

            Assert.Equal((200, 2), (answer.StatusCode, tokens));
        }

        private static readonly ConnectorDefinition s_machine = new()
        {
            Id = "machine",
            DisplayName = "Machine",
            Hosts = "https://api.machine.test",
            Auth = [new ClientCredentialsScheme { TokenEndpoint = "https://api.machine.test/token" }],
            Endpoints = [],
        };

        private static ResiliencePipeline<HttpResponseMessage> Pipeline(int retries, TimeSpan? attempt)
        {
            var pipeline = new ResiliencePipelineBuilder<HttpResponseMessage>().AddRetry(new RetryStrategyOptions<HttpResponseMessage>
            {
                MaxRetryAttempts = retries,
                Delay = TimeSpan.Zero,
                ShouldHandle = static arguments => new(arguments.Outcome.Exception is HttpRequestException or TimeoutRejectedException || (int?)arguments.Outcome.Result?.StatusCode is 408 or 429 or >= 500),
            });
            return (attempt is { } bound ? pipeline.AddTimeout(bound) : pipeline).Build();
        }

        private static Task<Bench> OpenAsync(FakeWire wire, int retries, IQuota? quota = null, Action? onSend = null, TimeSpan? attempt = null) => Bench.OpenAsync(wire, build: builder =>
        {
            builder.HttpClient("acme").AddHttpMessageHandler(() => new ResilienceHandler(Pipeline(retries, attempt), onSend));
            if (quota is not null)
            {
                builder.Services.AddSingleton(quota);
            }
        });

        /// <summary>Sends the same request twice at once, and takes what comes first as good.</summary>
        private sealed class Hedge(TaskCompletionSource release) : DelegatingHandler
        {
            protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
            {
                var first = base.SendAsync(request, cancellationToken);
                await Assert.ThrowsAnyAsync<HttpRequestException>(() => base.SendAsync(request, cancellationToken));
                release.SetResult();
                return await first;
            }
        }

        /// <summary>Gives each lease after a turn of the scheduler, or never.</summary>
        private sealed class Dawdling(Action act) : DelegatingHandler
        {
            protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
            {
                act();
                return base.SendAsync(request, cancellationToken);
            }
        }

        private sealed class SlowQuota : IQuota
        {
            public int NeverFrom { get; init; } = int.MaxValue;

            public int Taken { get; private set; }

            public int Returned { get; private set; }

            public async ValueTask<IQuotaLease> AcquireAsync(QuotaRequest request, CancellationToken cancellationToken)
            {
                await (Taken + 1 >= NeverFrom ? Task.Delay(Timeout.Infinite, cancellationToken) : Task.Delay(1, cancellationToken));
                Taken++;
                return new Lease(this);
            }

            private sealed class Lease(SlowQuota owner) : IQuotaLease
            {
                public TimeSpan Waited => TimeSpan.Zero;

                public void Observe(in QuotaObservation seen)
                {
                }

                public void Dispose() => owner.Returned++;
            }
        }
    }
}

namespace Microsoft.Extensions.Http.Resilience
{
    /// <summary>Stands in for the handler of the package of that name, which does the same: a Polly pipeline around the same request.</summary>
    internal sealed class ResilienceHandler(ResiliencePipeline<HttpResponseMessage> pipeline, Action? onSend = null) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            await pipeline.ExecuteAsync(
                async token =>
                {
                    onSend?.Invoke();
                    return await base.SendAsync(request, token);
                },
                cancellationToken);
    }
}
