namespace Connectors.Definitions;

/// <content>Paged lists.</content>
public abstract partial class Endpoint
{
    /// <summary>Describes a paged list.</summary>
    /// <typeparam name="TPage">The page as the provider sends it.</typeparam>
    /// <typeparam name="TRecord">The provider's record.</typeparam>
    /// <param name="name">The stable name: <c>contacts.list</c>.</param>
    /// <param name="request">Makes the request of the first page; pure. With <see cref="PageBy.State"/>, of every page.</param>
    /// <param name="page">Reads one page.</param>
    /// <param name="pager">Tells how the list goes on.</param>
    /// <param name="id">Gives a record's id, as text.</param>
    /// <param name="total">Gives the exact number of records of the whole list, where the provider states it exactly.</param>
    /// <param name="scopes">The scopes that it needs.</param>
    /// <param name="limit">The limit group that it counts against.</param>
    /// <param name="host">The definition's host.</param>
    /// <param name="withheld">Tells the rows that only say that a record is not shown; see <see cref="Page{T}.Withheld"/>.</param>
    /// <param name="timeout">The time that one page may take, where the provider is slow by nature.</param>
    public static ListEndpoint<TRecord> List<TPage, TRecord>(string name, Func<EndpointContext, RequestSpec> request, PageReader<TPage, TRecord> page, Pager<TPage> pager, Func<TRecord, string>? id = null, Func<TPage, long?>? total = null, IReadOnlyList<RequiredScope>? scopes = null, string? limit = null, string host = "api", Func<TRecord, bool>? withheld = null, TimeSpan? timeout = null) =>
        new(name, new PageSource<TPage, TRecord>(request, page, Whole(name, pager, total), total, withheld), id) { Scopes = scopes ?? [], LimitGroup = limit, Host = host, AttemptTimeout = timeout };

    /// <summary>Describes a paged list that takes an input, such as a search.</summary>
    /// <typeparam name="TIn">What it takes.</typeparam>
    /// <typeparam name="TPage">The page as the provider sends it.</typeparam>
    /// <typeparam name="TRecord">The provider's record.</typeparam>
    /// <param name="name">The stable name: <c>contacts.search</c>.</param>
    /// <param name="request">Makes the request of the first page; pure. With <see cref="PageBy.State"/>, of every page.</param>
    /// <param name="page">Reads one page.</param>
    /// <param name="pager">Tells how the list goes on.</param>
    /// <param name="id">Gives a record's id, as text.</param>
    /// <param name="total">Gives the exact number of records of the whole list, where the provider states it exactly.</param>
    /// <param name="scopes">The scopes that it needs.</param>
    /// <param name="limit">The limit group that it counts against.</param>
    /// <param name="host">The definition's host.</param>
    /// <param name="withheld">Tells the rows that only say that a record is not shown; see <see cref="Page{T}.Withheld"/>.</param>
    /// <param name="timeout">The time that one page may take, where the provider is slow by nature.</param>
    public static ListEndpoint<TIn, TRecord> List<TIn, TPage, TRecord>(string name, Func<TIn, EndpointContext, RequestSpec> request, PageReader<TPage, TRecord> page, Pager<TPage> pager, Func<TRecord, string>? id = null, Func<TPage, long?>? total = null, IReadOnlyList<RequiredScope>? scopes = null, string? limit = null, string host = "api", Func<TRecord, bool>? withheld = null, TimeSpan? timeout = null) =>
        List(name, request, page, Always<TIn, TPage>(Whole(name, pager, total)), id, total, scopes, limit, host, withheld, timeout);

    /// <summary>Describes a paged list that takes an input on which its way of going on depends, such as the moment from which it is split into windows.</summary>
    /// <typeparam name="TIn">What it takes.</typeparam>
    /// <typeparam name="TPage">The page as the provider sends it.</typeparam>
    /// <typeparam name="TRecord">The provider's record.</typeparam>
    /// <param name="name">The stable name: <c>contacts.search</c>.</param>
    /// <param name="request">Makes the request of the first page; pure.</param>
    /// <param name="page">Reads one page.</param>
    /// <param name="pager">Tells how the list goes on.</param>
    /// <param name="id">Gives a record's id, as text.</param>
    /// <param name="total">Gives the exact number of records of the whole list, or of the window that was asked for, where the provider states it exactly.</param>
    /// <param name="scopes">The scopes that it needs.</param>
    /// <param name="limit">The limit group that it counts against.</param>
    /// <param name="host">The definition's host.</param>
    /// <param name="withheld">Tells the rows that only say that a record is not shown; see <see cref="Page{T}.Withheld"/>.</param>
    /// <param name="timeout">The time that one page may take, where the provider is slow by nature.</param>
    public static ListEndpoint<TIn, TRecord> List<TIn, TPage, TRecord>(string name, Func<TIn, EndpointContext, RequestSpec> request, PageReader<TPage, TRecord> page, Func<TIn, Pager<TPage>> pager, Func<TRecord, string>? id = null, Func<TPage, long?>? total = null, IReadOnlyList<RequiredScope>? scopes = null, string? limit = null, string host = "api", Func<TRecord, bool>? withheld = null, TimeSpan? timeout = null) =>
        new(name, input => new PageSource<TPage, TRecord>(context => request(input, context), page, Whole(name, pager(input), total), total, withheld), page.Format, id) { Scopes = scopes ?? [], LimitGroup = limit, Host = host, AttemptTimeout = timeout };

    private static Func<TIn, Pager<TPage>> Always<TIn, TPage>(Pager<TPage> pager) => _ => pager;

    private static Pager<TPage> Whole<TPage>(string name, Pager<TPage> pager, Func<TPage, long?>? total) => pager.Split is null || total is not null
        ? pager
        : throw new ArgumentException($"The list '{name}' is split into windows, so it must tell the total of each.", nameof(total));
}
