using Connectors.Definitions;

namespace Connectors.Paging;

/// <summary>
/// Gives the pages of one walk, one place after the other. The feeds that a list needs stand one on top of the other: windows over
/// overlapping pages over pages asked for ahead over the connection itself. Not thread-safe: one page is asked for at a time.
/// </summary>
internal abstract class PageFeed<TRecord>
{
    /// <summary>Whether records that go away while the list is read cannot hide others from it.</summary>
    public virtual bool SeesShifts => false;

    public abstract Task<FetchedPage<TRecord>> FetchAsync(PagePlace place, CancellationToken cancellationToken);

    /// <summary>Waits for the end of what was asked for ahead and is not wanted; call it after cancelling.</summary>
    public virtual Task StopAsync() => Task.CompletedTask;
}

/// <summary>Puts a list's feeds together.</summary>
internal static class PageFeed
{
    internal static PageFeed<TRecord> Of<TRecord>(IPageFetcher fetcher, ListEndpoint<TRecord> list, Func<TRecord, string>? id, CallOptions options, int? pageSize)
    {
        var source = list.Source;
        PageFeed<TRecord> feed = source.Foretells && options.Parallel == 1
            ? new AheadFeed<TRecord>(fetcher, list, options, pageSize)
            : new ConnectionFeed<TRecord>(fetcher, list, options, pageSize);
        var overlaps = source.Positions is { Overlaps: true } && id is not null;
        var windows = source.Split is { } rule ? new WindowPlan(rule, fetcher.Now) : null;
        if (options.Parallel > 1 && source.TellsTotal && (source.Positions is not null || windows is not null))
        {
            feed = new ParallelFeed<TRecord>(feed, new(source.Positions, overlaps ? 1 : 0, windows, pageSize), Math.Min(options.Parallel, ParallelFeed<TRecord>.Most));
        }

        if (overlaps)
        {
            feed = new OverlapFeed<TRecord>(feed, id!, source.Positions!, pageSize);
        }

        return windows is null ? feed : new WindowFeed<TRecord>(feed, windows);
    }

    private sealed class ConnectionFeed<TRecord>(IPageFetcher fetcher, ListEndpoint<TRecord> list, CallOptions options, int? pageSize) : PageFeed<TRecord>
    {
        public override Task<FetchedPage<TRecord>> FetchAsync(PagePlace place, CancellationToken cancellationToken) =>
            fetcher.FetchAsync(list, options, place, pageSize, early: null, cancellationToken);
    }
}
