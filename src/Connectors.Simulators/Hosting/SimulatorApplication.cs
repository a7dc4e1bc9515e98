using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Connectors.Simulators.Hosting;

/// <summary>Takes a request from either server to the simulator it is meant for: by official host name, or by loopback port.</summary>
internal sealed class SimulatorApplication : IHttpApplication<HttpContext>, IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly IServiceScopeFactory _scopes;
    private readonly Dictionary<string, Route> _byHost = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, Route> _byDomain = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<Simulator, Route> _bySimulator = [];
    private volatile Dictionary<int, Route> _byPort = [];

    public SimulatorApplication(IReadOnlyList<Simulator> simulators)
    {
        _services = new ServiceCollection()
            .AddLogging()
            .AddRouting()
            .AddSingleton(_ => new DiagnosticListener("Connectors.Simulators"))
            .AddSingleton<DiagnosticSource>(services => services.GetRequiredService<DiagnosticListener>())
            .BuildServiceProvider();
        _scopes = _services.GetRequiredService<IServiceScopeFactory>();
        foreach (var simulator in simulators)
        {
            var route = new Route(simulator, Build(simulator));
            _bySimulator[simulator] = route;
            foreach (var host in simulator.Hosts)
            {
                var (table, name) = host.StartsWith("*.", StringComparison.Ordinal) ? (_byDomain, host[2..]) : (_byHost, host);
                if (!table.TryAdd(name, route))
                {
                    throw new InvalidOperationException($"Two simulators answer for '{host}'.");
                }
            }
        }
    }

    public IServiceProvider Services => _services;

    public bool Knows(string host) => Find(host) is not null;

    public Simulator? SimulatorOf(string host) => Find(host)?.Simulator;

    public void SetPorts(IReadOnlyDictionary<Simulator, int> ports) =>
        _byPort = ports.ToDictionary(pair => pair.Value, pair => _bySimulator[pair.Key]);

    public HttpContext CreateContext(IFeatureCollection contextFeatures) =>
        new DefaultHttpContext(contextFeatures) { ServiceScopeFactory = _scopes };

    public async Task ProcessRequestAsync(HttpContext context)
    {
        if (Find(context.Request.Host.Host) is { } official)
        {
            Requests.SetOrigin(context, "https://" + context.Request.Host.Host);
            await AnswerAsync(official, context).ConfigureAwait(false);
        }
        else if (_byPort.TryGetValue(context.Connection.LocalPort, out var local))
        {
            await AnswerAsync(local, context).ConfigureAwait(false);
        }
        else
        {
            context.Response.StatusCode = StatusCodes.Status421MisdirectedRequest;
        }
    }

    public void DisposeContext(HttpContext context, Exception? exception)
    {
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private static async Task AnswerAsync(Route route, HttpContext context)
    {
        var simulator = route.Simulator;
        var entry = simulator.Ledger.Arrive(context);
        var answered = false;
        try
        {
            var effects = simulator.Faults.Meet(context.Request);
            var date = simulator.State.Clock.GetUtcNow() + simulator.Faults.ClockSkew + (effects?.Skew ?? TimeSpan.Zero);
            context.Response.Headers.Date = date.UtcDateTime.ToString("r", CultureInfo.InvariantCulture);
            if (effects is null)
            {
                await route.Answer(context).ConfigureAwait(false);
            }
            else
            {
                entry.Fault = effects.ToString();
                await FaultPlayer.PlayAsync(simulator, context, effects, route.Answer).ConfigureAwait(false);
            }

            answered = !context.RequestAborted.IsCancellationRequested || context.Response.HasStarted;
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client has gone: there is nobody left to answer.
        }
        finally
        {
            simulator.Ledger.Leave(entry, answered ? context.Response.StatusCode : 0);
        }
    }

    private RequestDelegate Build(Simulator simulator)
    {
        var app = new ApplicationBuilder(_services);
        app.UseRouting();
        app.UseEndpoints(simulator.Map);
        app.Run(context => simulator.WriteErrorAsync(context, StatusCodes.Status404NotFound));
        return app.Build();
    }

    private Route? Find(string host)
    {
        if (_byHost.TryGetValue(host, out var route))
        {
            return route;
        }

        var dot = host.IndexOf('.', StringComparison.Ordinal);
        return dot >= 0 && _byDomain.TryGetValue(host[(dot + 1)..], out route) ? route : null;
    }

    private sealed record Route(Simulator Simulator, RequestDelegate Answer);
}
