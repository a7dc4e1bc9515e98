using Connectors.Definitions;

namespace Connectors.Proofs.Pagers;

/// <summary>Vendors whose last page gives a token for later changes.</summary>
internal static class DeltaDialects
{
    public static IEnumerable<Dialect> All { get; } =
    [
        new MadeDialect("cursor with a sync token", Style.Cursor)
        {
            Define = static sight => Endpoint.List(
                "items.list",
                static _ => RequestSpec.Get("/items"),
                PageOf.Json(PagerJson.Default.DeltaPage, static page => page.Items, "items"),
                sight.Pager(PageBy.Cursor<DeltaPage>("pageToken", static page => page.NextPageToken, size: "maxResults", max: 1000, delta: static page => page.NextSyncToken, deltaParameter: "syncToken")),
                id: sight.Id),
            Understand = static ask => ask.At(ask.Query("pageToken"), CursorDialects.Size(ask, "maxResults")),
            Answer = static (_, view) => Wire.Json(new { items = Wire.Items(view), nextPageToken = Wire.Next(view), nextSyncToken = view.Next is null ? "s1" : null }),
        },
        new MadeDialect("OData with a delta link", Style.Cursor | Style.Link)
        {
            Define = static sight => Endpoint.List(
                "items.delta",
                static _ => RequestSpec.Get("/items/delta"),
                PageOf.Json(PagerJson.Default.ODataPage, static page => page.Value, "value"),
                sight.Pager(PageBy.NextLink<ODataPage>(static page => page.Next, delta: static page => page.Delta)),
                id: sight.Id),
            Understand = static ask => ask.At(ask.Query("$skiptoken"), ask.Size),
            Answer = static (ask, view) => Wire.Json(new Dictionary<string, object?>
            {
                ["value"] = Wire.Items(view),
                ["@odata.nextLink"] = view.Link ?? (view.Next is null ? null : $"{ask.Request.RequestUri!.GetLeftPart(UriPartial.Path)}?$skiptoken={Uri.EscapeDataString(view.Next)}"),
                ["@odata.deltaLink"] = view.Next is null ? $"{ask.Request.RequestUri!.GetLeftPart(UriPartial.Path)}?$deltatoken=d1" : null,
            }),
        },
    ];
}
