namespace Connectors.Definitions;

public abstract partial class Endpoint
{
    /// <summary>
    /// Describes a list that the provider gives in one answer of any length: an export, one giant array. Its records go out as they are
    /// read, in pages of a bounded size, and memory does not depend on the list. Until the first records are there, a call that fails is made
    /// again like any other; an answer that breaks off afterwards is an <see cref="IncompleteListException"/>, and there is no going on in its middle.
    /// </summary>
    /// <typeparam name="TRecord">The provider's record.</typeparam>
    /// <param name="name">The stable name: <c>contacts.export</c>.</param>
    /// <param name="request">Makes the request; pure.</param>
    /// <param name="records">Reads the answer; see <see cref="StreamOf"/>.</param>
    /// <param name="id">Gives a record's id, as text.</param>
    /// <param name="scopes">The scopes that it needs.</param>
    /// <param name="limit">The limit group that it counts against; what it takes is held until the answer ends.</param>
    /// <param name="host">The definition's host.</param>
    /// <param name="timeout">The time until the first records are there, where the provider is slow by nature. Afterwards only stalls are bounded.</param>
    public static ListEndpoint<TRecord> Streamed<TRecord>(string name, Func<EndpointContext, RequestSpec> request, RecordReader<TRecord> records, Func<TRecord, string>? id = null, IReadOnlyList<RequiredScope>? scopes = null, string? limit = null, string host = "api", TimeSpan? timeout = null) =>
        new(name, new StreamSource<TRecord>(request, records), id) { Scopes = scopes ?? [], LimitGroup = limit, Host = host, AttemptTimeout = timeout };

    /// <summary>Describes a list that takes an input, such as the id of a finished export job, and is given in one answer of any length; see <see cref="Streamed{TRecord}"/>.</summary>
    /// <typeparam name="TIn">What it takes.</typeparam>
    /// <typeparam name="TRecord">The provider's record.</typeparam>
    /// <param name="name">The stable name: <c>exports.results</c>.</param>
    /// <param name="request">Makes the request; pure.</param>
    /// <param name="records">Reads the answer; see <see cref="StreamOf"/>.</param>
    /// <param name="id">Gives a record's id, as text.</param>
    /// <param name="scopes">The scopes that it needs.</param>
    /// <param name="limit">The limit group that it counts against; what it takes is held until the answer ends.</param>
    /// <param name="host">The definition's host.</param>
    /// <param name="timeout">The time until the first records are there, where the provider is slow by nature. Afterwards only stalls are bounded.</param>
    public static ListEndpoint<TIn, TRecord> Streamed<TIn, TRecord>(string name, Func<TIn, EndpointContext, RequestSpec> request, RecordReader<TRecord> records, Func<TRecord, string>? id = null, IReadOnlyList<RequiredScope>? scopes = null, string? limit = null, string host = "api", TimeSpan? timeout = null) =>
        new(name, input => new StreamSource<TRecord>(context => request(input, context), records), records.Format, id) { Scopes = scopes ?? [], LimitGroup = limit, Host = host, AttemptTimeout = timeout };
}
