using System.Net;

namespace Connectors.Proofs.Pagers;

/// <summary>Lists that go on behind a key, and are not in its order.</summary>
internal static class KeyTroubles
{
    public static IEnumerable<Trouble> All { get; } =
    [
        new("server that knows no key") { Fits = Fitting.Key, Repeats = true, Misread = static ask => ask with { Key = null } },
        new("server that forgets the key from the fifth page on") { Fits = Fitting.Key, Repeats = true, Misread = static ask => ask.Place >= 5 ? ask with { Key = null } : ask },
        new("more follow, but the page is empty") { Fits = static dialect => Fitting.Key(dialect) && dialect.StatesMore, Page = static (_, ask, view) => ask.Place == 8 ? view with { Rows = [], More = true } : view },
        new("records out of order over the list") { Fits = Fitting.Key, Repeats = true, Before = static (data, ask) => Shuffle(data, ask) },
        new("page in the wrong direction") { Fits = Fitting.Key, Repeats = true, Page = static (_, _, view) => view with { Rows = [.. view.Rows.Reverse()] } },
        new("last record of a page is not its highest") { Fits = Fitting.Key, Repeats = true, Page = static (_, ask, view) => ask.Place == 8 && view.Rows.Count > 2 ? view with { Rows = [.. view.Rows.Skip(1), view.Rows[0]] } : view },
        new("first record of a page is its highest") { Fits = Fitting.Key, Repeats = true, Page = static (_, ask, view) => ask.Place == 8 && view.Rows.Count > 2 ? view with { Rows = [view.Rows[^1], .. view.Rows.Take(view.Rows.Count - 1)] } : view },
        new("more records of one moment than a page holds") { Fits = static dialect => dialect.ByTime, PerMoment = 40 },
        new("all records of one moment") { Fits = static dialect => dialect.ByTime, PerMoment = 100_000 },
        new("record of the key is gone, and the key is refused") { Fits = Fitting.Key, Damage = static (_, ask, _) => ask.Place >= 8 ? Wire.Answer(HttpStatusCode.BadRequest, """{"error":"no such record"}""") : null },
    ];

    private static void Shuffle(Dataset data, Ask ask)
    {
        for (var index = 0; ask.Place == 1 && index + 13 < data.Rows.Count; index += 3)
        {
            data.Swap(index, index + 13);
        }
    }
}
