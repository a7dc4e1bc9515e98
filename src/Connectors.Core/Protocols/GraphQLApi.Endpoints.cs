using System.Text.Json.Serialization.Metadata;

namespace Connectors.Definitions;

public sealed partial class GraphQLApi
{
    /// <summary>Describes a query: a call that changes nothing.</summary>
    /// <typeparam name="TIn">What it takes.</typeparam>
    /// <typeparam name="TVariables">The document's variables.</typeparam>
    /// <typeparam name="TData">The answer's <c>data</c>.</typeparam>
    /// <typeparam name="TOut">What it gives.</typeparam>
    /// <param name="name">The stable name: <c>issues.get</c>.</param>
    /// <param name="document">The document: one query, a constant.</param>
    /// <param name="variables">Makes the variables; pure.</param>
    /// <param name="variablesType">Their source-generated JSON form.</param>
    /// <param name="data">The source-generated JSON form of <c>data</c>.</param>
    /// <param name="select">Takes what the call gives out of it.</param>
    /// <param name="scopes">The scopes that it needs.</param>
    /// <param name="limit">The limit group that it counts against.</param>
    /// <param name="open">The lists in the answer that may be cut, because their rest is read by another list; by the name they have there.</param>
    /// <exception cref="ArgumentException">The document is not such an operation.</exception>
    public Endpoint<TIn, TOut> Query<TIn, TVariables, TData, TOut>(string name, string document, Func<TIn, EndpointContext, TVariables> variables, JsonTypeInfo<TVariables> variablesType, JsonTypeInfo<TData> data, Func<TData, TOut> select, IReadOnlyList<RequiredScope>? scopes = null, string? limit = null, IReadOnlyList<string>? open = null)
        where TData : class
    {
        var parsed = GraphQLDocument.Parse(name, document, "query", open ?? []);
        return new(name, Effect.Read, Request(parsed, variables, variablesType), Reader(parsed, data, open, select)) { Scopes = scopes ?? [], LimitGroup = limit, Host = Host, Protocol = new GraphQLOperation(this) };
    }

    /// <summary>Describes a query without variables.</summary>
    /// <typeparam name="TData">The answer's <c>data</c>.</typeparam>
    /// <typeparam name="TOut">What it gives.</typeparam>
    /// <param name="name">The stable name: <c>viewer.get</c>.</param>
    /// <param name="document">The document: one query, a constant.</param>
    /// <param name="data">The source-generated JSON form of <c>data</c>.</param>
    /// <param name="select">Takes what the call gives out of it.</param>
    /// <param name="scopes">The scopes that it needs.</param>
    /// <param name="limit">The limit group that it counts against.</param>
    /// <exception cref="ArgumentException">The document is not such an operation.</exception>
    public Endpoint<NoContent, TOut> Query<TData, TOut>(string name, string document, JsonTypeInfo<TData> data, Func<TData, TOut> select, IReadOnlyList<RequiredScope>? scopes = null, string? limit = null)
        where TData : class
    {
        var parsed = GraphQLDocument.Parse(name, document, "query", []);
        return new(name, Effect.Read, (_, _) => Request(parsed, null), Reader(parsed, data, null, select)) { Scopes = scopes ?? [], LimitGroup = limit, Host = Host, Protocol = new GraphQLOperation(this) };
    }

    /// <summary>Describes a query whose answer is of use in part: fields that failed are <see langword="null"/>, and the errors are given beside.</summary>
    /// <remarks>It fails all the same when no field came, when a limit is used up and when the credential is refused.</remarks>
    /// <typeparam name="TIn">What it takes.</typeparam>
    /// <typeparam name="TVariables">The document's variables.</typeparam>
    /// <typeparam name="TData">The answer's <c>data</c>; what may fail in it is nullable.</typeparam>
    /// <param name="name">The stable name: <c>dashboard.get</c>.</param>
    /// <param name="document">The document: one query, a constant.</param>
    /// <param name="variables">Makes the variables; pure.</param>
    /// <param name="variablesType">Their source-generated JSON form.</param>
    /// <param name="data">The source-generated JSON form of <c>data</c>.</param>
    /// <param name="scopes">The scopes that it needs.</param>
    /// <param name="limit">The limit group that it counts against.</param>
    /// <param name="open">The lists in the answer that may be cut, because their rest is read by another list; by the name they have there.</param>
    /// <exception cref="ArgumentException">The document is not such an operation.</exception>
    public Endpoint<TIn, GraphQLPartial<TData>> PartialQuery<TIn, TVariables, TData>(string name, string document, Func<TIn, EndpointContext, TVariables> variables, JsonTypeInfo<TVariables> variablesType, JsonTypeInfo<TData> data, IReadOnlyList<RequiredScope>? scopes = null, string? limit = null, IReadOnlyList<string>? open = null)
        where TData : class
    {
        var parsed = GraphQLDocument.Parse(name, document, "query", open ?? []);
        var answer = new GraphQLAnswer<TData>(data);
        var reader = new BodyReader<GraphQLPartial<TData>>(BodyFormat.Json, facts =>
        {
            var (value, errors) = answer.Read(facts.Body.Span);
            return Checked(parsed, in facts, open, new GraphQLPartial<TData>(value ?? throw new UnreadableAnswerException("it has neither data nor errors"), errors));
        });
        return new(name, Effect.Read, Request(parsed, variables, variablesType), reader) { Scopes = scopes ?? [], LimitGroup = limit, Host = Host, Protocol = new GraphQLOperation(this, takesPartial: true) };
    }

    /// <summary>Describes a mutation: a call that changes something.</summary>
    /// <typeparam name="TIn">What it takes.</typeparam>
    /// <typeparam name="TVariables">The document's variables.</typeparam>
    /// <typeparam name="TData">The answer's <c>data</c>.</typeparam>
    /// <typeparam name="TOut">What it gives.</typeparam>
    /// <param name="name">The stable name: <c>issues.create</c>.</param>
    /// <param name="document">The document: one mutation, a constant.</param>
    /// <param name="variables">Makes the variables; pure.</param>
    /// <param name="variablesType">Their source-generated JSON form.</param>
    /// <param name="data">The source-generated JSON form of <c>data</c>.</param>
    /// <param name="select">Takes what the call gives out of it.</param>
    /// <param name="refusal">Reads a refusal that stands in the data and not in <c>errors</c>: <c>success: false</c>, <c>userErrors</c>; <see langword="null"/> from it for none.</param>
    /// <param name="isIdempotent">Whether doing it twice is like doing it once, as with most updates and deletes.</param>
    /// <param name="scopes">The scopes that it needs.</param>
    /// <param name="limit">The limit group that it counts against.</param>
    /// <param name="takesKey">Whether the variables send <see cref="EndpointContext.IdempotencyKey"/> and the provider honours it.</param>
    /// <exception cref="ArgumentException">The document is not such an operation.</exception>
    public Endpoint<TIn, TOut> Mutation<TIn, TVariables, TData, TOut>(string name, string document, Func<TIn, EndpointContext, TVariables> variables, JsonTypeInfo<TVariables> variablesType, JsonTypeInfo<TData> data, Func<TData, TOut> select, Func<TData, VendorError?>? refusal = null, bool isIdempotent = false, IReadOnlyList<RequiredScope>? scopes = null, string? limit = null, bool takesKey = false)
        where TData : class
    {
        var parsed = GraphQLDocument.Parse(name, document, "mutation", []);
        var answer = new GraphQLAnswer<TData>(data);
        var operation = new GraphQLOperation(this, refusal: refusal is null ? null : body => answer.Read(body.Span).Data is { } value ? refusal(value) : null);
        return new(name, isIdempotent ? Effect.Idempotent : Effect.Write, Request(parsed, variables, variablesType), Reader(parsed, data, null, select)) { Scopes = scopes ?? [], LimitGroup = limit, Host = Host, TakesIdempotencyKey = takesKey, Protocol = operation };
    }

    /// <summary>
    /// Describes a list that is a Relay connection. Its variables are made for each page: <see cref="EndpointContext.PageState"/> is the
    /// cursor (<c>after</c>, or <c>before</c>), <see cref="EndpointContext.PageSize"/> the wished size (<c>first</c>, or <c>last</c>).
    /// </summary>
    /// <typeparam name="TIn">What it takes.</typeparam>
    /// <typeparam name="TVariables">The document's variables.</typeparam>
    /// <typeparam name="TData">The answer's <c>data</c>.</typeparam>
    /// <typeparam name="TRecord">The record.</typeparam>
    /// <param name="name">The stable name: <c>issues.list</c>.</param>
    /// <param name="document">The document: one query, a constant, which asks for <c>pageInfo</c> in each list.</param>
    /// <param name="variables">Makes the variables of a page; pure.</param>
    /// <param name="variablesType">Their source-generated JSON form.</param>
    /// <param name="data">The source-generated JSON form of <c>data</c>.</param>
    /// <param name="connection">Takes the list out of it.</param>
    /// <param name="id">Gives a record's id, as text.</param>
    /// <param name="at">Where the list stands below <c>data</c>, property by property; by default the first object in it.</param>
    /// <param name="backward">Whether it is read from its end, by <c>last</c> and <c>before</c>.</param>
    /// <param name="total">Gives the exact number of records of the whole list, where the provider states it exactly.</param>
    /// <param name="scopes">The scopes that it needs.</param>
    /// <param name="limit">The limit group that it counts against.</param>
    /// <param name="open">The lists inside a record that may be cut, because their rest is read by another list; by the name they have in the answer.</param>
    /// <exception cref="ArgumentException">The document is not such an operation.</exception>
    public ListEndpoint<TIn, TRecord> List<TIn, TVariables, TData, TRecord>(string name, string document, Func<TIn, EndpointContext, TVariables> variables, JsonTypeInfo<TVariables> variablesType, JsonTypeInfo<TData> data, Func<TData, RelayConnection<TRecord>?> connection, Func<TRecord, string>? id = null, IReadOnlyList<string>? at = null, bool backward = false, Func<RelayConnection<TRecord>, long?>? total = null, IReadOnlyList<RequiredScope>? scopes = null, string? limit = null, IReadOnlyList<string>? open = null)
        where TData : class
    {
        var parsed = GraphQLDocument.Parse(name, document, "query", open ?? []);
        var page = new GraphQLPageReader<TData, TRecord>(new(data), parsed, connection, at ?? [], open ?? []);
        var pager = PageBy.Connection<RelayConnection<TRecord>>(static list => list.PageInfo, backward);
        var request = Request(parsed, variables, variablesType);
        return new(name, input => new PageSource<RelayConnection<TRecord>, TRecord>(context => request(input, context), page, pager, total, null), BodyFormat.Json, id) { Scopes = scopes ?? [], LimitGroup = limit, Host = Host, Protocol = new GraphQLOperation(this) };
    }

    private static BodyReader<TOut> Reader<TData, TOut>(GraphQLDocument document, JsonTypeInfo<TData> data, IReadOnlyList<string>? open, Func<TData, TOut> select)
        where TData : class
    {
        var answer = new GraphQLAnswer<TData>(data);
        return new(BodyFormat.Json, facts => Checked(document, in facts, open, select(answer.ReadData(facts.Body.Span))));
    }

    /// <summary>Gives what was read, unless a list in it is cut.</summary>
    private static T Checked<T>(GraphQLDocument document, in ResponseFacts facts, IReadOnlyList<string>? open, T value)
    {
        if (document.HasLists)
        {
            RelayCut.Check(facts.Body.Span, null, open ?? []);
        }

        return value;
    }
}
