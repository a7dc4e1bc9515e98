using System.Text.Json.Serialization;
using Connectors.Definitions;
using Connectors.Simulators;
using Microsoft.Extensions.DependencyInjection;
using Endpoint = Connectors.Definitions.Endpoint;

namespace Connectors.Proofs.Faults;

/// <summary>An app that lists a faulty provider over a real socket.</summary>
internal sealed class FaultApp : IAsyncDisposable
{
    private static readonly ListEndpoint<FaultRecord> s_records = Endpoint.List(
        "records.list",
        static _ => RequestSpec.Get("/records"),
        PageOf.Json(FaultJson.Default.FaultPage, static page => page.Items, "items"),
        PageBy.Cursor<FaultPage>("after", static page => page.Next),
        static record => record.Id);

    private static readonly ConnectorDefinition s_definition = new()
    {
        Id = "faulty",
        DisplayName = "Faulty",
        Hosts = "https://faulty.test",
        Auth = [new BearerScheme()],
        Endpoints = [s_records],
    };

    private readonly SimulatorHost _host;
    private readonly ServiceProvider _services;

    private FaultApp(SimulatorHost host, string? broken)
    {
        _host = host;
        var services = new ServiceCollection();
        var builder = services.AddConnectors().AddConnector(s_definition, options =>
        {
            options.Hosts["api"] = host.AddressOf("faulty").ToString();
            options.RetryDelay = TimeSpan.FromMilliseconds(5);
            (options.BodyIdleTimeout, options.AttemptTimeout, options.TotalTimeout) = broken == "idle"
                ? (TimeSpan.FromMinutes(10), TimeSpan.FromHours(1), TimeSpan.FromHours(1))
                : (TimeSpan.FromMilliseconds(300), TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(60));
        });
        switch (broken)
        {
            case "retry":
                builder.HttpClient("faulty").AddHttpMessageHandler(static () => new Microsoft.Extensions.Http.Resilience.ResilienceHandler());
                break;
            case "whole":
                builder.UseTransport(static () => new LenientEnds(new SocketsHttpHandler()));
                break;
        }

        _services = services.BuildServiceProvider();
    }

    public static async Task<FaultApp> StartAsync(FaultyVendor vendor, string? broken, CancellationToken cancellationToken)
    {
        var host = SimulatorHost.Create(vendor);
        await host.StartAsync(cancellationToken: cancellationToken);
        return new(host, broken);
    }

    /// <summary>Reads the list.</summary>
    /// <param name="seen">Takes the ids, in the order in which the app gets them.</param>
    /// <param name="cancellationToken">Ends a walk that hangs.</param>
    public async Task WalkAsync(List<string> seen, CancellationToken cancellationToken)
    {
        var key = new ConnectionKey("faulty", "tenant");
        await _services.GetRequiredService<IConnections>().ConnectAsync(key, new BearerCredential("token"), cancellationToken: cancellationToken);
        var connector = await _services.GetRequiredService<IConnectorFactory>().OpenAsync(key, cancellationToken);
        await foreach (var record in connector.ListAsync(s_records).WithCancellation(cancellationToken))
        {
            seen.Add(record.Id);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _host.DisposeAsync();
    }
}

internal sealed record FaultRecord(string Id, string Name);

internal sealed record FaultPage(IReadOnlyList<FaultRecord> Items, string? Next);

[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(FaultPage))]
internal sealed partial class FaultJson : JsonSerializerContext;
