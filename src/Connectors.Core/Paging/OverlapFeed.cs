using Connectors.Definitions;

namespace Connectors.Paging;

/// <summary>
/// Reads a list by position without losing records that slip past: each page is asked for one record early, and must hold the last
/// record of the page before. Where it does not, records before it went away, or many came, and the list steps back, then ahead,
/// until it is found.
/// </summary>
internal sealed class OverlapFeed<TRecord>(PageFeed<TRecord> pages, Func<TRecord, string> id, IPositions positions, int? pageSize) : PageFeed<TRecord>
{
    private const int MostSteps = 4;

    private int _fullest;

    public override bool SeesShifts => true;

    public override Task StopAsync() => pages.StopAsync();

    public override async Task<FetchedPage<TRecord>> FetchAsync(PagePlace place, CancellationToken cancellationToken)
    {
        var seam = Seam.Parse(place.State);
        if (seam.LastIds.Length == 0)
        {
            return Behind(await pages.FetchAsync(place with { State = seam.State }, cancellationToken).ConfigureAwait(false), null, []);
        }

        var early = positions.After(seam.State, -1, pageSize);
        var page = await pages.FetchAsync(place with { State = early }, cancellationToken).ConfigureAwait(false);
        var match = seam.Match(page.Read.Items, id, isExpectedPlace: true);
        var steps = match.Fresh is null ? StepsFrom(early, page.Read.Items.Count, seam.LastIds.Length) : [];
        for (var step = 0; match.Fresh is null && step < steps.Count; step++)
        {
            early = match.From < 0 ? steps[step] : positions.After(early, match.From, pageSize);
            page = await pages.FetchAsync(place with { State = early }, cancellationToken).ConfigureAwait(false);
            match = seam.Match(page.Read.Items, id, isExpectedPlace: false);
        }

        return match.Fresh switch
        {
            null => throw new StuckListException(
                IncompleteReason.Shifted, "Records went away or changed their order while the list was read by position, so others may have slipped past"),
            { Count: 0 } when page.Read.Next is not null =>
                await AfterNothingNewAsync(place with { State = steps.Count == 0 ? seam.State : positions.After(early, page.Read.Items.Count, pageSize) }, seam, page, cancellationToken).ConfigureAwait(false),
            var fresh => Behind(page, fresh, seam.LastIds),
        };
    }

    /// <summary>Places to look for the record at: first before, for records that went away, then behind, for many that came.</summary>
    private List<string> StepsFrom(string early, int count, int known)
    {
        var ahead = early;
        var width = Math.Max(count - 1, known);
        var steps = new List<string>(2 * MostSteps);
        var before = positions.Before(early, 1);
        for (var step = 1; step <= MostSteps && before > 0; step++)
        {
            var back = Math.Min(before, (long)width);
            early = positions.After(early, (int)-back, pageSize);
            before -= back;
            steps.Add(early);
        }

        for (var step = 1; step <= MostSteps && count > 0; step++)
        {
            steps.Add(ahead = positions.After(ahead, count, pageSize));
        }

        return steps;
    }

    /// <summary>The page ends with what was given before: the list's end, or a page too small for two records.</summary>
    private async Task<FetchedPage<TRecord>> AfterNothingNewAsync(PagePlace behind, Seam seam, FetchedPage<TRecord> page, CancellationToken cancellationToken) =>
        positions.EndsWhenEmpty && page.Read.Items.Count == 1 && _fullest > 1
            ? page with { Read = page.Read with { Items = [], Raw = [], Next = null } }
            : Behind(await pages.FetchAsync(behind, cancellationToken).ConfigureAwait(false), null, seam.LastIds);

    private FetchedPage<TRecord> Behind(FetchedPage<TRecord> page, IReadOnlyList<int>? fresh, string[] before)
    {
        var read = page.Read;
        _fullest = Math.Max(_fullest, read.Items.Count);
        return fresh is null && read.Next is null ? page : page with
        {
            Read = read with
            {
                Items = fresh is null ? read.Items : new RecordsAt<TRecord>(read.Items, fresh),
                Raw = fresh is null || read.Raw.Count == 0 ? read.Raw : new RecordsAt<RawRecord>(read.Raw, fresh),
                Next = read.Next is null ? null : Seam.Of(read.Next, read.Items, id, before).ToString(),
            },
        };
    }
}
