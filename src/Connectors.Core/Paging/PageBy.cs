namespace Connectors.Definitions;

/// <summary>The ways in which lists go on.</summary>
public static partial class PageBy
{
    /// <summary>A cursor from the page goes into a query parameter of the next request.</summary>
    /// <typeparam name="TPage">The page.</typeparam>
    /// <param name="parameter">The query parameter.</param>
    /// <param name="next">Takes the cursor; <see langword="null"/> or empty ends the list.</param>
    /// <param name="size">The query parameter for the page size, where there is one.</param>
    /// <param name="max">The largest page size; also the default.</param>
    /// <param name="delta">Takes the token for later changes, where the last page tells it (<see cref="Page{T}.Delta"/>).</param>
    /// <param name="deltaParameter">The query parameter for that token, where it is not the cursor's own: <c>syncToken</c>. It is sent on each page of the changes.</param>
    /// <param name="hasMore">Whether another page follows, where the page says so beside the cursor: then the cursor alone does not decide, and a page that promises more without one is an error.</param>
    public static Pager<TPage> Cursor<TPage>(string parameter, Func<TPage, string?> next, string? size = null, int? max = null, Func<TPage, string?>? delta = null, string? deltaParameter = null, Func<TPage, bool>? hasMore = null) =>
        new CursorPager<TPage>(parameter, hasMore is null ? next : page => Promised(hasMore(page), next(page)), new(size, max), delta, deltaParameter);

    /// <summary>The <c>Link</c> header's <c>rel="next"</c> (RFC 8288) is the next request.</summary>
    /// <typeparam name="TPage">The page.</typeparam>
    /// <param name="size">The query parameter for the page size on the first request.</param>
    /// <param name="max">The largest page size; also the default.</param>
    public static Pager<TPage> LinkHeader<TPage>(string? size = null, int? max = null) =>
        new LinkPager<TPage>(static (in PageFacts<TPage> page) => LinkHeaderParser.Next(page.Response.Headers, page.Address), NextPlace.Headers, new(size, max));

    /// <summary>An address in the page, absolute or relative, is the next request: OData's <c>@odata.nextLink</c>, HAL's and JSON:API's <c>next</c> (see <see cref="PageLink"/>).</summary>
    /// <typeparam name="TPage">The page.</typeparam>
    /// <param name="next">Takes the address; <see langword="null"/> or empty ends the list.</param>
    /// <param name="size">The query parameter for the page size on the first request.</param>
    /// <param name="max">The largest page size; also the default.</param>
    /// <param name="delta">Takes the address for later changes, where the last page tells it: <c>@odata.deltaLink</c> (<see cref="Page{T}.Delta"/>).</param>
    public static Pager<TPage> NextLink<TPage>(Func<TPage, string?> next, string? size = null, int? max = null, Func<TPage, string?>? delta = null) =>
        new LinkPager<TPage>((in PageFacts<TPage> page) => next(page.Page), NextPlace.Envelope, new(size, max), delta);

    /// <summary>Pages are numbered. A list that is resumed goes on in the page size that it began with.</summary>
    /// <typeparam name="TPage">The page.</typeparam>
    /// <param name="parameter">The query parameter.</param>
    /// <param name="hasMore">Whether another page follows; <see langword="null"/> goes on until a page is empty.</param>
    /// <param name="first">The number of the first page.</param>
    /// <param name="size">The query parameter for the page size.</param>
    /// <param name="max">The largest page size; also the default.</param>
    public static Pager<TPage> PageNumber<TPage>(string parameter, Func<TPage, bool>? hasMore = null, int first = 1, string? size = null, int? max = null) =>
        new CountingPager<TPage>(parameter, first, byRecords: false, hasMore, new(size, max), overlap: false);

    /// <summary>
    /// The next request says how many records to skip. Where the list tells records' ids, each page is asked for one record early:
    /// that its first record is the last one of the page before proves that nothing slipped past. Where records went away meanwhile,
    /// the list steps back to the place, within a bound; no record is given twice.
    /// </summary>
    /// <typeparam name="TPage">The page.</typeparam>
    /// <param name="parameter">The query parameter.</param>
    /// <param name="hasMore">Whether another page follows; <see langword="null"/> goes on until a page is empty.</param>
    /// <param name="size">The query parameter for the page size.</param>
    /// <param name="max">The largest page size; also the default.</param>
    /// <param name="first">The number of the first record: 0, or 1 where the provider counts from one.</param>
    /// <param name="overlap">Whether pages are asked for one record early. Off for providers that take only multiples of the page size.</param>
    public static Pager<TPage> Offset<TPage>(string parameter, Func<TPage, bool>? hasMore = null, string? size = null, int? max = null, int first = 0, bool overlap = true) =>
        new CountingPager<TPage>(parameter, first, byRecords: true, hasMore, new(size, max), overlap);

    /// <summary>
    /// The list's request is made from <see cref="EndpointContext.PageState"/>: cursors in a JSON body, GraphQL variables, SOAP
    /// page numbers, a list that goes on at another endpoint.
    /// </summary>
    /// <typeparam name="TPage">The page.</typeparam>
    /// <param name="next">Gives the next state from the page and the state it was asked for with; <see langword="null"/> ends the list.</param>
    /// <param name="delta">Gives the state for later changes, where the last page tells it.</param>
    /// <param name="counts">Whether pages are found by counting (a page number, an offset in a body), so that a record that goes shifts the others past the next page. A total that shrinks is then an <see cref="IncompleteListException"/>.</param>
    public static Pager<TPage> State<TPage>(Func<TPage, string?, string?> next, Func<TPage, string?>? delta = null, bool counts = false) => new StatePager<TPage>(next, delta, counts);

    /// <summary>
    /// A GraphQL connection (Cursor Connections Specification): the list's request puts <see cref="EndpointContext.PageState"/> into the
    /// variable <c>after</c>, or <c>before</c> when going backward.
    /// </summary>
    /// <typeparam name="TPage">The page.</typeparam>
    /// <param name="info">Takes the connection's <c>pageInfo</c>.</param>
    /// <param name="backward">Whether the list is read from its end (<c>last</c> and <c>before</c>). Pages come from the last one to the first; the records in each stay in the provider's order.</param>
    public static Pager<TPage> Connection<TPage>(Func<TPage, PageInfo?> info, bool backward = false) => new StatePager<TPage>(
        (page, _) => (info(page) ?? throw new UnreadableAnswerException("it has no pageInfo")) is var place && (backward ? place.HasPreviousPage : place.HasNextPage)
            ? (backward ? place.StartCursor : place.EndCursor) is { Length: > 0 } cursor ? cursor : throw new UnreadableAnswerException("its pageInfo promises more, without a cursor")
            : null,
        null);

    private static string? Promised(bool hasMore, string? cursor) =>
        !hasMore ? null : cursor is { Length: > 0 } ? cursor : throw new UnreadableAnswerException("it says that there is more, and gives no cursor");

    /// <summary>The whole list comes at once.</summary>
    /// <typeparam name="TPage">The page.</typeparam>
    public static Pager<TPage> Single<TPage>() => new StatePager<TPage>(static (_, _) => null, null);
}
