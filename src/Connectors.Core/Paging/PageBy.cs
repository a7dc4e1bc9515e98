using System.Globalization;

namespace Connectors.Definitions;

/// <summary>The ways in which lists go on.</summary>
public static class PageBy
{
    /// <summary>A cursor from the page goes into a query parameter of the next request.</summary>
    /// <typeparam name="TPage">The page.</typeparam>
    /// <param name="parameter">The query parameter.</param>
    /// <param name="next">Takes the cursor; <see langword="null"/> or empty ends the list.</param>
    /// <param name="size">The query parameter for the page size, where there is one.</param>
    /// <param name="max">The largest page size; also the default.</param>
    public static Pager<TPage> Cursor<TPage>(string parameter, Func<TPage, string?> next, string? size = null, int? max = null) =>
        new CursorPager<TPage>(parameter, next, new(size, max));

    /// <summary>The <c>Link</c> header's <c>rel="next"</c> (RFC 8288) is the next request.</summary>
    /// <typeparam name="TPage">The page.</typeparam>
    /// <param name="size">The query parameter for the page size on the first request.</param>
    /// <param name="max">The largest page size; also the default.</param>
    public static Pager<TPage> LinkHeader<TPage>(string? size = null, int? max = null) =>
        new LinkPager<TPage>(static (in PageFacts<TPage> page) => LinkHeaderParser.Next(page.Response.Headers), NextPlace.Headers, new(size, max));

    /// <summary>An address in the page, absolute or relative, is the next request.</summary>
    /// <typeparam name="TPage">The page.</typeparam>
    /// <param name="next">Takes the address; <see langword="null"/> or empty ends the list.</param>
    /// <param name="size">The query parameter for the page size on the first request.</param>
    /// <param name="max">The largest page size; also the default.</param>
    public static Pager<TPage> NextLink<TPage>(Func<TPage, string?> next, string? size = null, int? max = null) =>
        new LinkPager<TPage>((in PageFacts<TPage> page) => next(page.Page), NextPlace.Envelope, new(size, max));

    /// <summary>Pages are numbered.</summary>
    /// <typeparam name="TPage">The page.</typeparam>
    /// <param name="parameter">The query parameter.</param>
    /// <param name="hasMore">Whether another page follows; <see langword="null"/> goes on until a page is empty.</param>
    /// <param name="first">The number of the first page.</param>
    /// <param name="size">The query parameter for the page size.</param>
    /// <param name="max">The largest page size; also the default.</param>
    public static Pager<TPage> PageNumber<TPage>(string parameter, Func<TPage, bool>? hasMore = null, int first = 1, string? size = null, int? max = null) =>
        new CountingPager<TPage>(parameter, first, byRecords: false, hasMore, new(size, max));

    /// <summary>The next request says how many records to skip.</summary>
    /// <typeparam name="TPage">The page.</typeparam>
    /// <param name="parameter">The query parameter.</param>
    /// <param name="hasMore">Whether another page follows; <see langword="null"/> goes on until a page is empty.</param>
    /// <param name="size">The query parameter for the page size.</param>
    /// <param name="max">The largest page size; also the default.</param>
    public static Pager<TPage> Offset<TPage>(string parameter, Func<TPage, bool>? hasMore = null, string? size = null, int? max = null) =>
        new CountingPager<TPage>(parameter, 0, byRecords: true, hasMore, new(size, max));

    /// <summary>
    /// The list's request is made from <see cref="EndpointContext.PageState"/>: cursors in a JSON body, GraphQL variables, SOAP
    /// page numbers, a list that goes on at another endpoint.
    /// </summary>
    /// <typeparam name="TPage">The page.</typeparam>
    /// <param name="next">Gives the next state from the page and the state it was asked for with; <see langword="null"/> ends the list.</param>
    /// <param name="delta">Gives the state for later changes, where the last page tells it.</param>
    public static Pager<TPage> State<TPage>(Func<TPage, string?, string?> next, Func<TPage, string?>? delta = null) => new StatePager<TPage>(next, delta);

    /// <summary>The whole list comes at once.</summary>
    /// <typeparam name="TPage">The page.</typeparam>
    public static Pager<TPage> Single<TPage>() => new StatePager<TPage>(static (_, _) => null, null);

    private readonly record struct SizeRule(string? Parameter, int? Max)
    {
        internal RequestSpec Add(RequestSpec request, int? wished) =>
            Parameter is null ? request : request.Query(Parameter, Max is { } max ? Math.Clamp(wished ?? max, 1, max) : wished);
    }

    private delegate string? LinkOf<TPage>(in PageFacts<TPage> page);

    private sealed class CursorPager<TPage>(string parameter, Func<TPage, string?> next, SizeRule size) : Pager<TPage>
    {
        internal override NextPlace NextStands => NextPlace.Envelope;

        public override RequestSpec First(RequestSpec list, int? pageSize) => size.Add(list, pageSize);

        public override string? Next(in PageFacts<TPage> page) => next(page.Page) is { Length: > 0 } cursor ? cursor : null;

        public override RequestSpec Resume(RequestSpec list, string state, int? pageSize) => size.Add(list, pageSize).Query(parameter, state);
    }

    private sealed class LinkPager<TPage>(LinkOf<TPage> link, NextPlace place, SizeRule size) : Pager<TPage>
    {
        internal override NextPlace NextStands => place;

        public override RequestSpec First(RequestSpec list, int? pageSize) => size.Add(list, pageSize);

        public override string? Next(in PageFacts<TPage> page) => link(in page) is { Length: > 0 } next ? Origin.PathAndQuery(page.Address, page.Host, next) : null;

        public override RequestSpec Resume(RequestSpec list, string state, int? pageSize) => list.WithPathAndQuery(state);
    }

    private sealed class CountingPager<TPage>(string parameter, int first, bool byRecords, Func<TPage, bool>? hasMore, SizeRule size) : Pager<TPage>
    {
        public override bool CountsPositions => true;

        public override RequestSpec First(RequestSpec list, int? pageSize) => At(list, first, pageSize);

        public override string? Next(in PageFacts<TPage> page)
        {
            var more = hasMore is null ? page.Count > 0 : hasMore(page.Page);
            var here = page.State is null ? first : long.Parse(page.State, CultureInfo.InvariantCulture);
            return more ? (here + (byRecords ? page.Count : 1)).ToString(CultureInfo.InvariantCulture) : null;
        }

        public override RequestSpec Resume(RequestSpec list, string state, int? pageSize) =>
            At(list, long.Parse(state, CultureInfo.InvariantCulture), pageSize);

        private RequestSpec At(RequestSpec list, long place, int? pageSize) => size.Add(list, pageSize).Query(parameter, place);
    }

    private sealed class StatePager<TPage>(Func<TPage, string?, string?> next, Func<TPage, string?>? delta) : Pager<TPage>
    {
        internal override NextPlace NextStands => NextPlace.Envelope;

        public override RequestSpec First(RequestSpec list, int? pageSize) => list;

        public override string? Next(in PageFacts<TPage> page) => next(page.Page, page.State) is { Length: > 0 } state ? state : null;

        public override RequestSpec Resume(RequestSpec list, string state, int? pageSize) => list;

        public override string? Delta(in PageFacts<TPage> page) => delta?.Invoke(page.Page);
    }
}
