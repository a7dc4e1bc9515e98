using Connectors.Http;

namespace Connectors.Definitions;

/// <summary>How the answers of one GraphQL endpoint are judged.</summary>
/// <param name="api">The API that it belongs to.</param>
/// <param name="takesPartial">Whether data beside errors are an answer.</param>
/// <param name="refusal">Reads a refusal out of data without errors.</param>
internal sealed class GraphQLOperation(GraphQLApi api, bool takesPartial = false, Func<ReadOnlyMemory<byte>, VendorError?>? refusal = null) : Protocol
{
    internal override ResponseAction? Judge(ResponseFacts facts)
    {
        if (GraphQLErrors.Read(facts.Body.Span) is not { } answer)
        {
            return facts.IsSuccessStatus && refusal?.Invoke(facts.Body) is not null ? ResponseAction.Fail(ErrorKind.Validation) : null;
        }

        return IsTextWanted(in facts, in answer) ? ResponseAction.OtherForm : api.Judge(in facts, in answer, takesPartial);
    }

    internal override VendorError? Error(ResponseFacts facts) => api.Error(facts) ?? refusal?.Invoke(facts.Body);

    /// <summary>Whether the server knows the hash not, or no hashes, and has not had the text yet.</summary>
    private bool IsTextWanted(in ResponseFacts facts, in GraphQLErrors answer)
    {
        if (!answer.Errors.Any(GraphQLCodes.IsTextWanted) || facts.Request is not { } request || !CallState.TryGet(request, out var call) || call.Spec.Content is not GraphQLRequest body)
        {
            return false;
        }

        if (answer.Errors.Any(GraphQLCodes.IsHashRefused))
        {
            api.NoteHashesRefused();
        }

        return body.TakeText();
    }
}
