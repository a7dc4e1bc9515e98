using Connectors.Definitions;

namespace Connectors.Paging;

/// <summary>
/// Reads a list by position without losing records that slip past: each page is asked for one record early, and must hold the last
/// record of the page before. Where it does not, records before it went away, and the list steps back until it is found.
/// </summary>
internal sealed class OverlapFeed<TRecord>(PageFeed<TRecord> pages, Func<TRecord, string> id, IPositions positions, int? pageSize) : PageFeed<TRecord>
{
    private const int MaxStepsBack = 4;

    private int _fullest;

    public override bool SeesShifts => true;

    public override Task StopAsync() => pages.StopAsync();

    public override async Task<FetchedPage<TRecord>> FetchAsync(PagePlace place, CancellationToken cancellationToken)
    {
        var seam = Seam.Parse(place.State);
        if (seam.LastIds.Length == 0)
        {
            return Behind(await pages.FetchAsync(place with { State = seam.State }, cancellationToken).ConfigureAwait(false), 0, []);
        }

        var early = positions.After(seam.State, -1, pageSize);
        var page = await pages.FetchAsync(place with { State = early }, cancellationToken).ConfigureAwait(false);
        var found = seam.Find(page.Read.Items, id);
        for (var step = 1; found < 0; step++)
        {
            var back = Math.Min(positions.Before(early, 1), Math.Max(page.Read.Items.Count, seam.LastIds.Length));
            if (back == 0 || step > MaxStepsBack)
            {
                throw new StuckListException(
                    IncompleteReason.Shifted, "Records went away or changed their order while the list was read by position, so others may have slipped past");
            }

            early = positions.After(early, (int)-back, pageSize);
            page = await pages.FetchAsync(place with { State = early }, cancellationToken).ConfigureAwait(false);
            found = seam.Find(page.Read.Items, id);
        }

        return found == page.Read.Items.Count - 1 && page.Read.Next is not null
            ? await AfterNothingNewAsync(place, seam, page, cancellationToken).ConfigureAwait(false)
            : Behind(page, found + 1, seam.LastIds);
    }

    /// <summary>The page ends with the record that was asked for early: the list's end, or a page too small for two.</summary>
    private async Task<FetchedPage<TRecord>> AfterNothingNewAsync(PagePlace place, Seam seam, FetchedPage<TRecord> page, CancellationToken cancellationToken) =>
        positions.EndsWhenEmpty && page.Read.Items.Count == 1 && _fullest > 1
            ? page with { Read = page.Read with { Items = [], Raw = [], Next = null } }
            : Behind(await pages.FetchAsync(place with { State = seam.State }, cancellationToken).ConfigureAwait(false), 0, seam.LastIds);

    private FetchedPage<TRecord> Behind(FetchedPage<TRecord> page, int start, string[] before)
    {
        var read = page.Read;
        _fullest = Math.Max(_fullest, read.Items.Count);
        if (start == 0 && read.Next is null)
        {
            return page;
        }

        return page with
        {
            Read = read with
            {
                Items = start == 0 ? read.Items : new RecordsFrom<TRecord>(read.Items, start),
                Raw = start == 0 || read.Raw.Count == 0 ? read.Raw : new RecordsFrom<RawRecord>(read.Raw, start),
                Next = read.Next is null ? null : Seam.Of(read.Next, read.Items, id, before).ToString(),
            },
        };
    }
}

/// <summary>Where the next page begins, and the last ids of what was given before it: several, because the very last may be the one that goes.</summary>
internal readonly record struct Seam(string? State, string[] LastIds)
{
    private const int Kept = 3;
    private const char Divider = '\n';

    internal static Seam Parse(string? state) => state?.Split(Divider) is [var place, .. var ids] ? new(place, ids) : new(null, []);

    internal static Seam Of<TRecord>(string state, IReadOnlyList<TRecord> items, Func<TRecord, string> id, string[] before)
    {
        var ids = new List<string>(Kept);
        for (var index = Math.Max(0, items.Count - Kept); index < items.Count; index++)
        {
            ids.Add(id(items[index]));
        }

        if (items.Count < Kept)
        {
            ids.InsertRange(0, before.Except(ids, StringComparer.Ordinal).TakeLast(Kept - items.Count));
        }

        return new(state, ids.All(static text => text.Length > 0 && !text.Contains(Divider, StringComparison.Ordinal)) ? [.. ids] : []);
    }

    /// <summary>Gives the place of the last record that was given before, or -1.</summary>
    internal int Find<TRecord>(IReadOnlyList<TRecord> items, Func<TRecord, string> id)
    {
        for (var last = LastIds.Length - 1; last >= 0; last--)
        {
            for (var index = 0; index < items.Count; index++)
            {
                if (id(items[index]) == LastIds[last])
                {
                    return index;
                }
            }
        }

        return -1;
    }

    public override string ToString() => LastIds.Length == 0 ? State! : $"{State}{Divider}{string.Join(Divider, LastIds)}";
}

/// <summary>The records of a page from one on, without a copy.</summary>
internal sealed class RecordsFrom<T>(IReadOnlyList<T> all, int start) : IReadOnlyList<T>
{
    public int Count => all.Count - start;

    public T this[int index] => all[index + start];

    public IEnumerator<T> GetEnumerator()
    {
        for (var index = start; index < all.Count; index++)
        {
            yield return all[index];
        }
    }

    System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
}
