using System.Runtime.CompilerServices;
using Connectors.Definitions;
using Connectors.Http;

namespace Connectors.Paging;

/// <summary>
/// Walks a list to its proven end, or fails. Holds three pages at most: the one that the caller works on, and, from the second
/// page on, the next two, asked for ahead (see <see cref="ReadAhead{TRecord}"/>).
/// </summary>
internal static class PageWalker
{
    internal static async IAsyncEnumerable<Page<TRecord>> WalkAsync<TRecord>(
        IPageFetcher fetcher, ListEndpoint<TRecord> list, CallOptions options, ContinuationToken? from, int? pageSize, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var state = from is { } token ? StateOf(token, list) : null;
        var guard = new CycleGuard(state);
        var pages = new SamePageGuard<TRecord>(list.Id);
        var ahead = new ReadAhead<TRecord>(fetcher, list, options, pageSize, stop.Token);
        PageFlight<TRecord>? flight = null;
        long seen = 0;
        var number = 0;
        var smallest = long.MaxValue;
        try
        {
            while (true)
            {
                flight = flight?.Next ?? ahead.Send(state, number + 1);
                var fetched = await ArrivedAsync(flight.Page, cancellationToken).ConfigureAwait(false);
                var read = fetched.Read;
                number++;
                seen += read.Items.Count + read.Withheld;
                var next = read.Next;
                if (next is not null && guard.Repeats(next))
                {
                    throw Incomplete(fetcher, list, "The provider gave the same cursor again, so the list would never end", seen, number, read.Total);
                }

                if (pages.Repeats(read.Items))
                {
                    throw Incomplete(fetcher, list, "The provider gave the same page again under another cursor", seen - read.Items.Count - read.Withheld, number - 1, read.Total);
                }

                if (list.Source.CountsPositions && read.Total < smallest && smallest < long.MaxValue)
                {
                    throw Incomplete(fetcher, list, "Records went away while the list was read by position, so others may have slipped past", seen, number, read.Total);
                }

                smallest = Math.Min(smallest, read.Total ?? long.MaxValue);
                if (next is null && from is null && smallest is < long.MaxValue && smallest > seen)
                {
                    throw Incomplete(fetcher, list, $"The provider declares {smallest} records, and its pages held {seen}", seen, number, smallest);
                }

                ahead.GoOn(flight, next);
                yield return new()
                {
                    Items = read.Items,
                    Raw = read.Raw,
                    Withheld = read.Withheld,
                    Next = next is null ? null : ContinuationToken.Create(list.Name, next),
                    Delta = read.Delta is null ? null : ContinuationToken.Create(list.Name, read.Delta),
                    Number = number,
                    Bytes = fetched.Bytes,
                };

                if (next is null)
                {
                    yield break;
                }

                state = next;
            }
        }
        finally
        {
            await ahead.EndAsync(flight, stop).ConfigureAwait(false);
        }
    }

    /// <summary>A cancellation carries the caller's own token, not the one that stops the page asked for ahead.</summary>
    private static async Task<FetchedPage<TRecord>> ArrivedAsync<TRecord>(Task<FetchedPage<TRecord>> page, CancellationToken caller)
    {
        try
        {
            return await page.ConfigureAwait(false);
        }
        catch (OperationCanceledException error) when (caller.IsCancellationRequested)
        {
            throw new OperationCanceledException(error.Message, error, caller);
        }
    }

    private static string StateOf<TRecord>(ContinuationToken token, ListEndpoint<TRecord> list) => token.Endpoint == list.Name
        ? token.State
        : throw new ConnectorException(new()
        {
            Kind = ErrorKind.Validation,
            Endpoint = list.Name,
            What = $"The continuation token belongs to the list '{token.Endpoint}'",
            ToDo = "Pass a token that this list gave.",
        });

    private static IncompleteListException Incomplete<TRecord>(IPageFetcher fetcher, ListEndpoint<TRecord> list, string what, long seen, int pages, long? declared) =>
        new(new()
        {
            Kind = ErrorKind.Incomplete,
            Connection = fetcher.Key,
            Endpoint = list.Name,
            What = what,
            ToDo = $"Use what was given as incomplete ({seen} records in {pages} pages), and list anew later.",
        })
        {
            Seen = seen,
            Pages = pages,
            Declared = declared,
        };
}

/// <summary>Fetches single pages; the connection behind a list.</summary>
internal interface IPageFetcher
{
    ConnectionKey Key { get; }

    Task<FetchedPage<TRecord>> FetchAsync<TRecord>(ListEndpoint<TRecord> list, CallOptions options, string? state, int? pageSize, INextForeteller? early, CancellationToken cancellationToken);
}

/// <summary>A page and the size of its answer.</summary>
internal sealed record FetchedPage<TRecord>(PageRead<TRecord> Read, long Bytes);
