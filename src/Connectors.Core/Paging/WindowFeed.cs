using Connectors.Definitions;

namespace Connectors.Paging;

/// <summary>Reads a list window by window, each so narrow that the provider gives it whole, and proves by each window's total that it did.</summary>
internal sealed class WindowFeed<TRecord>(PageFeed<TRecord> pages, WindowPlan plan) : PageFeed<TRecord>
{
    public override bool SeesShifts => pages.SeesShifts;

    public override Task StopAsync() => pages.StopAsync();

    public override async Task<FetchedPage<TRecord>> FetchAsync(PagePlace place, CancellationToken cancellationToken)
    {
        var at = place.State is null ? plan.First : WindowState.Parse(place.State);
        var page = await pages.FetchAsync(at.Place, cancellationToken).ConfigureAwait(false);

        // Nothing of the window was given yet, so it can still be made narrower.
        while (at.State is null && plan.IsTooMuch(at, Total(page)))
        {
            at = plan.Narrower(at, Total(page));
            page = await pages.FetchAsync(at.Place, cancellationToken).ConfigureAwait(false);
        }

        var seen = Counted(at, page);
        if (IsShort(seen, page))
        {
            page = await pages.FetchAsync(at.Place, cancellationToken).ConfigureAwait(false);
            seen = Counted(at, page);
            if (IsShort(seen, page))
            {
                throw new StuckListException(
                    IncompleteReason.TotalNotReached, $"The provider declares {seen.Least} records of a part of the list, and its pages held {seen.Seen}") { Declared = seen.Least };
            }
        }

        var next = page.Read.Next is { } state ? seen with { State = state } : plan.After(at, Total(page));
        return page with { Read = page.Read with { Next = next?.ToString(), Total = null } };
    }

    private static bool IsShort(WindowState seen, FetchedPage<TRecord> page) => page.Read.Next is null && seen.Seen < seen.Least;

    private static WindowState Counted(WindowState at, FetchedPage<TRecord> page) => at with
    {
        Seen = at.Seen + page.Read.Items.Count + page.Read.Withheld,
        Least = Math.Min(at.Least, Total(page)),
    };

    private static long Total(FetchedPage<TRecord> page) => page.Read.Total
        ?? (page.Bytes == 0 ? 0 : null as long?)
        ?? throw new StuckListException(IncompleteReason.Capped, "The provider does not tell the total by which the list is split", "If it goes on, compare the answer with the provider's documentation.");
}
