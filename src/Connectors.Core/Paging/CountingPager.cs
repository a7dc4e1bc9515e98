using System.Globalization;

namespace Connectors.Definitions;

/// <summary>Finds pages by counting: records to skip, or pages.</summary>
internal sealed class CountingPager<TPage>(string parameter, int first, bool byRecords, Func<TPage, bool>? hasMore, SizeRule size, bool overlap) : Pager<TPage>, IPositions
{
    public override bool CountsPositions => true;

    public bool Overlaps => byRecords && overlap;

    bool IPositions.EndsWhenEmpty => EndsWhenEmpty;

    internal override bool EndsWhenEmpty => hasMore is null;

    internal override IPositions? Positions => this;

    public override RequestSpec First(RequestSpec list, int? pageSize) => size.Add(list, pageSize).Query(parameter, (long)first);

    public override string? Next(in PageFacts<TPage> page)
    {
        var more = hasMore is null ? page.Count > 0 : hasMore(page.Page);
        return more ? After(page.State, page.Count, page.PageSize) : null;
    }

    public override RequestSpec Resume(RequestSpec list, string state, int? pageSize)
    {
        var (place, asked) = Parse(state);
        return size.Add(list, asked ?? pageSize).Query(parameter, place);
    }

    public string After(string? state, int count, int? pageSize)
    {
        var (place, asked) = state is null ? (first, null) : Parse(state);
        return byRecords
            ? (place + count).ToString(CultureInfo.InvariantCulture)
            : Numbered(place + 1, asked ?? size.Of(pageSize));
    }

    public long Before(string? state, int count) => state is null ? 0 : (Parse(state).Place - first) * (byRecords ? 1 : count);

    /// <summary>A page's number means nothing without the size of the pages before it, so a list goes on in the size that it began with.</summary>
    private static string Numbered(long page, int? pageSize) => pageSize is { } asked
        ? string.Create(CultureInfo.InvariantCulture, $"{page}:{asked}")
        : page.ToString(CultureInfo.InvariantCulture);

    private static (long Place, int? Size) Parse(string state)
    {
        var mark = state.IndexOf(':', StringComparison.Ordinal);
        var asked = 0;
        return long.TryParse(mark < 0 ? state : state.AsSpan(0, mark), NumberStyles.None, CultureInfo.InvariantCulture, out var place)
            && (mark < 0 || int.TryParse(state.AsSpan(mark + 1), NumberStyles.None, CultureInfo.InvariantCulture, out asked))
            ? (place, mark < 0 ? null : asked)
            : throw PagerState.Refused();
    }
}

/// <summary>What can be told of a list whose pages are found by counting, without asking for them.</summary>
internal interface IPositions
{
    /// <summary>Whether a page may begin at any record, so that each page can be asked for one record early.</summary>
    bool Overlaps { get; }

    /// <summary>Whether only an empty page ends the list.</summary>
    bool EndsWhenEmpty { get; }

    /// <summary>Gives the state of the page behind one with so many records.</summary>
    string After(string? state, int count, int? pageSize);

    /// <summary>Tells how many records come before a page, when pages hold so many.</summary>
    long Before(string? state, int count);
}
