using System.IO.Compression;
using System.Net;
using Connectors.Core.Tests.Http;
using Connectors.Definitions;

namespace Connectors.Core.Tests.Formats;

/// <summary>Lists that are streamed, and the answers that they get.</summary>
internal static class Exports
{
    public static ListEndpoint<Item> Csv { get; } = Endpoint.Streamed(
        "items.csv", _ => RequestSpec.Get("/items.csv"), StreamOf.Csv(row => new Item(int.Parse(row["id"]), row.Text("name"))), id: item => item.Id.ToString());

    public static ListEndpoint<Item> Lines { get; } = Endpoint.Streamed("items.lines", _ => RequestSpec.Get("/items.jsonl"), StreamOf.NdJson(ItemJson.Default.Item));

    public static ListEndpoint<Item> Array { get; } = Endpoint.Streamed("items.array", _ => RequestSpec.Get("/items.json"), StreamOf.JsonArray(ItemJson.Default.Item, "items"));

    public static ListEndpoint<Item> Xml { get; } = Endpoint.Streamed("items.xml", _ => RequestSpec.Get("/items.xml"), StreamOf.Xml("item", element => new Item((int)element.Attribute("id")!, element.Value)));

    public static ListEndpoint<string, Item> OfJob { get; } = Endpoint.Streamed<string, Item>("jobs.results", (job, _) => RequestSpec.Get($"/jobs/{job}/results"), StreamOf.NdJson(ItemJson.Default.Item));

    public static FakeWire ThenStream(this FakeWire wire, Func<Stream> body, string mediaType = "text/csv", long? length = null, string? coding = null, HttpStatusCode status = HttpStatusCode.OK) => wire.Then((_, _) =>
    {
        var content = new StreamContent(body());
        content.Headers.ContentType = System.Net.Http.Headers.MediaTypeHeaderValue.Parse(mediaType);
        content.Headers.ContentLength = length;
        if (coding is not null)
        {
            content.Headers.TryAddWithoutValidation("Content-Encoding", coding);
        }

        return Task.FromResult(new HttpResponseMessage(status) { Content = content });
    });

    public static byte[] Compressed(string coding, ReadOnlySpan<byte> bytes, CompressionLevel level = CompressionLevel.Fastest)
    {
        var target = new MemoryStream();
        using (Stream encoder = coding switch
        {
            "gzip" => new GZipStream(target, level),
            "br" => new BrotliStream(target, level),
            "zlib" => new ZLibStream(target, level),
            _ => new DeflateStream(target, level),
        })
        {
            encoder.Write(bytes);
        }

        return target.ToArray();
    }
}
