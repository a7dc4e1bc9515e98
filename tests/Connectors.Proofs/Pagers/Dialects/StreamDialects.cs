using System.Globalization;
using System.Text.Json;
using Connectors.Definitions;

namespace Connectors.Proofs.Pagers;

/// <summary>Vendors that give the whole list in one answer.</summary>
internal static class StreamDialects
{
    private const string Name = "items.export";

    public static IEnumerable<Dialect> All { get; } =
    [
        Made(
            "NDJSON",
            StreamOf.NdJson(PagerJson.Default.Item),
            static view => Wire.Text(string.Concat(view.Rows.Select(static row => JsonSerializer.Serialize(Wire.Item(row)) + "\n")), "application/x-ndjson")),
        Made(
            "CSV",
            StreamOf.Csv(static row => new Item(row.Text("id"), long.Parse(row["number"], CultureInfo.InvariantCulture), DateTimeOffset.Parse(row["updatedAt"], CultureInfo.InvariantCulture))),
            static view => Wire.Text("id,number,updatedAt\r\n" + string.Concat(view.Rows.Select(static row => $"\"{row.Id}\",{row.Number},{row.Time}\r\n")), "text/csv")),
        Made(
            "JSON array in one answer",
            StreamOf.JsonArray(PagerJson.Default.Item, "data", "items"),
            static view => Wire.Json(new { data = new { count = view.Total, items = Wire.Items(view) }, status = "ok" })),
        Made(
            "XML in one answer",
            StreamOf.Xml("item", SoapPage.ReadItem, root: "items"),
            static view => Wire.Text($"<items>{string.Concat(view.Rows.Select(static row => $"<item id=\"{row.Id}\" number=\"{row.Number}\" updatedAt=\"{row.Time}\"/>"))}</items>", "application/xml")),
    ];

    private static MadeDialect Made(string name, RecordReader<Item> reader, Func<View, HttpResponseMessage> write) => new(name, Style.Stream)
    {
        PageSize = 100,
        Define = sight => Endpoint.Streamed(Name, static _ => RequestSpec.Get("/items/export"), reader, id: sight.Id),
        Understand = static ask => ask with { Size = int.MaxValue },
        Answer = (_, view) => write(view),
    };
}
