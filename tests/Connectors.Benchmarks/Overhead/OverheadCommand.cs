using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json.Serialization;
using Connectors.Definitions;
using Microsoft.Extensions.DependencyInjection;
using Polly;
using Endpoint = Connectors.Definitions.Endpoint;

namespace Connectors.Benchmarks.Overhead;

/// <summary>
/// What one call through the whole chain costs beyond a bare <see cref="HttpClient"/> on a transport in memory: bytes, when the
/// transport answers at once and when it yields once; time, against what a bare Polly retry and timeout adds in the same run.
/// </summary>
internal static class OverheadCommand
{
    private static readonly Endpoint<NoContent, Thing> s_endpoint = Endpoint.Read<NoContent, Thing>(
        "thing.get", static (_, _) => RequestSpec.Get("/v1/thing"), Body.Json(OverheadJson.Default.Thing));

    private static readonly TimeSpan s_settling = TimeSpan.FromMilliseconds(250);

    private static readonly ConnectorDefinition s_definition = new()
    {
        Id = "bench",
        DisplayName = "Bench",
        Hosts = "https://api.bench.test",
        Auth = [new BearerScheme()],
        Endpoints = [s_endpoint],
        Limits = [new("per-second", LimitScope.Credential, LimitKind.SlidingWindow, 100_000_000, TimeSpan.FromSeconds(1))],
    };

    public static async Task<int> RunAsync(bool quick)
    {
        var calls = quick ? 2_000 : 20_000;
        var (bytes, micros, polly) = await CompareAsync(yields: false, calls);
        var (bytesAsync, _, _) = await CompareAsync(yields: true, calls);
        Print("chain_overhead_bytes", bytes);
        Print("chain_overhead_bytes_async", bytesAsync);
        Print("chain_overhead_us", micros);
        Print("chain_overhead_polly_ratio", micros / polly);
        return 0;
    }

    private static async Task<(double Bytes, double Micros, double Polly)> CompareAsync(bool yields, int calls)
    {
        var services = new ServiceCollection();
        services.AddConnectors().AddConnector(s_definition).UseTransport(() => new MemoryTransport(yields));
        await using var provider = services.BuildServiceProvider();
        var key = new ConnectionKey("bench", "acme");
        await provider.GetRequiredService<IConnections>().ConnectAsync(key, new BearerCredential("token"));
        var connector = await provider.GetRequiredService<IConnectorFactory>().OpenAsync(key);

        using var bare = new HttpClient(new MemoryTransport(yields));
        using var withPolly = new HttpClient(new PollyHandler { InnerHandler = new MemoryTransport(yields) });
        List<Cost> ours = [], least = [], polly = [];
        for (var pass = -6; pass < 9; pass++)
        {
            if (pass <= 0)
            {
                // The compiler improves what has been called often once nothing new is called for a while.
                await Task.Delay(s_settling);
            }

            var (a, b, c) = (await MeasureAsync(() => BareAsync(bare), calls), await MeasureAsync(() => BareAsync(withPolly), calls), await MeasureAsync(() => connector.CallAsync(s_endpoint, default), calls));
            if (pass >= 0)
            {
                least.Add(a);
                polly.Add(b);
                ours.Add(c);
            }
        }

        return (Median(ours, static cost => cost.Bytes) - Median(least, static cost => cost.Bytes),
            Median(ours, static cost => cost.Micros) - Median(least, static cost => cost.Micros),
            Median(polly, static cost => cost.Micros) - Median(least, static cost => cost.Micros));
    }

    private static async Task<Cost> MeasureAsync(Func<Task<Thing>> call, int calls)
    {
        GC.Collect();
        var bytes = GC.GetTotalAllocatedBytes(precise: true);
        var started = Stopwatch.GetTimestamp();
        for (var index = 0; index < calls; index++)
        {
            await call();
        }

        var time = Stopwatch.GetElapsedTime(started);
        return new((double)(GC.GetTotalAllocatedBytes(precise: true) - bytes) / calls, time.TotalMicroseconds / calls);
    }

    /// <summary>The same call by hand: request, header, body, JSON.</summary>
    private static async Task<Thing> BareAsync(HttpClient client)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "https://api.bench.test/v1/thing");
        request.Headers.Authorization = new("Bearer", "token");
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        response.EnsureSuccessStatusCode();
        return System.Text.Json.JsonSerializer.Deserialize(await response.Content.ReadAsByteArrayAsync(), OverheadJson.Default.Thing)!;
    }

    private static double Median(List<Cost> costs, Func<Cost, double> of) => costs.Select(of).Order().ElementAt(costs.Count / 2);

    private static void Print(string name, double value) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}={value:0.###}"));

    private sealed record Cost(double Bytes, double Micros);

    private sealed class MemoryTransport(bool yields) : HttpMessageHandler
    {
        private static readonly byte[] s_body = """{"id":"1","name":"thing"}"""u8.ToArray();

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (yields)
            {
                await Task.Yield();
            }

            var content = new ByteArrayContent(s_body);
            content.Headers.ContentType = s_json;
            return new(HttpStatusCode.OK) { Content = content, RequestMessage = request };
        }

        private static readonly System.Net.Http.Headers.MediaTypeHeaderValue s_json = new("application/json");
    }

    private sealed class PollyHandler : DelegatingHandler
    {
        private readonly ResiliencePipeline<HttpResponseMessage> _pipeline = new ResiliencePipelineBuilder<HttpResponseMessage>()
            .AddTimeout(TimeSpan.FromSeconds(30))
            .AddRetry(new() { MaxRetryAttempts = 3 })
            .AddTimeout(TimeSpan.FromSeconds(10))
            .Build();

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var context = ResilienceContextPool.Shared.Get(cancellationToken);
            try
            {
                return await _pipeline.ExecuteAsync(
                    static async (context, state) => await state.Handler.ForwardAsync(state.Request, context.CancellationToken), context, (Handler: this, Request: request));
            }
            finally
            {
                ResilienceContextPool.Shared.Return(context);
            }
        }

        private Task<HttpResponseMessage> ForwardAsync(HttpRequestMessage request, CancellationToken cancellationToken) => base.SendAsync(request, cancellationToken);
    }
}

internal sealed record Thing(string Id, string Name);

[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Thing))]
internal sealed partial class OverheadJson : JsonSerializerContext;
