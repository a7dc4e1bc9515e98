using System.Text.Json;
using Connectors.Definitions;

namespace Connectors.Proofs.Pagers;

/// <summary>Vendors that give a text with which the next page is asked for.</summary>
internal static class CursorDialects
{
    private const string Name = "items.list";

    public static IEnumerable<Dialect> All { get; } =
    [
        new MadeDialect("cursor", Style.Cursor)
        {
            Define = static sight => Endpoint.List(
                Name,
                static _ => RequestSpec.Get("/items"),
                PageOf.Json(PagerJson.Default.PlainPage, static page => page.Items, "items"),
                sight.Pager(PageBy.Cursor<PlainPage>("after", static page => page.Next, size: "limit", max: 1000)),
                id: sight.Id),
            Understand = static ask => ask.At(ask.Query("after"), Size(ask)),
            Answer = static (_, view) => Wire.Json(new { items = Wire.Items(view), next = Wire.Next(view) }),
        },
        new MadeDialect("cursor with a total", Style.Cursor)
        {
            HasTotal = true,
            Define = static sight => Endpoint.List(
                Name,
                static _ => RequestSpec.Get("/items"),
                PageOf.Json(PagerJson.Default.PlainPage, static page => page.Items, "items"),
                sight.Pager(PageBy.Cursor<PlainPage>("after", static page => page.Next, size: "limit", max: 1000)),
                id: sight.Id,
                total: sight.Total<PlainPage>(static page => page.Total)),
            Understand = static ask => ask.At(ask.Query("after"), Size(ask)),
            Answer = static (_, view) => Wire.Json(new { items = Wire.Items(view), next = Wire.Next(view), total = view.Total }),
        },
        new MadeDialect("cursor with an id-keyed map", Style.Cursor)
        {
            Define = static sight => Endpoint.List(
                Name,
                static _ => RequestSpec.Get("/items"),
                PageOf.JsonMap(PagerJson.Default.MapPage, static page => page.Changed, "changed"),
                sight.Pager(PageBy.Cursor<MapPage>("after", static page => page.Next, size: "limit", max: 1000)),
                id: sight.Id),
            Understand = static ask => ask.At(ask.Query("after"), Size(ask)),
            Answer = static (_, view) => Wire.Json(new { changed = view.NoRows ? null : view.Rows.DistinctBy(row => row.Id).ToDictionary(row => row.Id, Wire.Item), next = Wire.Next(view) }),
        },
        new MadeDialect("cursor in a POST body", Style.Cursor)
        {
            Define = static sight => Endpoint.List(
                Name,
                static context => RequestSpec.Post("/items/search").Json(new(context.PageSize ?? 100, Sight.Plain(context.PageState)), PagerJson.Default.SearchAsk),
                PageOf.Json(PagerJson.Default.PlainPage, static page => page.Items, "items"),
                sight.Pager(PageBy.State<PlainPage>(static (page, _) => page.Next)),
                id: sight.Id),
            Understand = static ask => ask.At(InBody(ask, "after"), SizeInBody(ask, "limit")),
            Answer = static (_, view) => Wire.Json(new { items = Wire.Items(view), next = Wire.Next(view) }),
        },
        new MadeDialect("cursor for another endpoint, with has_more", Style.Cursor)
        {
            SaysMore = true,
            Define = static sight => Endpoint.List(
                Name,
                static context => Sight.Plain(context.PageState) is { } cursor
                    ? RequestSpec.Post("/folder/continue").Json(new(cursor), PagerJson.Default.ContinueAsk)
                    : RequestSpec.Post("/folder").Json(new(context.PageSize ?? 100, null), PagerJson.Default.SearchAsk),
                PageOf.Json(PagerJson.Default.FolderPage, static page => page.Entries, "entries"),
                sight.Pager(PageBy.State<FolderPage>(static (page, _) => page.HasMore ? Needed(page.Cursor) : null, static page => page.HasMore ? null : page.Cursor)),
                id: sight.Id),
            Understand = static ask => InBody(ask, "cursor") is { } cursor ? ask.At(cursor, ask.Size) : ask.At(null, SizeInBody(ask, "limit")),
            Answer = static (_, view) => Wire.Json(new { entries = Wire.Items(view), cursor = view.Next ?? (view.More is null ? "end" : null), has_more = view.HasMore }),
        },
    ];

    /// <summary>Reads the size that a query asks for.</summary>
    public static int Size(Ask ask, string name = "limit") => int.TryParse(ask.Query(name), out var size) ? size : ask.Size;

    /// <summary>Reads a text out of a JSON body.</summary>
    public static string? InBody(Ask ask, params string[] at) => Find(ask, at) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    /// <summary>Reads a number out of a JSON body.</summary>
    public static int SizeInBody(Ask ask, params string[] at) => Find(ask, at) is { ValueKind: JsonValueKind.Number } number ? number.GetInt32() : ask.Size;

    /// <summary>A page that promises more must say where.</summary>
    private static string Needed(string? cursor) => cursor is { Length: > 0 } ? cursor : throw new UnreadableAnswerException("it promises more, without a cursor");

    private static JsonElement? Find(Ask ask, string[] at)
    {
        using var document = JsonDocument.Parse(ask.Body);
        var place = document.RootElement;
        foreach (var name in at)
        {
            if (place.ValueKind != JsonValueKind.Object || !place.TryGetProperty(name, out place))
            {
                return null;
            }
        }

        return place.Clone();
    }
}
