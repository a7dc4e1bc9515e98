using System.Collections.Concurrent;
using System.IO.Compression;
using System.Text;
using Connectors.Simulators;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Connectors.Proofs.Faults;

/// <summary>What goes wrong with an answer.</summary>
internal enum Fault
{
    None,
    ServiceUnavailable,
    BadGateway,
    Reset,
    ShortBody,
    ResetInBody,
    TornJson,
    CutGzip,
    Stall,
}

/// <summary>A provider with one list, on a port of its own, whose answers go wrong now and then; it keeps its own count.</summary>
/// <param name="seed">Decides which answers go wrong, and how.</param>
/// <param name="pages">How many pages the list has.</param>
internal sealed class FaultyVendor(int seed, int pages) : Simulator
{
    public const int PageSize = 100;

    private readonly ConcurrentDictionary<int, int> _asked = new();
    private int _played;

    public override string Provider => "faulty";

    public override IReadOnlyList<string> Hosts => ["faulty.test"];

    /// <summary>Gets how many answers of a hundred go wrong.</summary>
    public int FaultsInAHundred { get; init; }

    /// <summary>Gets the page whose every answer goes wrong, and how.</summary>
    public (int Page, Fault Fault)? Persisting { get; init; }

    /// <summary>Gets how many answers went wrong.</summary>
    public int Played => Volatile.Read(ref _played);

    /// <summary>Gets the ids of all records.</summary>
    public IEnumerable<string> Ids => Enumerable.Range(0, pages * PageSize).Select(Id);

    protected override void Map(IEndpointRouteBuilder routes) => routes.MapGet("/records", AnswerAsync);

    protected override void Populate(SeededRandom random)
    {
    }

    protected override Task WriteErrorAsync(HttpContext context, int status) => Answer.JsonAsync(context, status, new { message = "no" });

    private static string Id(int number) => $"r{number}";

    private Fault FaultOf(int page)
    {
        if (Persisting is { } persisting && persisting.Page == page)
        {
            return persisting.Fault;
        }

        var random = new SeededRandom(seed, $"{page}/{_asked.AddOrUpdate(page, 1, static (_, count) => count + 1)}");
        return random.Next(100) < FaultsInAHundred ? (Fault)(1 + random.Next(Enum.GetValues<Fault>().Length - 1)) : Fault.None;
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var page = int.TryParse(context.Request.Query["after"], out var after) ? after : 0;
        var fault = FaultOf(page);
        Interlocked.Add(ref _played, fault == Fault.None ? 0 : 1);
        var body = Body(page);
        var half = body.AsMemory(0, body.Length / 2);
        var response = context.Response;
        response.ContentType = "application/json";
        switch (fault)
        {
            case Fault.ServiceUnavailable or Fault.BadGateway:
                response.StatusCode = fault == Fault.BadGateway ? StatusCodes.Status502BadGateway : StatusCodes.Status503ServiceUnavailable;
                break;
            case Fault.Reset:
                context.Abort();
                break;
            case Fault.ShortBody or Fault.Stall:
                response.ContentLength = body.Length;
                await WriteAsync(response, half);
                await (fault == Fault.Stall ? Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(static _ => { }, TaskScheduler.Default) : Task.CompletedTask);
                break;
            case Fault.ResetInBody:
                await WriteAsync(response, half);
                context.Abort();
                break;
            case Fault.TornJson:
                await WriteAsync(response, half);
                break;
            case Fault.CutGzip:
                response.Headers.ContentEncoding = "gzip";
                var zipped = Zip(body);
                await WriteAsync(response, zipped.AsMemory(0, zipped.Length / 2));
                break;
            default:
                await WriteAsync(response, body);
                break;
        }
    }

    private static async Task WriteAsync(HttpResponse response, ReadOnlyMemory<byte> bytes)
    {
        await response.Body.WriteAsync(bytes);
        await response.Body.FlushAsync();
    }

    private static byte[] Zip(byte[] body)
    {
        using var zipped = new MemoryStream();
        using (var gzip = new GZipStream(zipped, CompressionLevel.Fastest))
        {
            gzip.Write(body);
        }

        return zipped.ToArray();
    }

    private byte[] Body(int page)
    {
        var records = string.Join(',', Enumerable.Range(page * PageSize, PageSize).Select(static number => $$"""{"id":"{{Id(number)}}","name":"record {{number}}"}"""));
        return Encoding.UTF8.GetBytes($$"""{"items":[{{records}}]{{(page + 1 < pages ? $",\"next\":\"{page + 1}\"" : "")}}}""");
    }
}
