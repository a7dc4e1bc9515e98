using System.Runtime.CompilerServices;
using Connectors.Definitions;
using Connectors.Http;

namespace Connectors.Paging;

/// <summary>
/// Walks a list to its proven end, or fails. Holds three pages at most: the one that the caller works on, and, from the second
/// page on, the next ones, asked for ahead (see <see cref="AheadFeed{TRecord}"/>).
/// </summary>
internal static class PageWalker
{
    internal static async IAsyncEnumerable<Page<TRecord>> WalkAsync<TRecord>(
        IPageFetcher fetcher, ListEndpoint<TRecord> list, CallOptions options, ContinuationToken? from, int? pageSize, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var state = from is { } token ? StateOf(token, list) : null;
        var id = RecordId.Of(list);
        var pages = PageFeed.Of(fetcher, list, id, options, pageSize);
        var check = new ListCheck<TRecord>(list, id, pages.SeesShifts, state, from);
        Task<FetchedPage<TRecord>>? ahead = null;
        try
        {
            while (true)
            {
                var fetched = await ArrivedAsync(ahead ?? pages.FetchAsync(new(state), stop.Token), fetcher, check, cancellationToken).ConfigureAwait(false);
                ahead = null;
                if (check.IsShort(fetched.Read))
                {
                    // The end is asked for once more: a page that came short, or a total that was late, is right by then.
                    fetched = await ArrivedAsync(pages.FetchAsync(new(state), stop.Token), fetcher, check, cancellationToken).ConfigureAwait(false);
                }

                var read = fetched.Read;
                var next = read.Next;
                if (check.Fails(fetched) is { } failure)
                {
                    throw Incomplete(fetcher, list, check, failure, null);
                }

                if (next is not null && check.Pages > 1)
                {
                    ahead = pages.FetchAsync(new(next), stop.Token);
                }

                yield return new()
                {
                    Items = read.Items,
                    Raw = read.Raw,
                    Withheld = read.Withheld,
                    Next = next is null ? null : ContinuationToken.Create(list.Name, next, check.Count),
                    Delta = read.Delta is null ? null : ContinuationToken.Create(list.Name, read.Delta),
                    Number = check.Pages,
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
            await stop.CancelAsync().ConfigureAwait(false);
            if (ahead is not null)
            {
                await ((Task)ahead).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            await pages.StopAsync().ConfigureAwait(false);
        }
    }

    /// <summary>A cancellation carries the caller's own token, not the one that stops the page asked for ahead.</summary>
    private static async Task<FetchedPage<TRecord>> ArrivedAsync<TRecord>(Task<FetchedPage<TRecord>> page, IPageFetcher fetcher, ListCheck<TRecord> check, CancellationToken caller)
    {
        try
        {
            return await page.ConfigureAwait(false);
        }
        catch (OperationCanceledException error) when (caller.IsCancellationRequested)
        {
            throw new OperationCanceledException(error.Message, error, caller);
        }
        catch (StuckListException error)
        {
            throw Incomplete(fetcher, check.List, check, new(error.Reason, error.Facts.What, error.Declared) { ToDo = error.Facts.ToDo }, error);
        }
    }

    private static string Otherwise(IncompleteReason reason) => reason is IncompleteReason.Repeats or IncompleteReason.NoProgress
        ? "List anew later; if it comes again, compare how the connector states this list with the provider's documentation."
        : "List anew later.";

    private static string StateOf<TRecord>(ContinuationToken token, ListEndpoint<TRecord> list) => token.Endpoint == list.Name
        ? token.State
        : throw new ConnectorException(new()
        {
            Kind = ErrorKind.Validation,
            Endpoint = list.Name,
            What = string.IsNullOrEmpty(token.Endpoint) ? "The continuation token is empty" : $"The continuation token belongs to the list '{token.Endpoint}'",
            ToDo = "Pass a token that this list gave.",
        });

    private static IncompleteListException Incomplete<TRecord>(IPageFetcher fetcher, ListEndpoint<TRecord> list, ListCheck<TRecord> check, ListFailure failure, Exception? inner) =>
        new(
            new()
            {
                Kind = ErrorKind.Incomplete,
                Connection = fetcher.Key,
                Endpoint = list.Name,
                What = failure.What,
                ToDo = $"Use what was given as incomplete ({check.Seen} records in {(check.Pages == 1 ? "1 page" : $"{check.Pages} pages")}). {failure.ToDo ?? Otherwise(failure.Reason)}",
            },
            inner)
        {
            Seen = check.Seen,
            Pages = check.Pages,
            Declared = failure.Declared,
            Reason = failure.Reason,
        };
}

/// <summary>Fetches single pages; the connection behind a list.</summary>
internal interface IPageFetcher
{
    ConnectionKey Key { get; }

    DateTimeOffset Now { get; }

    Task<FetchedPage<TRecord>> FetchAsync<TRecord>(ListEndpoint<TRecord> list, CallOptions options, PagePlace place, int? pageSize, INextForeteller? early, CancellationToken cancellationToken);
}

/// <summary>A page and the size of its answer.</summary>
/// <param name="Read">The page.</param>
/// <param name="Bytes">The size of its answer.</param>
/// <param name="Print">A hash of its answer without the place where the list goes on, where records have no ids to know them by; else 0.</param>
internal sealed record FetchedPage<TRecord>(PageRead<TRecord> Read, long Bytes, ulong Print = 0);
