using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Connectors.Definitions;

/// <summary>
/// A provider's GraphQL API, as its definition states it: where it is, and what its codes mean. Its operations are endpoints like any
/// other: <see cref="Query{TIn, TVariables, TData, TOut}"/> reads, <see cref="Mutation"/> writes,
/// <see cref="List{TIn, TVariables, TData, TRecord}"/> pages through a Relay connection.
/// </summary>
/// <remarks>
/// <para>
/// Requests are POSTs of JSON as GraphQL over HTTP has them. Values go into the variables, never into the text, which is a constant.
/// Answers are judged by their <c>errors</c>, whatever the HTTP status is: by <see cref="Codes"/>, then by the codes that servers share;
/// an error without a code that is known is <see cref="ErrorKind.Remote"/>, or what the status says. Data beside errors are a failure,
/// except where the endpoint takes them in part. A mutation that failed below its own field, or for a reason that is not known to be a
/// refusal, may have been done: its outcome is unknown.
/// </para>
/// <para>
/// A list inside an answer that says that there is more, other than the one that is paged, is an <see cref="IncompleteListException"/>. A
/// document that asks for <c>nodes</c> or <c>edges</c> without <c>pageInfo</c> is refused when the endpoint is made.
/// </para>
/// </remarks>
/// <param name="path">The path of the API below the host; begins with a slash.</param>
public sealed partial class GraphQLApi(string path = "/graphql") : Protocol
{
    private volatile bool _refusesHashes;

    /// <summary>Gets the path of the API below the host.</summary>
    public string Path { get; } = path is ['/', ..] ? path : throw new ArgumentException("The path begins with a slash.", nameof(path));

    /// <summary>Gets the definition's host that requests go to.</summary>
    /// <value>The default is <c>api</c>.</value>
    public string Host { get; init; } = "api";

    /// <summary>
    /// Gets whether documents are sent as their SHA-256 alone (automatic persisted queries), and as text only when the server does not
    /// know the hash. That costs a call of its own, once a document.
    /// </summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool PersistsQueries { get; init; }

    /// <summary>Gets what the provider's own codes mean (<c>extensions.code</c>, else <c>type</c>); they count before those that servers share.</summary>
    /// <value>The default is empty.</value>
    public IReadOnlyDictionary<string, ResponseAction> Codes { get; init; } = new Dictionary<string, ResponseAction>(StringComparer.Ordinal);

    internal override ResponseAction? Judge(ResponseFacts facts) =>
        GraphQLErrors.Read(facts.Body.Span) is { } answer ? Judge(in facts, in answer, takesPartial: false) : null;

    internal override VendorError? Error(ResponseFacts facts)
    {
        if (GraphQLErrors.Read(facts.Body.Span) is not { Errors: var errors })
        {
            return null;
        }

        var first = errors.FirstOrDefault(error => ActionOf(error) is { Verdict: ResponseVerdict.Limited or ResponseVerdict.Renew }) ?? errors.FirstOrDefault(error => ActionOf(error) is not null) ?? errors[0];
        return new(first.Code, first.Message)
        {
            Fields = errors.Count == 1 ? [] : [.. errors.Where(static error => error.Path is not null).Select(static error => new FieldError(error.Path!, error.Message))],
        };
    }

    internal ResponseAction? Judge(in ResponseFacts facts, in GraphQLErrors answer, bool takesPartial)
    {
        ResponseAction? known = null;
        foreach (var error in answer.Errors)
        {
            var action = ActionOf(error);
            known = known is null || action is { Verdict: ResponseVerdict.Limited or ResponseVerdict.Renew } ? action ?? known : known;
        }

        if (facts.Endpoint.Effect != Effect.Read && IsBegun(in answer, known))
        {
            return ResponseAction.Fail(known?.Kind ?? ErrorKind.Remote, mayBeDone: true);
        }

        return known is { Verdict: ResponseVerdict.Limited or ResponseVerdict.Renew } ? known
            : takesPartial && answer.HasValues && facts.IsSuccessStatus ? ResponseAction.Success
            : known ?? (facts.IsSuccessStatus ? ResponseAction.Fail(ErrorKind.Remote) : null);
    }

    internal void NoteHashesRefused() => _refusesHashes = true;

    /// <summary>Whether a mutation got further than to be refused: a value of it is there, a field of its result failed, or it failed nobody knows why.</summary>
    private static bool IsBegun(in GraphQLErrors answer, ResponseAction? known) =>
        answer.HasValues || (answer.WasExecuted && known is null) || answer.Errors.Any(static error => error.Depth > 1);

    private ResponseAction? ActionOf(GraphQLError error) =>
        error.Code is { } code && Codes.TryGetValue(code, out var own) ? own : GraphQLCodes.Of(error.Code);

    private RequestSpec Request(GraphQLDocument document, Action<Utf8JsonWriter>? variables) =>
        RequestSpec.Post(Path).Header("Accept", GraphQLRequest.Accept).Body(new GraphQLRequest(document, variables, PersistsQueries && !_refusesHashes));

    private Func<TIn, EndpointContext, RequestSpec> Request<TIn, TVariables>(GraphQLDocument document, Func<TIn, EndpointContext, TVariables> variables, JsonTypeInfo<TVariables> type) =>
        (input, context) => Request(document, writer => JsonSerializer.Serialize(writer, variables(input, context), type));
}
