using System.Diagnostics;
using System.Globalization;
using Connectors.Auth;
using Connectors.Definitions;
using Connectors.Proofs.Shell;
using Connectors.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Connectors.Proofs.Limits;

/// <summary>What one process of the app is told.</summary>
/// <param name="Kind"><c>sqlite</c> or <c>postgresql</c>.</param>
/// <param name="Schema">The PostgreSQL schema.</param>
/// <param name="Vendor">The vendor's address.</param>
/// <param name="Permits">What each limit allows.</param>
/// <param name="Span">The window of each.</param>
/// <param name="Broken">The guard that is taken away.</param>
internal sealed record SharedOrder(string Kind, string Schema, Uri Vendor, int Permits, TimeSpan Span, string? Broken)
{
    public string[] Arguments(string command) =>
    [
        command, Kind, Schema, Vendor.ToString(), Permits.ToString(CultureInfo.InvariantCulture), Span.TotalMilliseconds.ToString(CultureInfo.InvariantCulture), Broken ?? "-",
    ];

    public static SharedOrder Parse(string[] arguments) => new(
        arguments[1], arguments[2], new(arguments[3]), int.Parse(arguments[4], CultureInfo.InvariantCulture),
        TimeSpan.FromMilliseconds(double.Parse(arguments[5], CultureInfo.InvariantCulture)), arguments[6] == "-" ? null : arguments[6]);
}

/// <summary>One process of the app: offers calls against both limits at a steady rate, as the parent says.</summary>
internal static class SharedWorker
{
    public const string Command = "limits-worker";
    public const string PlaceVariable = "CONNECTORS_PROOF_PLACE";

    private static readonly ConnectionKey s_connection = new(SharedVendor.Name, "t");
    private static readonly Endpoint<int, NoContent>[] s_endpoints = [.. SharedVendor.Groups.Select(group =>
        Endpoint.Read<int, NoContent>($"{group}.get", (_, _) => RequestSpec.Get($"/{group}"), Body.None, limit: group, anonymous: true))];

    /// <summary>Runs the process: <c>go seconds rate</c> offers so many calls a second of each limit for so long, and tells what came of it.</summary>
    public static async Task<int> RunAsync(string[] arguments, TextReader input, TextWriter output, CancellationToken cancellationToken)
    {
        var order = SharedOrder.Parse(arguments);
        var counted = new CountedStore(order.Broken);
        await using var app = Create(order, counted);
        await app.GetRequiredService<IConnectionStore>().TryWriteAsync(new() { Key = s_connection, CredentialId = "c", AuthScheme = "key" }, cancellationToken);
        var connector = await app.GetRequiredService<IConnectorFactory>().OpenAsync(s_connection, cancellationToken);
        foreach (var endpoint in s_endpoints)
        {
            // The first call of a process loads and compiles for longer than any other takes.
            await connector.CallAsync(endpoint, 0, cancellationToken: cancellationToken);
        }

        await output.WriteLineAsync("ready");
        while (await input.ReadLineAsync(cancellationToken) is { } line)
        {
            var words = line.Split(' ');
            var (seconds, rate) = (double.Parse(words[1], CultureInfo.InvariantCulture), double.Parse(words[2], CultureInfo.InvariantCulture));
            await output.WriteLineAsync(await OfferAsync(connector, counted, seconds, rate));
        }

        return CommandLine.Holds;
    }

    private static async Task<string> OfferAsync(IConnector connector, CountedStore counted, double seconds, double rate)
    {
        using var end = new CancellationTokenSource(TimeSpan.FromSeconds(seconds));
        var (offered, failed, before, started, calls) = (0, (string?)null, counted.Takings, Stopwatch.GetTimestamp(), new List<Task>());
        while (!end.IsCancellationRequested)
        {
            for (; offered < Stopwatch.GetElapsedTime(started).TotalSeconds * rate; offered++)
            {
                calls.AddRange(s_endpoints.Select(CallAsync));
            }

            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        }

        await Task.WhenAll(calls);
        return $"{offered * s_endpoints.Length} {counted.Takings - before} {failed}";

        async Task CallAsync(Endpoint<int, NoContent> endpoint)
        {
            try
            {
                await connector.CallAsync(endpoint, 0, new() { MaxQuotaWait = TimeSpan.FromHours(1) }, end.Token);
            }
            catch (OperationCanceledException)
            {
                // Still waiting when the time was over.
            }
            catch (ConnectorException error)
            {
                failed = error.Message.ReplaceLineEndings(" ");
            }
        }
    }

    private static ServiceProvider Create(SharedOrder order, CountedStore counted)
    {
        var place = Environment.GetEnvironmentVariable(PlaceVariable)!;
        var isShared = order.Broken != CountedStore.Shared;
        var services = new ServiceCollection();
        var builder = services.AddConnectors()
            .AddConnector(Definition(order))
            .UseTransport(() => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false, MaxConnectionsPerServer = 64 })
            .UseEncryptionKeys(new EphemeralEncryptionKeys());
        _ = order.Kind == "sqlite"
            ? builder.UseSqlite(place, options => options.ShareQuota = isShared)
            : builder.UsePostgreSql(place, options => (options.Schema, options.ShareQuota) = (order.Schema, isShared));
        counted.Decorate(builder);
        return services.BuildServiceProvider();
    }

    private static ConnectorDefinition Definition(SharedOrder order) => new()
    {
        Id = SharedVendor.Name,
        DisplayName = "Limited",
        Hosts = order.Vendor.ToString().TrimEnd('/'),
        Endpoints = s_endpoints,
        Auth = [ApiKeyScheme.Header("X-Key", name: "key")],
        Limits =
        [
            new(SharedVendor.Groups[0], LimitScope.App, LimitKind.FixedWindow, order.Permits, order.Span) { Group = SharedVendor.Groups[0] },
            new(SharedVendor.Groups[1], LimitScope.App, LimitKind.SlidingWindow, order.Permits, order.Span) { Group = SharedVendor.Groups[1] },
        ],
    };
}
