namespace Connectors.Definitions;

/// <summary>A typed description of one thing that can be called. Its name is stable: it stands in logs, metrics and tokens.</summary>
public abstract partial class Endpoint
{
    private protected Endpoint(string name, Effect effect) => (Name, Effect) = (name, effect);

    /// <summary>Gets the stable name: <c>contacts.list</c>.</summary>
    public string Name { get; }

    /// <summary>Gets what the call does at the provider.</summary>
    public Effect Effect { get; }

    /// <summary>Gets the definition's host that the request goes to.</summary>
    public string Host { get; internal init; } = "api";

    /// <summary>Gets the scopes that the call needs, all of them.</summary>
    public IReadOnlyList<RequiredScope> Scopes { get; internal init; } = [];

    /// <summary>Gets the limit group that the call counts against beside the groups named <c>*</c>.</summary>
    public string? LimitGroup { get; internal init; }

    /// <summary>Gets whether the request is sent without a credential, as a few endpoints demand.</summary>
    public bool Anonymous { get; internal init; }

    /// <summary>Gets whether a write can be repeated safely with the caller's idempotency key.</summary>
    public bool TakesIdempotencyKey { get; internal init; }

    /// <summary>Gets the time that one attempt may take where the provider is slow by nature (reports, long polls); else the app's option holds.</summary>
    public TimeSpan? AttemptTimeout { get; internal init; }

    /// <summary>The protocol over HTTP that the call speaks, where it is one that tells errors in a way of its own.</summary>
    internal Protocol? Protocol { get; init; }

    internal virtual bool IsList => false;

    /// <summary>Gets what the body of a good answer begins with; a web page or a truncated body is noticed by it.</summary>
    internal abstract BodyFormat Format { get; }

    /// <summary>Describes a call that changes nothing.</summary>
    /// <typeparam name="TIn">What it takes.</typeparam>
    /// <typeparam name="TOut">What it gives.</typeparam>
    /// <param name="name">The stable name: <c>contacts.get</c>.</param>
    /// <param name="request">Makes the request; pure.</param>
    /// <param name="response">Reads the answer.</param>
    /// <param name="scopes">The scopes that it needs.</param>
    /// <param name="limit">The limit group that it counts against.</param>
    /// <param name="host">The definition's host.</param>
    /// <param name="anonymous">Whether it is sent without a credential.</param>
    /// <param name="timeout">The time that one attempt may take, where the provider is slow by nature.</param>
    public static Endpoint<TIn, TOut> Read<TIn, TOut>(string name, Func<TIn, EndpointContext, RequestSpec> request, BodyReader<TOut> response, IReadOnlyList<RequiredScope>? scopes = null, string? limit = null, string host = "api", bool anonymous = false, TimeSpan? timeout = null) =>
        new(name, Effect.Read, request, response) { Scopes = scopes ?? [], LimitGroup = limit, Host = host, Anonymous = anonymous, AttemptTimeout = timeout };

    /// <summary>Describes a call that changes something and may be repeated.</summary>
    /// <typeparam name="TIn">What it takes.</typeparam>
    /// <typeparam name="TOut">What it gives.</typeparam>
    /// <param name="name">The stable name: <c>contacts.update</c>.</param>
    /// <param name="request">Makes the request; pure.</param>
    /// <param name="response">Reads the answer.</param>
    /// <param name="scopes">The scopes that it needs.</param>
    /// <param name="limit">The limit group that it counts against.</param>
    /// <param name="host">The definition's host.</param>
    /// <param name="timeout">The time that one attempt may take, where the provider is slow by nature.</param>
    /// <param name="anonymous">Whether it is sent without a credential.</param>
    public static Endpoint<TIn, TOut> Idempotent<TIn, TOut>(string name, Func<TIn, EndpointContext, RequestSpec> request, BodyReader<TOut> response, IReadOnlyList<RequiredScope>? scopes = null, string? limit = null, string host = "api", TimeSpan? timeout = null, bool anonymous = false) =>
        new(name, Effect.Idempotent, request, response) { Scopes = scopes ?? [], LimitGroup = limit, Host = host, AttemptTimeout = timeout, Anonymous = anonymous };

    /// <summary>Describes a call that does it twice when sent twice.</summary>
    /// <typeparam name="TIn">What it takes.</typeparam>
    /// <typeparam name="TOut">What it gives.</typeparam>
    /// <param name="name">The stable name: <c>contacts.create</c>.</param>
    /// <param name="request">Makes the request; pure.</param>
    /// <param name="response">Reads the answer.</param>
    /// <param name="scopes">The scopes that it needs.</param>
    /// <param name="limit">The limit group that it counts against.</param>
    /// <param name="host">The definition's host.</param>
    /// <param name="takesKey">Whether the request sends <see cref="EndpointContext.IdempotencyKey"/>, in a header, a query parameter or a field as the provider wants it (Idempotency-Key, requestid), and the provider does nothing twice with the same key. Calls then make a key where the caller gives none, and are sent again with it.</param>
    /// <param name="timeout">The time that one attempt may take, where the provider is slow by nature.</param>
    /// <param name="anonymous">Whether it is sent without a credential.</param>
    public static Endpoint<TIn, TOut> Write<TIn, TOut>(string name, Func<TIn, EndpointContext, RequestSpec> request, BodyReader<TOut> response, IReadOnlyList<RequiredScope>? scopes = null, string? limit = null, string host = "api", bool takesKey = false, TimeSpan? timeout = null, bool anonymous = false) =>
        new(name, Effect.Write, request, response) { Scopes = scopes ?? [], LimitGroup = limit, Host = host, TakesIdempotencyKey = takesKey, AttemptTimeout = timeout, Anonymous = anonymous };

    /// <inheritdoc/>
    public override string ToString() => Name;
}

/// <summary>A typed description of one call.</summary>
/// <typeparam name="TIn">What it takes.</typeparam>
/// <typeparam name="TOut">What it gives.</typeparam>
public sealed class Endpoint<TIn, TOut> : Endpoint
{
    internal Endpoint(string name, Effect effect, Func<TIn, EndpointContext, RequestSpec> request, BodyReader<TOut> response)
        : base(name, effect) => (Request, Response) = (request, response);

    internal Func<TIn, EndpointContext, RequestSpec> Request { get; }

    internal BodyReader<TOut> Response { get; }

    internal override BodyFormat Format => Response.Format;
}

/// <summary>A typed description of a paged list.</summary>
/// <typeparam name="TRecord">The provider's record.</typeparam>
public sealed class ListEndpoint<TRecord> : Endpoint
{
    private readonly PageSource<TRecord>? _source;

    internal ListEndpoint(string name, PageSource<TRecord> source, Func<TRecord, string>? id)
        : base(name, Effect.Read) => (_source, Id) = (source, id);

    internal ListEndpoint(string name, StreamSource<TRecord> stream, Func<TRecord, string>? id)
        : base(name, Effect.Read) => (Stream, Id) = (stream, id);

    internal ListEndpoint(Endpoint unbound, PageSource<TRecord>? source, StreamSource<TRecord>? stream, Func<TRecord, string>? id)
        : base(unbound.Name, Effect.Read)
    {
        (_source, Stream, Id) = (source, stream, id);
        (Host, Scopes, LimitGroup, AttemptTimeout, Costs, Protocol) = (unbound.Host, unbound.Scopes, unbound.LimitGroup, unbound.AttemptTimeout, unbound.Costs, unbound.Protocol);
    }

    /// <summary>Gets a record's id, as text, where the list tells it.</summary>
    public Func<TRecord, string>? Id { get; }

    /// <summary>The list's pages; a streamed list has none.</summary>
    internal PageSource<TRecord> Source => _source ?? throw new InvalidOperationException($"The list '{Name}' is streamed.");

    /// <summary>The list's one answer, where it is streamed.</summary>
    internal StreamSource<TRecord>? Stream { get; }

    internal override bool IsList => true;

    internal override BodyFormat Format => Stream?.Reader.Format ?? Source.Format;
}

/// <summary>A typed description of a paged list that takes an input.</summary>
/// <typeparam name="TIn">What it takes.</typeparam>
/// <typeparam name="TRecord">The provider's record.</typeparam>
public sealed class ListEndpoint<TIn, TRecord> : Endpoint
{
    private readonly Func<TIn, PageSource<TRecord>>? _source;
    private readonly Func<TIn, StreamSource<TRecord>>? _stream;
    private readonly Func<TRecord, string>? _id;

    internal ListEndpoint(string name, Func<TIn, PageSource<TRecord>> source, BodyFormat format, Func<TRecord, string>? id)
        : base(name, Effect.Read) => (_source, Format, _id) = (source, format, id);

    internal ListEndpoint(string name, Func<TIn, StreamSource<TRecord>> stream, BodyFormat format, Func<TRecord, string>? id)
        : base(name, Effect.Read) => (_stream, Format, _id) = (stream, format, id);

    internal override BodyFormat Format { get; }

    /// <summary>Gives the list for one input.</summary>
    /// <param name="input">The input.</param>
    /// <returns>The list, ready for <see cref="IConnector.ListAsync{TRecord}(ListEndpoint{TRecord}, CallOptions?)"/>.</returns>
    public ListEndpoint<TRecord> For(TIn input) => new(this, _source?.Invoke(input), _stream?.Invoke(input), _id);
}
