using System.Net;

namespace Connectors.Proofs.Pagers;

/// <summary>Lists that are counted through, and do not stand still; totals that lie; places that are not understood.</summary>
internal static class PositionTroubles
{
    private const int Cap = 10_000;

    public static IEnumerable<Trouble> All { get; } =
    [
        Misread("server that knows no place", static ask => ask with { Index = 0 }),
        Misread("server that knows no place from the fifth page on", static ask => ask.Place >= 5 ? ask with { Index = ask.Size * 3 } : ask),
        Misread("place that overflows to the beginning", static ask => ask with { Index = ask.Index % 256 }),
        Misread("place that overflows to a negative one", static ask => ask.Index > 255 ? ask with { Index = 0 } : ask),
        Moving("a record goes while the list is walked", Sees, static (data, ask) => Once(ask, 5, () => data.Delete(3))),
        Moving("the record at the edge goes", Sees, static (data, ask) => Once(ask, 5, () => data.Delete(data.Edge - 1))),
        Moving("several records go at once", Sees, static (data, ask) => Once(ask, 5, () => Times(7, () => data.Delete(3)))),
        Moving("a whole page of records goes at once", Sees, static (data, ask) => Once(ask, 5, () => Times(ask.Size, () => data.Delete(3)))),
        Moving("a record goes before each page", Sees, static (data, ask) => data.Delete(Math.Min(3, data.Edge - 1))),
        Moving("a record goes before the last page", Sees, static (data, ask) => Once(ask, 39, () => data.Delete(3))),
        Moving("a record goes, and one comes at the end", Fitting.Offset, static (data, ask) => Once(ask, 5, () => Both(() => data.Delete(3), data.AddLast))),
        Moving("records go, and as many come at the end, before each page", Fitting.Offset, static (data, ask) => Both(() => data.Delete(Math.Min(3, data.Edge - 1)), data.AddLast)),
        Moving("two records change places over the edge", Fitting.Offset, static (data, ask) => Once(ask, 5, () => data.Swap(data.Edge - 1, data.Edge))),
        Moving("records go that are still to come", Fitting.Position, static (data, ask) => Once(ask, 5, () => Times(3, () => data.Delete(data.Rows.Count - 1)))),
        Moving("a record comes in front", Fitting.Position, static (data, ask) => Once(ask, 5, data.AddFirst)) with { Repeats = true },
        Moving("a record comes in front before each page", Fitting.Position, static (data, ask) => data.AddFirst()) with { Repeats = true },
        Moving("a whole page of records comes in front", Fitting.Position, static (data, ask) => Once(ask, 5, () => Times(ask.Size, data.AddFirst))) with { Repeats = true },
        Moving("records come in front and go behind the edge by turns", Fitting.Offset, static (data, ask) => Once(ask, ask.Place, () => Turn(data, ask))) with { Repeats = true },
        Total("total too high", static (_, total) => total + 5),
        Total("total far too high", static (_, _) => 1_000_000),
        Total("total too low", static (_, total) => total - 5),
        Total("total of nothing", static (_, _) => 0),
        Total("negative total", static (_, _) => -1),
        Total("total that counts the page", static (ask, total) => Math.Min(ask.Size, total)),
        Total("total that changes on each page", static (ask, total) => total + ((ask.Place * 37) % 11) - 5),
        Total("total that falls on each page", static (ask, total) => total - ask.Place),
        Total("total that grows on each page, without records", static (ask, total) => total + ask.Place),
        Total("total on the first page alone, too high", static (ask, total) => ask.Place == 1 ? total + 5 : null),
        new("all records of one moment, more than one query gives") { Fits = static dialect => Fitting.Window(dialect) && dialect.Name.Contains("time", StringComparison.Ordinal), Rows = WindowDialects.Cap + 500, PerMoment = 10_000 },
        new("windows that are not looked at") { Fits = Fitting.Window, Rows = WindowDialects.Cap * 2, Repeats = true, Page = static (data, ask, view) => view with { Rows = [.. data.Rows.Take(WindowDialects.Cap).Skip((int)Math.Min(ask.Index, WindowDialects.Cap)).Take(ask.Size)], Total = data.Rows.Count } },
        new("places past the cap are refused") { Fits = Fitting.Window, Rows = WindowDialects.Cap * 3, Damage = static (_, ask, _) => ask.Index >= WindowDialects.Cap ? Wire.Answer(HttpStatusCode.BadRequest, """{"error":"too deep"}""") : null },
        new("a record goes from a window that is read") { Fits = Fitting.Window, Rows = WindowDialects.Cap * 2, Moves = true, Before = static (data, ask) => Once(ask, 5, () => data.Delete(30)) },
        new("records go from all windows") { Fits = Fitting.Window, Rows = WindowDialects.Cap * 2, Moves = true, Before = static (data, ask) => data.Delete(ask.Place * 11) },
        new("window whose total is too high") { Fits = Fitting.Window, Rows = WindowDialects.Cap * 2, Page = static (_, _, view) => view with { Total = view.Total + 3 } },
        new("window without a total") { Fits = Fitting.Window, Rows = WindowDialects.Cap * 2, Page = static (_, ask, view) => ask.Place > 4 ? view with { Total = null } : view },
        new("list that is cut at 10,000") { Fits = Fitting.Total, Rows = 12_000, Size = 1000, Page = static (_, ask, view) => Cut(ask, view) },
        new("places from 10,000 on are refused") { Fits = static dialect => Fitting.Paged(dialect) && !Fitting.Window(dialect), Rows = 12_000, Size = 1000, Damage = static (_, ask, _) => ask.Index + ask.Size > Cap || ask.Place > 10 ? Wire.Answer(HttpStatusCode.BadRequest, """{"error":"too deep"}""") : null },
        new("empty page in the middle") { Fits = static dialect => Fitting.Position(dialect) && Fitting.GoesOnWhenEmpty(dialect), Page = static (_, ask, view) => ask.Place == 8 ? view with { Rows = [] } : view },
        new("short page in the middle") { Fits = static dialect => Fitting.Position(dialect) && Fitting.Total(dialect), Page = static (_, ask, view) => ask.Place == 8 ? view with { Rows = [.. view.Rows.Take(3)] } : view },
        new("more follow without end") { Fits = static dialect => (Fitting.Position(dialect) || Fitting.Key(dialect)) && (dialect.StatesMore || dialect.Name.StartsWith("SOAP", StringComparison.Ordinal)), Page = static (_, _, view) => view with { More = true } },
        new("no more follow, too early") { Fits = static dialect => Fitting.Position(dialect) && Fitting.Total(dialect) && (dialect.StatesMore || dialect.Name.StartsWith("SOAP", StringComparison.Ordinal)), Page = static (_, ask, view) => ask.Place == 8 ? view with { More = false } : view },
    ];

    private static Trouble Misread(string name, Func<Ask, Ask> misread) => new(name) { Fits = Fitting.Position, Misread = misread, Repeats = true };

    private static Trouble Moving(string name, Func<Dialect, bool> fits, Action<Dataset, Ask> before) => new(name) { Fits = fits, Before = before, Moves = true };

    private static Trouble Total(string name, Func<Ask, long, long?> total) => new(name) { Fits = Fitting.Total, Page = (_, ask, view) => view with { Total = view.Total is { } right ? total(ask, right) : null } };

    /// <summary>That a record went is seen by the overlap of offsets, or by the total; page numbers alone cannot show it.</summary>
    private static bool Sees(Dialect dialect) => Fitting.Offset(dialect) || (Fitting.Position(dialect) && dialect.StatesTotal);

    private static void Once(Ask ask, int place, Action change)
    {
        if (ask.Place == place)
        {
            change();
        }
    }

    private static void Times(int times, Action change)
    {
        for (var turn = 0; turn < times; turn++)
        {
            change();
        }
    }

    private static void Both(Action one, Action other)
    {
        one();
        other();
    }

    private static void Turn(Dataset data, Ask ask)
    {
        if (ask.Place % 2 == 0)
        {
            data.AddFirst();
        }
        else
        {
            data.Delete(Math.Max(0, data.Edge - 2));
        }
    }

    private static View Cut(Ask ask, View view)
    {
        var left = (int)Math.Clamp(Cap - ask.Index, 0, ask.Size);
        var rows = view.Rows.Take(left).ToList();
        return ask.Index + rows.Count < Cap ? view with { Rows = rows } : view with { Rows = rows, Next = null, More = false };
    }
}
