using System.Text.Json;
using Connectors.Definitions;
using Connectors.Http;

namespace Connectors;

/// <content>Reads answers; what cannot be read is told by its place.</content>
internal sealed partial class Connector
{
    private static async Task<T> ReadStreamAsync<T>(CallState call, HttpResponseMessage response, Func<HttpResponseMessage, Stream, Endpoint, T> read, CancellationToken cancellationToken)
    {
        try
        {
            return read(response, await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false), call.Endpoint);
        }
        catch (Exception error) when (error is not (OperationCanceledException or ConnectorException))
        {
            response.Dispose();
            throw Unreadable(call, response, error);
        }
    }

    private static T Read<T>(CallState call, HttpResponseMessage response, Func<ResponseFacts, T> read)
    {
        try
        {
            return read(new(response, Bytes(response), call.Endpoint));
        }
        catch (IncompleteAnswerException cut)
        {
            throw Cut(call, cut);
        }
        catch (Exception error) when (error is not (OperationCanceledException or ConnectorException))
        {
            throw Unreadable(call, response, error);
        }
    }

    private static ConnectorException Cut(CallState call, IncompleteAnswerException cut) => call.Endpoint.Effect == Effect.Write
        ? new OutcomeUnknownException(call.Facts(ErrorKind.OutcomeUnknown, $"{cut.Message}, although the write seems to be done"))
        : new IncompleteListException(call.Facts(ErrorKind.Incomplete, cut.Message) with { ToDo = "Ask for more of it at once, or read it by a list of its own." }) { Seen = cut.Seen, Pages = 1, Reason = IncompleteReason.Capped };

    /// <summary>Names the place, never the value: what other people's parsers say may quote the answer.</summary>
    private static ConnectorException Unreadable(CallState call, HttpResponseMessage response, Exception error)
    {
        var place = error switch
        {
            JsonException { Path: { } path } => $" at {path}",
            UnreadableAnswerException => $": {error.Message}",
            _ => $" ({error.GetType().Name})",
        };
        var facts = call.Facts(ErrorKind.Protocol, $"The answer of {call.Runtime.Definition.DisplayName} cannot be read{place}") with { StatusCode = (int)response.StatusCode };
        return call.Endpoint.Effect == Effect.Write
            ? new OutcomeUnknownException(facts with { Kind = ErrorKind.OutcomeUnknown, What = facts.What + ", although it seems to have done the write", MayHaveBeenDone = true })
            {
                IdempotencyKey = call.IsRepeatable ? call.Options.IdempotencyKey : null,
            }
            : new ConnectorException(facts);
    }

    private static ReadOnlyMemory<byte> Bytes(HttpResponseMessage response) => ((PooledContent)response.Content).Memory;
}
