namespace Connectors.Proofs.Pagers;

/// <summary>Cursors and links that lead nowhere, in circles, or elsewhere.</summary>
internal static class CursorTroubles
{
    public static IEnumerable<Trouble> All { get; } =
    [
        Cursor("cursor that leads to its own page", static (ask, view) => ask.Place >= 5 ? view with { Next = ask.Cursor } : view),
        Cursor("cycle of two", static (ask, view) => ask.Place >= 6 ? view with { Next = Cursors.At(ask.Index - ask.Size) } : view),
        Cursor("cycle of seventeen", static (ask, view) => ask.Index >= ask.Size * 20 ? view with { Next = Cursors.At(ask.Index - (ask.Size * 16)) } : view),
        Cursor("cycle back to the beginning", static (_, view) => view with { Next = view.Next ?? Cursors.At(0) }),
        Cursor("empty pages without end under new cursors", static (ask, view) => ask.Place >= 8 ? view with { Rows = [], Next = $"{Cursors.At(ask.Index)}x{ask.Place}" } : view) with { IsLong = true, Fits = IsPlain },
        Cursor("empty pages without end behind the last record", static (ask, view) => view.Next is null ? view with { Next = $"p1000000x{ask.Place}" } : view) with { IsLong = true, Fits = IsPlain },
        Cursor("the same page without end under new cursors", static (ask, view) => ask.Place >= 8 ? view with { Next = $"{Cursors.At(ask.Index)}x{ask.Place}" } : view),
        Cursor("two pages in turn without end under new cursors", static (ask, view) => ask.Place >= 8 ? view with { Next = $"{Cursors.At(ask.Size * (ask.Place % 2))}x{ask.Place}" } : view),
        Cursor("the whole list again and again under new cursors", static (ask, view) => view with { Next = $"{view.Next ?? "p0"}x{ask.Place}" }),
        Cursor("one record without end under new cursors", static (ask, view) => ask.Place >= 8 ? view with { Rows = [.. view.Rows.Take(1)], Next = $"{Cursors.At(ask.Index)}x{ask.Place}" } : view),
        More("more follow, but there is no cursor", static (ask, view) => ask.Place >= 8 ? view with { Next = null, More = true } : view),
        More("more follow, but the cursor is empty", static (ask, view) => ask.Place >= 8 ? view with { Next = "", More = true } : view),
        More("more follow under the same cursor", static (ask, view) => ask.Place >= 8 ? view with { Next = ask.Cursor, More = true } : view),
        Repeated("each page begins with the last record of the one before", static (_, view) => view.Next is null ? view : view with { Next = Cursors.At(Cursors.IndexOf(view.Next) - 1) }) with { Size = 25, Rows = 600, Pages = 25 },
        Repeated("a page is given twice", static (ask, view) => ask.Place == 8 ? view with { Next = $"{Cursors.At(ask.Index)}x" } : view) with { ExtraPages = 1 },
        Lost("a page is left out", static (ask, view) => ask.Place == 8 && view.Next is { } next ? view with { Next = Cursors.At(Cursors.IndexOf(next) + ask.Size) } : view),
        Lost("the list ends in its middle", static (ask, view) => ask.Place == 8 ? view with { Next = null } : view),
        Lost("records are missing on each page", static (_, view) => view with { Rows = [.. view.Rows.Skip(1)] }),
        Link("link to another host", "https://evil.test/v1/items?after=p80"),
        Link("link to another host that begins like it", "https://api.pager.test.evil.test/v1/items?after=p80"),
        Link("link to another port", "https://api.pager.test:8443/v1/items?after=p80"),
        Link("link to another scheme", "http://api.pager.test/v1/items?after=p80"),
        Link("link with a user in it", "https://api.pager.test@evil.test/v1/items?after=p80"),
        Link("link with a user for the right host", "https://user:word@api.pager.test/v1/items?after=p80"),
        Link("link without a scheme to another host", "//evil.test/v1/items?after=p80"),
        Link("link with backslashes", "/\\evil.test/v1/items?after=p80"),
        Link("link out of the base path", "/v2/items?after=p80"),
        Link("link out of the base path by dots", "/v1/../admin/items?after=p80"),
        Link("link that is no address", "https://[::1/v1/items"),
        Link("link to a script", "javascript:alert(1)"),
        Link("link with a line break in it", "https://api.pager.test/v1/items?after=p80\r\nX-Evil: 1") with { Fits = static dialect => Fitting.Link(dialect) && !dialect.Name.EndsWith("delta link", StringComparison.Ordinal) },
    ];

    private static bool IsPlain(Dialect dialect) => dialect.Name is "cursor" or "OData";

    private static Trouble Cursor(string name, Func<Ask, View, View> page) => new(name) { Fits = Fitting.Cursor, Page = (_, ask, view) => page(ask, view), Repeats = true };

    private static Trouble More(string name, Func<Ask, View, View> page) => new(name) { Fits = static dialect => Fitting.Cursor(dialect) && dialect.StatesMore, Page = (_, ask, view) => page(ask, view) };

    private static Trouble Repeated(string name, Func<Ask, View, View> page) => new(name) { Fits = Fitting.Cursor, Page = (_, ask, view) => page(ask, view), Repeats = true };

    /// <summary>Only the total tells.</summary>
    private static Trouble Lost(string name, Func<Ask, View, View> page) => new(name) { Fits = static dialect => Fitting.Cursor(dialect) && Fitting.Total(dialect), Page = (_, ask, view) => page(ask, view) };

    private static Trouble Link(string name, string link) => new(name) { Fits = Fitting.Link, Page = (_, ask, view) => ask.Place == 8 ? view with { Link = link } : view };
}
