using System.Globalization;

namespace Connectors.Definitions;

/// <summary>Goes on by a cursor in a query parameter, and by a delta token in the same parameter or one of its own.</summary>
internal sealed class CursorPager<TPage>(string parameter, Func<TPage, string?> next, SizeRule size, Func<TPage, string?>? delta, string? deltaParameter) : Pager<TPage>
{
    internal override NextPlace NextStands => NextPlace.Envelope;

    public override RequestSpec First(RequestSpec list, int? pageSize) => size.Add(list, pageSize);

    public override string? Next(in PageFacts<TPage> page) => next(page.Page) is { Length: > 0 } cursor
        ? deltaParameter is null ? cursor : CursorState.Of(cursor, page.State)
        : null;

    public override RequestSpec Resume(RequestSpec list, string state, int? pageSize)
    {
        var request = size.Add(list, pageSize);
        if (deltaParameter is null)
        {
            return request.Query(parameter, state);
        }

        var (cursor, since) = CursorState.Parts(state);
        return request.Query(deltaParameter, since).Query(parameter, cursor);
    }

    public override string? Delta(in PageFacts<TPage> page) => delta?.Invoke(page.Page) is { Length: > 0 } token
        ? deltaParameter is null ? token : CursorState.OfDelta(token)
        : null;
}

/// <summary>A cursor and the delta token of the walk that it belongs to, in one text: providers want both on each page of a walk over changes.</summary>
internal static class CursorState
{
    internal static string Of(string cursor, string? before) =>
        before is not null && Parts(before).Since is { } since ? $"{since.Length}:{since}{cursor}" : $":{cursor}";

    internal static string OfDelta(string token) => $"{token.Length}:{token}";

    internal static (string? Cursor, string? Since) Parts(string state)
    {
        var mark = state.IndexOf(':', StringComparison.Ordinal);
        if (mark == 0)
        {
            return (state[1..], null);
        }

        if (mark < 0 || !int.TryParse(state.AsSpan(0, mark), NumberStyles.None, CultureInfo.InvariantCulture, out var length) || length > state.Length - mark - 1)
        {
            throw PagerState.Refused();
        }

        var cursor = state[(mark + 1 + length)..];
        return (cursor.Length == 0 ? null : cursor, state[(mark + 1)..(mark + 1 + length)]);
    }
}

/// <summary>Goes on by addresses that the provider gives.</summary>
internal sealed class LinkPager<TPage>(LinkPager<TPage>.LinkOf next, NextPlace place, SizeRule size, Func<TPage, string?>? delta = null) : Pager<TPage>
{
    internal override NextPlace NextStands => place;

    internal delegate string? LinkOf(in PageFacts<TPage> page);

    public override RequestSpec First(RequestSpec list, int? pageSize) => size.Add(list, pageSize);

    public override string? Next(in PageFacts<TPage> page) => Path(next(in page), in page);

    public override RequestSpec Resume(RequestSpec list, string state, int? pageSize) => list.WithPathAndQuery(state);

    public override string? Delta(in PageFacts<TPage> page) => delta is null ? null : Path(delta(page.Page), in page);

    private static string? Path(string? link, in PageFacts<TPage> page) => link is { Length: > 0 } ? Origin.PathAndQuery(page.Address, page.Host, link) : null;
}

/// <summary>The list's own request makes each page from the state.</summary>
internal sealed class StatePager<TPage>(Func<TPage, string?, string?> next, Func<TPage, string?>? delta, bool counts = false) : Pager<TPage>
{
    public override bool CountsPositions => counts;

    internal override NextPlace NextStands => NextPlace.Envelope;

    public override RequestSpec First(RequestSpec list, int? pageSize) => list;

    public override string? Next(in PageFacts<TPage> page) => next(page.Page, page.State) is { Length: > 0 } state ? state : null;

    public override RequestSpec Resume(RequestSpec list, string state, int? pageSize) => list;

    public override string? Delta(in PageFacts<TPage> page) => delta?.Invoke(page.Page) is { Length: > 0 } state ? state : null;
}

/// <summary>One page at a time of a list that is split into windows; see <c>WindowFeed</c> for the splitting.</summary>
internal sealed class SplitPager<TPage>(Pager<TPage> each, SplitRule split) : Pager<TPage>
{
    public override bool CountsPositions => each.CountsPositions;

    internal override IPositions? Positions => each.Positions;

    internal override SplitRule? Split => split;

    internal override bool EndsWhenEmpty => each.EndsWhenEmpty;

    internal override NextPlace NextStands => each.NextStands;

    public override RequestSpec First(RequestSpec list, int? pageSize) => each.First(list, pageSize);

    public override string? Next(in PageFacts<TPage> page) => each.Next(in page);

    public override RequestSpec Resume(RequestSpec list, string state, int? pageSize) => each.Resume(list, state, pageSize);

    internal override void Show(EndpointContext context, string? state) => each.Show(context, state);

    internal override IReadOnlyList<int>? Again<TRecord>(in PageFacts<TPage> page) => each.Again<TRecord>(in page);
}

/// <summary>States that come from outside.</summary>
internal static class PagerState
{
    internal static ConnectorException Refused() => new(new()
    {
        Kind = ErrorKind.Validation,
        What = "The continuation token does not fit the way in which this list goes on",
        ToDo = "Pass the text of a token that this list gave, or list anew without one.",
    });
}
