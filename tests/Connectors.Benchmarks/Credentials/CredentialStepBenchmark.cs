using System.Net;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace Connectors.Benchmarks.Credentials;

/// <summary>A request over a handler in memory, bare and with the credential step in front of it.</summary>
[MemoryDiagnoser]
[Config(typeof(InProcess))]
public class CredentialStepBenchmark : IDisposable
{
    private HttpMessageInvoker _bare = null!;
    private HttpMessageInvoker _step = null!;

    /// <summary>Gets or sets the kind of scheme.</summary>
    [Params("oauth", "header", "basic")]
    public string Kind { get; set; } = "";

    [GlobalSetup]
    public async Task SetupAsync()
    {
        var bench = (await CredentialBench.AllAsync()).Single(candidate => candidate.Kind == Kind);
        _bare = new(new Before(bench.Bare));
        _step = new(new Before(bench.Step));
    }

    [Benchmark(Baseline = true)]
    public Task<HttpResponseMessage> Bare() => SendAsync(_bare);

    [Benchmark]
    public Task<HttpResponseMessage> CredentialStep() => SendAsync(_step);

    [GlobalCleanup]
    public void Dispose()
    {
        _bare?.Dispose();
        _step?.Dispose();
        GC.SuppressFinalize(this);
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpMessageInvoker invoker)
    {
        using var request = CredentialBench.Request();
        return await invoker.SendAsync(request, CancellationToken.None);
    }

    private sealed class Before(Action<HttpRequestMessage> set) : DelegatingHandler(new Answering())
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            set(request);
            return base.SendAsync(request, cancellationToken);
        }
    }

    private sealed class Answering : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK));
    }

    private sealed class InProcess : ManualConfig
    {
        public InProcess() => AddJob(global::BenchmarkDotNet.Jobs.Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance));
    }
}
