using Connectors.Definitions;

namespace Connectors.Proofs.Pagers;

/// <summary>Vendors that give the address of the next page.</summary>
internal static class LinkDialects
{
    private const string Name = "items.list";

    public static IEnumerable<Dialect> All { get; } =
    [
        new MadeDialect("Link header", Style.Cursor | Style.Link)
        {
            Define = static sight => Endpoint.List(
                Name,
                static _ => RequestSpec.Get("/items"),
                PageOf.Json(PagerJson.Default.PlainPage, static page => page.Items, "items"),
                sight.Pager(PageBy.LinkHeader<PlainPage>(size: "limit", max: 1000)),
                id: sight.Id),
            Understand = Understand,
            Answer = static (ask, view) =>
            {
                var answer = Wire.Json(new { items = Wire.Items(view) });
                if (Absolute(ask, view) is { } next)
                {
                    answer.Headers.TryAddWithoutValidation("Link", $"<{First(ask)}>; rel=\"first\", <{next}>; rel=\"next\"");
                }

                return answer;
            },
        },
        new MadeDialect("absolute next link", Style.Cursor | Style.Link)
        {
            Define = sight => Plain(sight, withTotal: false),
            Understand = Understand,
            Answer = static (ask, view) => Wire.Json(new { items = Wire.Items(view), next = Absolute(ask, view) }),
        },
        new MadeDialect("relative next link", Style.Cursor | Style.Link)
        {
            Define = sight => Plain(sight, withTotal: false),
            Understand = Understand,
            Answer = static (ask, view) => Wire.Json(new { items = Wire.Items(view), next = view.Link ?? (view.Next is null ? view.EmptyText ? "" : null : $"?{Query(ask, view.Next)}") }),
        },
        new MadeDialect("next link with a total", Style.Cursor | Style.Link)
        {
            HasTotal = true,
            Define = sight => Plain(sight, withTotal: true),
            Understand = Understand,
            Answer = static (ask, view) => Wire.Json(new { items = Wire.Items(view), next = Absolute(ask, view)?.Replace(PagerVendor.Address.GetLeftPart(UriPartial.Authority), "", StringComparison.Ordinal), total = view.Total }),
        },
        new MadeDialect("OData", Style.Cursor | Style.Link)
        {
            HasTotal = true,
            Define = static sight => Endpoint.List(
                Name,
                static _ => RequestSpec.Get("/items").Query("$count", "true"),
                PageOf.Json(PagerJson.Default.ODataPage, static page => page.Value, "value"),
                sight.Pager(PageBy.NextLink<ODataPage>(static page => page.Next, size: "$top", max: 1000)),
                id: sight.Id,
                total: sight.Total<ODataPage>(static page => page.Count)),
            Understand = static ask => ask.At(ask.Query("$skiptoken"), CursorDialects.Size(ask, "$top")),
            Answer = static (ask, view) => Wire.Json(new Dictionary<string, object?>
            {
                ["value"] = Wire.Items(view),
                ["@odata.count"] = ask.Cursor is null ? view.Total : null,
                ["@odata.nextLink"] = view.Link ?? (view.Next is null ? null : $"{First(ask)}?$top={ask.Size}&$skiptoken={Uri.EscapeDataString(view.Next)}"),
            }),
        },
        new MadeDialect("HAL", Style.Cursor | Style.Link)
        {
            HasTotal = true,
            Define = static sight => Endpoint.List(
                Name,
                static _ => RequestSpec.Get("/items"),
                PageOf.Json(PagerJson.Default.HalPage, static page => page.Embedded?.Items, "_embedded", "items"),
                sight.Pager(PageBy.NextLink<HalPage>(static page => page.Links?.Next.Href, size: "limit", max: 1000)),
                id: sight.Id,
                total: sight.Total<HalPage>(static page => page.Total)),
            Understand = Understand,
            Answer = static (ask, view) => Wire.Json(new
            {
                _embedded = new { items = Wire.Items(view) },
                _links = new { self = new { href = "/v1/items" }, next = Absolute(ask, view) is { } next ? new { href = next } : null },
                total = view.Total,
            }),
        },
        new MadeDialect("JSON:API", Style.Cursor | Style.Link)
        {
            Define = static sight => Endpoint.List(
                Name,
                static _ => RequestSpec.Get("/items"),
                PageOf.Json(PagerJson.Default.JsonApiPage, static page => page.Data, "data"),
                sight.Pager(PageBy.NextLink<JsonApiPage>(static page => page.Links?.Next.Href, size: "page[size]", max: 1000)),
                id: sight.Id),
            Understand = static ask => ask.At(ask.Query("page[after]"), CursorDialects.Size(ask, "page[size]")),
            Answer = static (ask, view) => Wire.Json(new
            {
                data = Wire.Items(view),
                links = new { next = view.Link ?? (view.Next is null ? null : $"/v1/items?page%5Bsize%5D={ask.Size}&page%5Bafter%5D={Uri.EscapeDataString(view.Next)}") },
            }),
        },
    ];

    private static string First(Ask ask) => ask.Request.RequestUri!.GetLeftPart(UriPartial.Path);

    private static Ask Understand(Ask ask) => ask.At(ask.Query("after"), CursorDialects.Size(ask));

    private static string Query(Ask ask, string next) => $"limit={ask.Size}&after={Uri.EscapeDataString(next)}";

    private static string? Absolute(Ask ask, View view) => view.Link ?? (view.Next is null ? null : $"{First(ask)}?{Query(ask, view.Next)}");

    private static ListEndpoint<Item> Plain(Sight sight, bool withTotal) => Endpoint.List(
        Name,
        static _ => RequestSpec.Get("/items"),
        PageOf.Json(PagerJson.Default.PlainPage, static page => page.Items, "items"),
        sight.Pager(PageBy.NextLink<PlainPage>(static page => page.Next, size: "limit", max: 1000)),
        id: sight.Id,
        total: withTotal ? sight.Total<PlainPage>(static page => page.Total) : null);
}
