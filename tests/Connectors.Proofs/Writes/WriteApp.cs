using Connectors.Simulators;
using Microsoft.Extensions.DependencyInjection;

namespace Connectors.Proofs.Writes;

/// <summary>An app that writes to a forgetful provider over a real socket.</summary>
internal sealed class WriteApp : IAsyncDisposable
{
    private const int AtOnce = 16;

    private readonly SimulatorHost _host;
    private readonly ServiceProvider _services;

    private WriteApp(SimulatorHost host, string? broken)
    {
        _host = host;
        var services = new ServiceCollection();
        if (broken == "settle")
        {
            services.AddSingleton<TimeProvider>(new NoPatience());
        }

        var builder = services.AddConnectors();
        foreach (var way in WriteWay.All)
        {
            builder.AddConnector(way.Definition(), options =>
            {
                options.Hosts["api"] = host.AddressOf("forgetful").ToString();
                options.RetryDelay = TimeSpan.FromMilliseconds(30);
                options.RetryBudget = 1;
            });
        }

        builder.UseTransport(() => broken switch
        {
            "effect" => new ResendAnything(new SocketsHttpHandler()),
            "key" => new KeyPerAttempt(new SocketsHttpHandler()),
            "refusal" => new BreaksAreRefusals(new SocketsHttpHandler()),
            "proof" => new AlwaysNew(new SocketsHttpHandler()),
            _ => new SocketsHttpHandler(),
        });
        _services = services.BuildServiceProvider();
    }

    public static async Task<WriteApp> StartAsync(ForgetfulVendor vendor, string? broken, CancellationToken cancellationToken)
    {
        var host = SimulatorHost.Create(vendor);
        await host.StartAsync(cancellationToken: cancellationToken);
        return new(host, broken);
    }

    /// <summary>Writes everything, several bulks at once.</summary>
    /// <returns>How each write ended.</returns>
    public async Task<IReadOnlyList<WriteOutcome<Friend>>> WriteAsync(WriteWay way, IEnumerable<Friend> friends, CancellationToken cancellationToken)
    {
        var key = new ConnectionKey(way.Provider, "tenant");
        await _services.GetRequiredService<IConnections>().ConnectAsync(key, new BearerCredential("token"), cancellationToken: cancellationToken);
        var model = (await _services.GetRequiredService<IConnectorFactory>().OpenAsync(key, cancellationToken)).Model<Friend>();
        var bulks = friends.Select(ModelWrite<Friend>.Create).Index().GroupBy(static write => write.Index % AtOnce, static write => write.Item);
        var outcomes = await Task.WhenAll(bulks.Select(async bulk => await model.WriteAsync(bulk.ToAsyncEnumerable(), cancellationToken: cancellationToken).ToListAsync(cancellationToken)));
        return [.. outcomes.SelectMany(static bulk => bulk)];
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _host.DisposeAsync();
    }
}
