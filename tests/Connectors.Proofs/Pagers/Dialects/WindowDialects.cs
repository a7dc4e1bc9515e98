using System.Globalization;
using Connectors.Definitions;

namespace Connectors.Proofs.Pagers;

/// <summary>Vendors that give only the first records of what is asked for, so that it must be asked for in parts.</summary>
internal static class WindowDialects
{
    /// <summary>How many records of one query such a vendor gives.</summary>
    public const int Cap = 1000;

    private const string Name = "items.search";
    private static readonly DateTimeOffset s_oldest = new(2025, 12, 31, 0, 0, 0, TimeSpan.Zero);

    public static IEnumerable<Dialect> All { get; } =
    [
        Made("capped offset in windows of time", exact: true, static sight => PageBy.TimeWindows(Offset(sight), Cap, s_oldest, TimeSpan.FromSeconds(1)), ByTime),
        Made("capped offset in windows of time, with a capped total", exact: false, static sight => PageBy.TimeWindows(Offset(sight), Cap, s_oldest, TimeSpan.FromSeconds(1)), ByTime),
        Made("capped offset in windows of ids", exact: true, static sight => PageBy.IdWindows(Offset(sight), Cap), ById),
    ];

    private static MadeDialect Made(string name, bool exact, Func<Sight, Pager<PlainPage>> pager, Func<EndpointContext, RequestSpec> request) => new(name, Style.Window)
    {
        PageSize = 100,
        HasTotal = true,
        NeedsEmptyPage = true,
        Define = sight => Endpoint.List(
            Name,
            request,
            PageOf.Json(PagerJson.Default.PlainPage, static page => page.Items, "items"),
            pager(sight),
            id: sight.Id,
            total: static page => page.Total),
        Understand = static ask => ask with { Index = Number(ask, "offset") ?? 0, Size = CursorDialects.Size(ask) },
        Find = (data, ask) => Find(data, ask, exact),
        Answer = static (_, view) => Wire.Json(new { items = Wire.Items(view), total = view.Total }),
    };

    private static Pager<PlainPage> Offset(Sight sight) => PageBy.Offset<PlainPage>("offset", size: "limit", max: 1000, overlap: sight.Overlaps);

    private static RequestSpec ByTime(EndpointContext context) => RequestSpec.Get("/items/search")
        .Query("from", context.PageWindow?.From.ToUnixTimeMilliseconds())
        .Query("to", context.PageWindow?.To?.ToUnixTimeMilliseconds());

    private static RequestSpec ById(EndpointContext context) => RequestSpec.Get("/items/search")
        .Query("from_id", context.PageWindow?.FromId)
        .Query("to_id", context.PageWindow?.ToId);

    private static View Find(Dataset data, Ask ask, bool exact)
    {
        var (from, to, fromId, toId) = (Number(ask, "from"), Number(ask, "to"), Number(ask, "from_id"), Number(ask, "to_id"));
        var found = data.Rows.Where(row => row.At.ToUnixTimeMilliseconds() is var at && !(at < from) && !(at >= to) && !(row.Number < fromId) && !(row.Number >= toId)).ToList();
        var rows = found.Take(Cap).Skip((int)Math.Min(ask.Index, Cap)).Take(ask.Size).ToList();
        return new(rows) { Total = exact ? found.Count : Math.Min(found.Count, Cap) };
    }

    private static long? Number(Ask ask, string name) => long.TryParse(ask.Query(name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
}
