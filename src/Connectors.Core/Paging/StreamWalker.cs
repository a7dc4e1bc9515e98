using System.Runtime.CompilerServices;
using Connectors.Definitions;

namespace Connectors.Paging;

/// <summary>Gives the records of one streamed answer as pages of bounded size, to its proven end, or fails. What was given is not asked for again.</summary>
internal static class StreamWalker
{
    private const int DefaultSize = 500;
    private const int MaxSize = 10_000;

    internal static async IAsyncEnumerable<Page<TRecord>> WalkAsync<TRecord>(
        IRecordOpener opener, ListEndpoint<TRecord> list, CallOptions options, ContinuationToken? from, int? pageSize, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (from is not null)
        {
            throw NoToken(list);
        }

        var size = Math.Clamp(pageSize ?? DefaultSize, 1, MaxSize);
        var records = await opener.OpenAsync(list, options, cancellationToken).ConfigureAwait(false);
        await using (records.ConfigureAwait(false))
        {
            long seen = 0;
            for (var number = 1; ; number++)
            {
                var chunk = await NextAsync(opener, list, records, size, (seen, number - 1), cancellationToken).ConfigureAwait(false);
                seen += chunk.Items.Count;
                yield return new()
                {
                    Items = chunk.Items,
                    Raw = chunk.Raw,
                    Next = chunk.IsLast ? null : ContinuationToken.Create(list.Name, $"part {number + 1}"),
                    Number = number,
                    Bytes = chunk.Bytes,
                };
                if (chunk.IsLast)
                {
                    yield break;
                }
            }
        }
    }

    /// <summary>A list that breaks off is an incomplete one; a record that cannot be read is so each time.</summary>
    private static async ValueTask<RecordChunk<TRecord>> NextAsync<TRecord>(
        IRecordOpener opener, ListEndpoint<TRecord> list, RecordStream<TRecord> records, int size, (long Records, int Pages) seen, CancellationToken cancellationToken)
    {
        try
        {
            return await records.NextAsync(size).ConfigureAwait(false);
        }
        catch (OperationCanceledException error) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(error.Message, error, cancellationToken);
        }
        catch (UnreadableAnswerException error) when (!error.IsTorn)
        {
            throw new ConnectorException(new()
            {
                Kind = ErrorKind.Protocol,
                Connection = opener.Key,
                Endpoint = list.Name,
                What = $"The answer cannot be read: {error.Message}",
                ToDo = $"The records before it were given ({seen.Records}). If it goes on, compare the answer with the provider's documentation.",
            });
        }
        catch (Exception error) when (error is UnreadableAnswerException or ConnectorException { IsTransient: true })
        {
            throw new IncompleteListException(
                new()
                {
                    Kind = ErrorKind.Incomplete,
                    Connection = opener.Key,
                    Endpoint = list.Name,
                    What = $"The list broke off: {(error as ConnectorException)?.Facts.What ?? error.Message}",
                    ToDo = $"Use what was given as incomplete ({seen.Records} records), and list anew later.",
                    IsTransient = true,
                },
                error is ConnectorException ? error : null)
            {
                Seen = seen.Records,
                Pages = seen.Pages,
            };
        }
    }

    private static ConnectorException NoToken<TRecord>(ListEndpoint<TRecord> list) => new(new()
    {
        Kind = ErrorKind.Validation,
        Endpoint = list.Name,
        What = "A list that is streamed cannot go on in its middle: it is one answer, which the provider gives from the beginning",
        ToDo = "List anew, without a continuation token.",
    });
}

/// <summary>Opens streamed answers; the connection behind a list.</summary>
internal interface IRecordOpener
{
    ConnectionKey Key { get; }

    Task<RecordStream<TRecord>> OpenAsync<TRecord>(ListEndpoint<TRecord> list, CallOptions options, CancellationToken cancellationToken);
}
