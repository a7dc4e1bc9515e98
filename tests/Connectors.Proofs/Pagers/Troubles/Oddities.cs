using System.Net;

namespace Connectors.Proofs.Pagers;

/// <summary>Servers that are odd, and right: their lists must come complete.</summary>
internal static class Oddities
{
    public static IEnumerable<Trouble> All { get; } =
    [
        Odd("nothing odd"),
        Odd("last page exactly full") with { Rows = 500 },
        Odd("more records than one query gives") with { Fits = Fitting.Window, Rows = (WindowDialects.Cap * 3) + 17, PerMoment = 3 },
        Odd("as many records as one query gives") with { Fits = Fitting.Window, Rows = WindowDialects.Cap },
        Odd("records come while windows are read") with { Fits = Fitting.Window, Rows = WindowDialects.Cap * 2, Before = static (data, ask) => { if (ask.Place is > 2 and < 9) { data.AddLast(); } }, Moves = true },
        Odd("one page, not full") with { Rows = 3 },
        Odd("one record") with { Rows = 1 },
        Odd("no records") with { Rows = 0 },
        Odd("one record a page") with { Fits = static dialect => Fitting.Paged(dialect) && !dialect.ByTime, Rows = 3, Size = 1 },
        Odd("no records, as 204") with { Rows = 0, Dress = static (_, _, _) => new(HttpStatusCode.NoContent) },
        Odd("no records, as 304") with { Rows = 0, Fits = Fitting.Paged, Dress = static (_, _, _) => new(HttpStatusCode.NotModified) },
        Odd("empty page in the middle") with { Fits = Fitting.Cursor, ExtraPages = 1, Page = static (_, ask, view) => ask.Place == 8 ? view with { Rows = [], Next = $"{Cursors.At(ask.Index)}x" } : view },
        Odd("thirty empty pages in the middle") with { Fits = Fitting.Cursor, ExtraPages = 30, Page = static (_, ask, view) => ask.Place is >= 8 and < 38 ? view with { Rows = [], Next = $"{Cursors.At(ask.Index)}x{ask.Place}" } : view },
        Odd("empty first page") with { Fits = Fitting.Cursor, ExtraPages = 1, Page = static (_, ask, view) => ask.Place == 1 ? view with { Rows = [], Next = "p0x" } : view },
        Odd("empty last page, where a full one has a cursor") with { Fits = Fitting.Cursor, Rows = 400, ExtraPages = 1, Page = static (data, ask, view) => view.Rows.Count == ask.Size ? view with { Next = Cursors.At(ask.Index + ask.Size) } : view },
        Odd("last page with an empty cursor") with { Fits = Fitting.Cursor, Page = static (_, _, view) => view with { EmptyText = true } },
        Odd("pages of all sizes") with { Fits = static dialect => Fitting.Cursor(dialect) && !dialect.Name.EndsWith("backward", StringComparison.Ordinal), Rows = 300, Pages = 60, Page = static (_, ask, view) => Some(ask, view) },
        Odd("pages smaller than asked for") with { Fits = Fitting.Position, Rows = 60, Pages = 9, Misread = static ask => ask with { Index = ask.Index / ask.Size * 7, Size = 7 } } with { Fits = static dialect => Fitting.Position(dialect) && !Fitting.Offset(dialect) && !dialect.Name.StartsWith("SOAP", StringComparison.Ordinal) },
        Odd("pages smaller than asked for, by offset") with { Fits = Fitting.Offset, Rows = 60, Pages = 9, Misread = static ask => ask with { Size = Math.Min(7, ask.Size) } },
        Odd("estimated total that nobody calls exact") with { Fits = static dialect => Fitting.Paged(dialect) && !dialect.StatesTotal, Page = static (_, _, view) => view with { Total = 1000 } },
        Odd("total missing on later pages") with { Fits = Fitting.Total, Page = static (_, ask, view) => ask.Place == 1 || view.Total is null ? view : view with { Total = null } } with { Fits = static dialect => Fitting.Total(dialect) && !dialect.Name.StartsWith("SOAP", StringComparison.Ordinal) },
        Odd("records come at the end while it is walked") with { Fits = static dialect => Fitting.Paged(dialect) && !dialect.Name.EndsWith("backward", StringComparison.Ordinal), Before = static (data, ask) => { if (ask.Place is > 2 and < 9) { data.AddLast(); } }, ExtraPages = 1 },
        Odd("records go and come behind a key") with { Fits = Fitting.Key, Before = static (data, ask) => { if (ask.Place is > 2 and < 9) { data.AddFirst(); data.Delete(2); } } },
        Odd("records of one moment on two pages") with { Fits = static dialect => dialect.ByTime, PerMoment = 10, ExtraPages = 16 },
        Odd("records change while they are listed by time") with { Fits = static dialect => dialect.ByTime, Repeats = true, ExtraPages = 2, Before = static (data, ask) => { if (ask.Place is > 2 and < 20) { data.Touch(5); } } },
        Odd("cursors that begin alike") with { Fits = Fitting.Cursor, Page = static (_, ask, view) => Grown(view, new('x', ask.Place)) },
        Odd("cursor of 3 KB") with { Fits = Fitting.Cursor, Page = static (_, _, view) => Grown(view, new('x', 3 << 10)) },
        Odd("cursor of 12 KB") with { Fits = Fitting.Cursor, Page = static (_, _, view) => Grown(view, new('x', 12 << 10)) },
        Odd("cursor with + / = and %") with { Fits = Fitting.Cursor, Page = static (_, _, view) => Grown(view, "x+/a==%2B%20&b=c#d?e;f") },
        Odd("cursor of other letters") with { Fits = Fitting.Cursor, Page = static (_, _, view) => Grown(view, "x ü 漢字 🙂 \"'\\") },
        Odd("link with the host in capitals and the port") with { Fits = Fitting.Link, Page = static (_, ask, view) => view.Next is null ? view : view with { Link = Address(ask, view.Next, "HTTPS://API.PAGER.TEST:443") } },
        Odd("link with a fragment") with { Fits = Fitting.Link, Page = static (_, ask, view) => view.Next is null ? view : view with { Link = Address(ask, view.Next, "https://api.pager.test") + "#next" } },
        Odd("Link header with odd spaces and case") with { Fits = IsLinkHeader, Dress = static (_, _, good) => Linked(good, static next => [$"<https://api.pager.test/v1/items>;rel=prev , <{next}>  ;  title=\"a, b; rel=last\" ;  REL = \"self NEXT\""]) },
        Odd("Link header in several fields") with { Fits = IsLinkHeader, Dress = static (_, _, good) => Linked(good, static next => ["<https://api.pager.test/v1/items?a=1,2;b>; rel=\"last\"", $"<{next}>;rel=next"]) },
        Odd("compressed pages") with { Dress = static (_, _, good) => BodyTroubles.Zipped(good, 1) },
        Odd("pages that come byte by byte") with { Rows = 40, Dress = static (_, _, good) => Wire.With(good, new Dribble(Wire.Bytes(good)), null) },
        Odd("pages that come slowly") with { Rows = 40, Dress = static (vendor, _, good) => Wire.With(good, new Dribble(Wire.Bytes(good), 4, () => vendor.Time.Pass(TimeSpan.FromSeconds(5))), null) },
        Odd("spaces around the document") with { Fits = Fitting.Json, Dress = static (_, _, good) => Wire.With(good, new MemoryStream([.. "\r\n \t"u8, .. Wire.Bytes(good), .. "\n\n"u8]), null) },
        Odd("content type of its own") with { Fits = Fitting.Json, Dress = static (_, _, good) => Wire.As(good, "application/vnd.api+json; ext=\"a\"") },
        Odd("a feed that names one record twice") with { Fits = Fitting.Cursor, Size = 1, Rows = 30, ExtraPages = 1, Repeats = true, Page = static (_, ask, view) => ask.Place == 8 ? view with { Next = $"{Cursors.At(ask.Index)}x" } : view } with { Fits = static dialect => Fitting.Cursor(dialect) && !dialect.StatesTotal },
    ];

    private static Trouble Odd(string name) => new(name) { IsHealthy = true };

    private static bool IsLinkHeader(Dialect dialect) => dialect.Name == "Link header";

    private static View Grown(View view, string by) => view.Next is null ? view : view with { Next = view.Next + by };

    private static View Some(Ask ask, View view)
    {
        var rows = view.Rows.Take(1 + (ask.Place * 7 % ask.Size)).ToList();
        return rows.Count < view.Rows.Count ? view with { Rows = rows, Next = Cursors.At(ask.Index + rows.Count) } : view;
    }

    private static string Address(Ask ask, string next, string origin)
    {
        var (size, after) = ask.Dialect switch
        {
            "OData" => ("$top", "$skiptoken"),
            "JSON:API" => ("page[size]", "page[after]"),
            "OData with a delta link" => ("$top", "$skiptoken"),
            _ => ("limit", "after"),
        };
        return $"{origin}{ask.Request.RequestUri!.AbsolutePath}?{size}={ask.Size}&{after}={Uri.EscapeDataString(next)}";
    }

    private static HttpResponseMessage Linked(HttpResponseMessage good, Func<string, string[]> write)
    {
        if (good.Headers.TryGetValues("Link", out var links))
        {
            var all = string.Join(", ", links);
            good.Headers.Remove("Link");
            if (all.Split(", ").FirstOrDefault(link => link.EndsWith("\"next\"", StringComparison.Ordinal)) is { } next)
            {
                good.Headers.TryAddWithoutValidation("Link", write(next[1..next.IndexOf('>')]));
            }
        }

        return good;
    }

    /// <summary>A body of which each read gives one byte, or one of some equal parts after a while.</summary>
    private sealed class Dribble(byte[] bytes, int? parts = null, Action? wait = null) : MemoryStream(bytes, writable: false)
    {
        private readonly int _part = parts is { } some ? (bytes.Length / some) + 1 : 1;

        public override bool CanSeek => false;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            wait?.Invoke();
            return base.ReadAsync(buffer[..Math.Min(_part, buffer.Length)], cancellationToken);
        }
    }
}
