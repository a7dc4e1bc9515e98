using Connectors.Definitions;

namespace Connectors.Proofs.Pagers;

/// <summary>Vendors that are told the last record's id or time, and GraphQL connections.</summary>
internal static class KeyDialects
{
    private const string Name = "items.list";
    private const string Query = "query($first:Int,$after:String,$last:Int,$before:String){team{items(first:$first,after:$after,last:$last,before:$before){nodes{id number updatedAt} pageInfo{hasNextPage endCursor hasPreviousPage startCursor} totalCount}}}";

    public static IEnumerable<Dialect> All { get; } =
    [
        new MadeDialect("starting_after with has_more", Style.Key)
        {
            SaysMore = true,
            Define = static sight => Endpoint.List(
                Name,
                static _ => RequestSpec.Get("/items"),
                PageOf.Json(PagerJson.Default.StripePage, static page => page.Data, "data"),
                sight.Pager(PageBy.Keyset<StripePage, Item>(static item => item.Id, static page => page.HasMore, sight.Keys, "starting_after", size: "limit", max: 1000)),
                id: sight.Id),
            Understand = static ask => ask with { Key = ask.Query("starting_after"), Size = CursorDialects.Size(ask) },
            Find = static (data, ask) => After(data.Rows, ask, static row => row.Id, inclusive: false),
            Answer = static (_, view) => Wire.Json(new { data = Wire.Items(view), has_more = view.HasMore }),
        },
        new MadeDialect("since_id until a page is empty", Style.Key)
        {
            NeedsEmptyPage = true,
            Define = static sight => Endpoint.List(
                Name,
                static _ => RequestSpec.Get("/items"),
                PageOf.Json(PagerJson.Default.PlainPage, static page => page.Items, "items"),
                sight.Pager(PageBy.Keyset<PlainPage, Item>(static item => item.Id, order: sight.Keys, parameter: "since_id", size: "limit", max: 1000)),
                id: sight.Id),
            Understand = static ask => ask with { Key = ask.Query("since_id"), Size = CursorDialects.Size(ask) },
            Find = static (data, ask) => After(data.Rows, ask, static row => row.Id, inclusive: false),
            Answer = static (_, view) => Wire.Json(new { items = Wire.Items(view) }),
        },
        new MadeDialect("since a moment until nothing is new", Style.Key)
        {
            NeedsEmptyPage = true,
            IsByTime = true,
            PageSize = 25,
            Define = static sight => Endpoint.List(
                Name,
                static context => RequestSpec.Get("/items").Query("since", context.PageMoment is { } moment ? Row.Written(moment) : null),
                PageOf.Json(PagerJson.Default.PlainPage, static page => page.Items, "items"),
                sight.Pager(PageBy.Moment<PlainPage, Item>(static item => item.UpdatedAt, static item => item.Id, size: "limit", max: 1000)),
                id: sight.Id),
            Understand = static ask => ask with { Key = ask.Query("since"), Size = CursorDialects.Size(ask) },
            Find = static (data, ask) => After(data.Rows, ask, static row => row.Time, inclusive: true),
            Answer = static (_, view) => Wire.Json(new { items = Wire.Items(view) }),
        },
        new MadeDialect("GraphQL forward", Style.Cursor)
        {
            SaysMore = true,
            Define = static sight => Define(sight, static context => new(context.PageSize, Sight.Plain(context.PageState), null, null), backward: false),
            Understand = static ask => ask.At(CursorDialects.InBody(ask, "variables", "after"), CursorDialects.SizeInBody(ask, "variables", "first")),
            Answer = static (_, view) => Connection(view, new { hasNextPage = view.HasMore, endCursor = view.More is null && view.Next is null ? "end" : view.Next, hasPreviousPage = true, startCursor = "start" }),
        },
        new MadeDialect("GraphQL backward", Style.Cursor)
        {
            SaysMore = true,
            Define = static sight => Define(sight, static context => new(null, null, context.PageSize, Sight.Plain(context.PageState)), backward: true),
            Understand = static ask => ask.At(CursorDialects.InBody(ask, "variables", "before"), CursorDialects.SizeInBody(ask, "variables", "last")),
            Find = static (data, ask) =>
            {
                var rows = data.Rows.Reverse().Skip((int)ask.Index).Take(ask.Size).Reverse().ToList();
                var end = ask.Index + rows.Count;
                return new(rows) { Next = end < data.Rows.Count ? Cursors.At(end) : null, Total = data.Rows.Count };
            },
            Answer = static (_, view) => Connection(view, new { hasPreviousPage = view.HasMore, startCursor = view.More is null && view.Next is null ? "end" : view.Next, hasNextPage = true, endCursor = "other" }),
        },
    ];

    /// <summary>The records behind a key, in the order of the vendor.</summary>
    private static View After(IReadOnlyList<Row> all, Ask ask, Func<Row, string> key, bool inclusive)
    {
        var rest = ask.Key is null ? all : [.. all.Where(row => string.CompareOrdinal(key(row), ask.Key) >= (inclusive ? 0 : 1))];
        var rows = rest.Take(ask.Size).ToList();
        return new(rows) { More = rest.Count > rows.Count, Total = all.Count };
    }

    private static ListEndpoint<Item> Define(Sight sight, Func<EndpointContext, GraphQlVariables> variables, bool backward) => Endpoint.List(
        Name,
        context => RequestSpec.Post("/graphql").Json(new(Query, variables(context)), PagerJson.Default.GraphQlAsk),
        PageOf.Json(PagerJson.Default.GraphQlAnswer, static answer => answer.Data?.Team?.Items?.Nodes, "data", "team", "items", "nodes"),
        sight.Pager(PageBy.Connection<GraphQlAnswer>(static answer => answer.Data?.Team?.Items?.PageInfo, backward)),
        id: sight.Id);

    private static HttpResponseMessage Connection(View view, object pageInfo) =>
        Wire.Json(new { data = new { team = new { items = new { nodes = Wire.Items(view), pageInfo, totalCount = view.Total } } } });
}
