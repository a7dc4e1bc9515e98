using Connectors.Definitions;

namespace Connectors.Paging;

/// <summary>
/// Asks for the pages of one walk before the caller wants them. A page's answer often tells how the list goes on in the few bytes around
/// its records: then the next request leaves before the records are read, so that sending, reading and the caller's work go on side by
/// side. Beside the page that the caller holds there are at most two others. A request that proves wrong once its page has been read is
/// given up, and nothing is foretold any more in this walk. Thread-safe.
/// </summary>
internal sealed class ReadAhead<TRecord>(IPageFetcher fetcher, ListEndpoint<TRecord> list, CallOptions options, int? pageSize, CancellationToken stop)
{
    private readonly Lock _lock = new();
    private int _given;
    private bool _isForetelling = true;
    private PageFlight<TRecord>? _abandoned;

    /// <summary>Asks for a page.</summary>
    /// <param name="state">The state that it is asked for with; <see langword="null"/> for the first page of the list.</param>
    /// <param name="number">The page's number in this walk, from 1.</param>
    internal PageFlight<TRecord> Send(string? state, int number)
    {
        lock (_lock)
        {
            var flight = new PageFlight<TRecord>(this, state, number);

            // Whoever takes one page alone pays for one.
            flight.Page = fetcher.FetchAsync(list, options, state, pageSize, number == 1 ? null : flight, stop);
            return flight;
        }
    }

    /// <summary>Sees to it that the page after one that was read is on the way; after the first one nothing is, for many callers want no more.</summary>
    /// <param name="flight">The page that was read.</param>
    /// <param name="next">How the list goes on, as the whole page tells; <see langword="null"/> when it ends.</param>
    internal void GoOn(PageFlight<TRecord> flight, string? next)
    {
        lock (_lock)
        {
            _given = flight.Number;
            if (flight.Next is { } foretold && foretold.State != next)
            {
                (_isForetelling, _abandoned, flight.Next) = (false, foretold, null);
            }

            if (next is not null && flight.Number > 1)
            {
                Continue(flight.Next ??= Send(next, flight.Number + 1));
            }
        }
    }

    /// <summary>Notes how the list goes on after a page whose records are not read yet.</summary>
    internal void Foretell(PageFlight<TRecord> flight, string next)
    {
        lock (_lock)
        {
            flight.Foretold = next;
            Continue(flight);
        }
    }

    /// <summary>Stops what is under way, and waits until nothing is any more.</summary>
    /// <param name="last">The page that was asked for last of those that the caller was to get.</param>
    /// <param name="stopping">Cancels the walk's calls.</param>
    internal async ValueTask EndAsync(PageFlight<TRecord>? last, CancellationTokenSource stopping)
    {
        lock (_lock)
        {
            _isForetelling = false;
        }

        if (last is { Page.IsCompleted: false } or { Next: not null } || _abandoned is not null)
        {
            await stopping.CancelAsync().ConfigureAwait(false);
            await EndedAsync(last).ConfigureAwait(false);
            await EndedAsync(_abandoned).ConfigureAwait(false);
        }
    }

    private static async ValueTask EndedAsync(PageFlight<TRecord>? flight)
    {
        for (; flight is not null; flight = flight.Next)
        {
            await ((Task)flight.Page).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void Continue(PageFlight<TRecord> flight)
    {
        if (flight is { Foretold: { } next, Next: null } && _isForetelling && flight.Number - _given <= 1)
        {
            flight.Next = Send(next, flight.Number + 1);
        }
    }
}

/// <summary>A page that was asked for.</summary>
internal sealed class PageFlight<TRecord>(ReadAhead<TRecord> walk, string? state, int number) : INextForeteller
{
    /// <summary>Gets the state that it was asked for with.</summary>
    internal string? State => state;

    /// <summary>Gets its number in the walk, from 1.</summary>
    internal int Number => number;

    /// <summary>Gets or sets the answer.</summary>
    internal Task<FetchedPage<TRecord>> Page { get; set; } = null!;

    /// <summary>Gets or sets how the list goes on, as far as the answer tells before its records are read.</summary>
    internal string? Foretold { get; set; }

    /// <summary>Gets or sets the page that was asked for by <see cref="Foretold"/>.</summary>
    internal PageFlight<TRecord>? Next { get; set; }

    public void Foretell(string next) => walk.Foretell(this, next);
}

/// <summary>Is told how a list goes on as soon as an answer tells it.</summary>
internal interface INextForeteller
{
    /// <summary>Tells the state of the next page, to be proved by reading the whole page.</summary>
    void Foretell(string next);
}
