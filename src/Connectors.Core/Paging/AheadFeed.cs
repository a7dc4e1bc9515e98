using Connectors.Definitions;

namespace Connectors.Paging;

/// <summary>
/// Asks for the page after one while that one's records are still being read: an answer often tells how the list goes on in the few bytes
/// around its records, or in its headers. So sending, reading and the caller's work go on side by side; beside the page that the caller
/// holds there are at most two others. A request that proves wrong once the page has been read is given up, and nothing is foretold any
/// more in this walk.
/// </summary>
internal sealed class AheadFeed<TRecord>(IPageFetcher fetcher, ListEndpoint<TRecord> list, CallOptions options, int? pageSize) : PageFeed<TRecord>
{
    private readonly Lock _lock = new();
    private readonly List<Flight> _wrong = [];
    private Flight? _wanted;
    private bool _isForetelling = true;

    public override Task<FetchedPage<TRecord>> FetchAsync(PagePlace place, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            // Whoever takes one page alone pays for one.
            var (foretold, isFirst) = (_wanted?.Next, _wanted is null);
            if (foretold is not null && foretold.Place != place)
            {
                (_isForetelling, foretold) = (false, null);
                _wrong.Add(_wanted!.Next!);
            }

            _wanted = foretold ?? Send(place, isForetelling: !isFirst, cancellationToken);
            GoOn(_wanted);
            return _wanted.Page;
        }
    }

    public override async Task StopAsync()
    {
        lock (_lock)
        {
            _isForetelling = false;
        }

        foreach (var first in _wrong.Append(_wanted))
        {
            for (var flight = first; flight is not null; flight = flight.Next)
            {
                await ((Task)flight.Page).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private Flight Send(PagePlace place, bool isForetelling, CancellationToken cancellationToken)
    {
        var flight = new Flight(this, place, cancellationToken);
        flight.Page = fetcher.FetchAsync(list, options, place, pageSize, isForetelling && _isForetelling ? flight : null, cancellationToken);
        return flight;
    }

    /// <summary>A page that the caller is about to want brings the next one on its way; one that was itself only foretold does not yet.</summary>
    private void GoOn(Flight flight)
    {
        if (_isForetelling && flight == _wanted && flight is { Foretold: { } state, Next: null })
        {
            flight.Next = Send(flight.Place with { State = state }, isForetelling: true, flight.Stop);
        }
    }

    private sealed class Flight(AheadFeed<TRecord> feed, PagePlace place, CancellationToken stop) : INextForeteller
    {
        public PagePlace Place => place;

        public CancellationToken Stop => stop;

        public Task<FetchedPage<TRecord>> Page { get; set; } = null!;

        public string? Foretold { get; private set; }

        public Flight? Next { get; set; }

        public void Foretell(string state)
        {
            lock (feed._lock)
            {
                Foretold = state;
                feed.GoOn(this);
            }
        }
    }
}

/// <summary>Is told how a list goes on as soon as an answer tells it.</summary>
internal interface INextForeteller
{
    /// <summary>Tells the state of the next page, to be proved by reading the whole page.</summary>
    void Foretell(string state);
}
