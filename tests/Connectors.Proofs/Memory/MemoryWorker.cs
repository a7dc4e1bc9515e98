using System.Diagnostics;
using System.Globalization;
using Connectors.Definitions;
using Connectors.Proofs.Shell;
using Microsoft.Extensions.DependencyInjection;

namespace Connectors.Proofs.Memory;

/// <summary>One process of the app: reads one thing to its end, and tells what it held.</summary>
internal static class MemoryWorker
{
    public const string Command = "memory-worker";
    private const string Provider = "memory";

    /// <summary>Tells how many records (bytes of a file) were read, the largest working set, and the live heap while the last of them is there.</summary>
    public static async Task<int> RunAsync(string[] arguments, TextReader input, TextWriter output, CancellationToken cancellationToken)
    {
        var (name, count, broken) = (arguments[1], long.Parse(arguments[2], CultureInfo.InvariantCulture), arguments[4]);
        await using var app = App(new(arguments[3]), broken);
        await app.GetRequiredService<IConnections>().ConnectAsync(new(Provider, "one"), new BearerCredential("token"), cancellationToken: cancellationToken);
        var connector = await app.GetRequiredService<IConnectorFactory>().OpenAsync(new ConnectionKey(Provider, "one"), cancellationToken);
        var (read, held) = name == "download"
            ? await DownloadAsync(connector, count, broken, cancellationToken)
            : await ListAsync(connector, name, count, broken, cancellationToken);
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{read} {held.Peak} {held.Live}"));
        await input.ReadToEndAsync(cancellationToken);
        return CommandLine.Holds;
    }

    private static async Task<(long Read, Held Held)> ListAsync(IConnector connector, string name, long count, string broken, CancellationToken cancellationToken)
    {
        var (read, held, kept) = (0L, new Held(0, 0), new List<object>());
        var list = name switch { "paged" => s_paged.For(count), "csv" => s_csv.For(count), _ => s_array.For(count) };
        await foreach (var page in connector.ListAsync(list).AsPages(cancellationToken: cancellationToken))
        {
            read += page.Items.Count;
            if (broken == "pages")
            {
                kept.Add(page.Items);
            }

            if (read >= count)
            {
                held = Held.Now();
            }
        }

        GC.KeepAlive(kept);
        return (read, held);
    }

    private static async Task<(long Read, Held Held)> DownloadAsync(IConnector connector, long count, string broken, CancellationToken cancellationToken)
    {
        var (read, held, kept) = (0L, new Held(0, 0), new List<object>());
        await using var download = await connector.DownloadAsync(s_file, count, cancellationToken: cancellationToken);
        var buffer = new byte[64 << 10];
        while (await download.Content.ReadAsync(buffer, cancellationToken) is > 0 and var got)
        {
            read += got;
            if (broken == "pages")
            {
                kept.Add(buffer[..got]);
            }

            if (read == count)
            {
                held = Held.Now();
            }
        }

        GC.KeepAlive(kept);
        return download is { IsVerified: true, Resumptions: 1 } ? (read, held) : throw new InvalidOperationException("The file was not gone on with, or not verified.");
    }

    private static ServiceProvider App(Uri vendor, string broken)
    {
        var services = new ServiceCollection();
        var builder = services.AddConnectors().AddConnector(Definition, options => options.Hosts["api"] = vendor.ToString().TrimEnd('/'));
        if (broken == "streaming")
        {
            builder.UseTransport(() => new WholeBodies(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }));
        }

        return services.BuildServiceProvider();
    }

    private static readonly ListEndpoint<long, MemoryRecord> s_paged = Endpoint.List<long, MemoryPage, MemoryRecord>(
        "records.paged", (count, _) => RequestSpec.Get("/paged").Query("count", count), PageOf.Json(MemoryJson.Default.MemoryPage, page => page.Items, "items"), PageBy.Cursor<MemoryPage>("after", page => page.Next), id: record => record.Id);

    private static readonly ListEndpoint<long, MemoryRecord> s_csv = Endpoint.Streamed<long, MemoryRecord>(
        "records.csv",
        (count, _) => RequestSpec.Get("/csv").Query("count", count),
        StreamOf.Csv(row => new MemoryRecord(row.Text("id")!, row.Text("name")!, row.Text("email")!, row.Text("company")!, DateTimeOffset.Parse(row["updatedAt"], CultureInfo.InvariantCulture))));

    private static readonly ListEndpoint<long, MemoryRecord> s_array = Endpoint.Streamed<long, MemoryRecord>(
        "records.array", (count, _) => RequestSpec.Get("/array").Query("count", count), StreamOf.JsonArray(MemoryJson.Default.MemoryRecord));

    private static readonly DownloadEndpoint<long> s_file = Endpoint.Download<long>("file.get", (count, _) => RequestSpec.Get("/file").Query("count", count));

    private static ConnectorDefinition Definition { get; } = new()
    {
        Id = Provider,
        DisplayName = "Memory",
        Hosts = "https://api.memory.test",
        Auth = [new BearerScheme("token")],
        Endpoints = [s_paged, s_csv, s_array, s_file],
    };

    /// <summary>Reads each body whole before anybody else has it.</summary>
    private sealed class WholeBodies(HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = await base.SendAsync(request, cancellationToken);
            try
            {
                await response.Content.LoadIntoBufferAsync(cancellationToken);
            }
            catch (HttpRequestException)
            {
                // The body breaks off, as it is meant to once; whoever reads it is told.
            }

            return response;
        }
    }

    /// <summary>What the process held, at most and now.</summary>
    private sealed record Held(long Peak, long Live)
    {
        public static Held Now()
        {
            using var process = Process.GetCurrentProcess();
            var peak = process.PeakWorkingSet64;
            for (var round = 0; round < 2; round++)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }

            return new(peak, GC.GetTotalMemory(forceFullCollection: true));
        }
    }
}
