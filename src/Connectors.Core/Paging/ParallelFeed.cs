using Connectors.Definitions;

namespace Connectors.Paging;

/// <summary>
/// Asks for the pages that are expected next while one is read. They are given in order, each only for the very place that it was
/// asked for: where the list goes on at another place than expected, they are dropped.
/// </summary>
internal sealed class ParallelFeed<TRecord>(PageFeed<TRecord> pages, PageForecast forecast, int parallel) : PageFeed<TRecord>
{
    internal const int Most = 32;

    private readonly List<Expected> _ahead = [];
    private int _fullest;
    private long? _total;

    public override async Task<FetchedPage<TRecord>> FetchAsync(PagePlace place, CancellationToken cancellationToken)
    {
        var found = _ahead.FindIndex(page => page.Place == place);
        await DropAsync(found < 0 ? page => !IsBehind(page.Place, place) : page => _ahead.IndexOf(page) < found).ConfigureAwait(false);
        FetchedPage<TRecord> fetched;
        if (found < 0)
        {
            fetched = await pages.FetchAsync(place, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            using var expected = _ahead[0];
            _ahead.RemoveAt(0);
            Expect(place, isLast: false, cancellationToken);
            fetched = await expected.Page.ConfigureAwait(false);
        }

        (_fullest, _total) = (Math.Max(_fullest, fetched.Read.Items.Count + fetched.Read.Withheld), fetched.Read.Total);
        Expect(place, fetched.Read.Next is null, cancellationToken);
        return fetched;
    }

    public override Task StopAsync() => DropAsync(static _ => true);

    /// <summary>Whether an expected page is of a window that comes after another page's.</summary>
    private static bool IsBehind(PagePlace expected, PagePlace place) => expected.Window is { } later && place.Window is { ToId: { } end } && later.FromId >= end;

    private void Expect(PagePlace place, bool isLast, CancellationToken cancellationToken)
    {
        var last = _ahead.Count == 0 ? place : _ahead[^1].Place;
        while (_ahead.Count < parallel - 1 && forecast.After(last, _fullest, _total, isLast && last == place) is { } next)
        {
            _ahead.Add(new(next, pages, cancellationToken));
            last = next;
        }
    }

    private async Task DropAsync(Predicate<Expected> unwanted)
    {
        var dropped = _ahead.FindAll(unwanted);
        _ahead.RemoveAll(dropped.Contains);
        foreach (var page in dropped)
        {
            await page.Stop.CancelAsync().ConfigureAwait(false);
        }

        foreach (var page in dropped)
        {
            await ((Task)page.Page).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            page.Dispose();
        }
    }

    private sealed class Expected : IDisposable
    {
        public Expected(PagePlace place, PageFeed<TRecord> pages, CancellationToken cancellationToken)
        {
            Place = place;
            Stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            Page = pages.FetchAsync(place, Stop.Token);
        }

        public PagePlace Place { get; }

        public CancellationTokenSource Stop { get; }

        public Task<FetchedPage<TRecord>> Page { get; }

        public void Dispose() => Stop.Dispose();
    }
}

/// <summary>Tells which page comes after another, when the pages between are as long as one that was seen.</summary>
internal sealed class PageForecast(IPositions? positions, int overlap, WindowPlan? windows, int? pageSize)
{
    public PagePlace? After(PagePlace place, int count, long? total, bool isLast)
    {
        if (total is not { } all)
        {
            return null;
        }

        if (!isLast && count > overlap && positions is not null && positions.After(place.State, count - overlap, pageSize) is var state && positions.Before(state, count) + overlap < all)
        {
            return place with { State = state };
        }

        return windows is not null && place.Window is { } window
            ? windows.After(new(window.FromId, window.ToId, 0, 0, all, null), all)?.Place
            : null;
    }
}
