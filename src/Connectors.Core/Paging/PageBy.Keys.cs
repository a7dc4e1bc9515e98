namespace Connectors.Definitions;

/// <content>Lists that go on behind a record, and lists that are split.</content>
public static partial class PageBy
{
    /// <summary>
    /// Each page is a query of its own: the records behind the last one seen (<c>id > last</c>, <c>starting_after</c>). It has no cap and
    /// does not shift when records come or go. The list's request filters by <see cref="EndpointContext.PageState"/>, the last
    /// record's key, and sorts by it, where there is no query parameter for it.
    /// </summary>
    /// <typeparam name="TPage">The page.</typeparam>
    /// <typeparam name="TRecord">The record.</typeparam>
    /// <param name="key">Gives a record's key: its id, or its moment and its id.</param>
    /// <param name="hasMore">Whether another page follows; <see langword="null"/> goes on until a page is empty.</param>
    /// <param name="order">The order that is asked for; it is checked.</param>
    /// <param name="parameter">The query parameter for the key: <c>starting_after</c>.</param>
    /// <param name="size">The query parameter for the page size.</param>
    /// <param name="max">The largest page size; also the default.</param>
    public static Pager<TPage> Keyset<TPage, TRecord>(Func<TRecord, string> key, Func<TPage, bool>? hasMore = null, KeyOrder order = KeyOrder.Unstated, string? parameter = null, string? size = null, int? max = null) =>
        new KeysetPager<TPage, TRecord>(key, hasMore, order, parameter, new(size, max));

    /// <summary>
    /// Each page is a query of its own: the records from the last moment seen on, that moment's records included, in the order of
    /// time (<c>modifiedSince</c>). The list's request filters by <see cref="EndpointContext.PageMoment"/>. Records of one moment are
    /// neither missed nor given twice; more of them than a page holds are an <see cref="IncompleteListException"/> (<see cref="IncompleteReason.Capped"/>).
    /// Where the provider can ask for <c>(moment, id) > (last moment, last id)</c>, take <see cref="Keyset"/> with a key of both.
    /// </summary>
    /// <typeparam name="TPage">The page.</typeparam>
    /// <typeparam name="TRecord">The record.</typeparam>
    /// <param name="at">Gives the moment that the list is filtered and sorted by.</param>
    /// <param name="id">Gives a record's id.</param>
    /// <param name="hasMore">Whether another page follows; <see langword="null"/> goes on until a page brings nothing new.</param>
    /// <param name="precision">The unit in which the provider compares moments: one second where it takes no fraction. The default compares them as they are.</param>
    /// <param name="size">The query parameter for the page size.</param>
    /// <param name="max">The largest page size; also the default.</param>
    public static Pager<TPage> Moment<TPage, TRecord>(Func<TRecord, DateTimeOffset> at, Func<TRecord, string> id, Func<TPage, bool>? hasMore = null, TimeSpan precision = default, string? size = null, int? max = null) =>
        new MomentPager<TPage, TRecord>(at, id, hasMore, precision, new(size, max));

    /// <summary>
    /// Splits a list of which the provider gives only the first records (10,000 results) into windows of time, so narrow that each is given
    /// whole, from the oldest on. The last window has no end. The list tells the exact total of what is asked for, and its request filters by
    /// <see cref="EndpointContext.PageWindow"/>. More records in the narrowest window than the provider gives are an
    /// <see cref="IncompleteListException"/> (<see cref="IncompleteReason.Capped"/>).
    /// </summary>
    /// <typeparam name="TPage">The page.</typeparam>
    /// <param name="each">How the list goes on within a window.</param>
    /// <param name="cap">How many records of one query the provider gives at most.</param>
    /// <param name="from">A moment before which there is no record.</param>
    /// <param name="narrowest">The narrowest window: the unit in which the provider compares moments. At least, and by default, one millisecond.</param>
    public static Pager<TPage> TimeWindows<TPage>(Pager<TPage> each, int cap, DateTimeOffset from, TimeSpan narrowest = default) =>
        new SplitPager<TPage>(each, new(cap, from.ToUnixTimeMilliseconds(), Math.Max(1, (long)narrowest.TotalMilliseconds), InTime: true));

    /// <summary>Splits a list of which the provider gives only the first records into windows of ids; else like <see cref="TimeWindows"/>.</summary>
    /// <typeparam name="TPage">The page.</typeparam>
    /// <param name="each">How the list goes on within a window.</param>
    /// <param name="cap">How many records of one query the provider gives at most.</param>
    /// <param name="from">The lowest id.</param>
    public static Pager<TPage> IdWindows<TPage>(Pager<TPage> each, int cap, long from = 0) =>
        new SplitPager<TPage>(each, new(cap, from, 1, InTime: false));
}
