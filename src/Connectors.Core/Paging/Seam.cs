namespace Connectors.Paging;

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

    /// <summary>Looks for what was given before in a page.</summary>
    /// <param name="items">The page.</param>
    /// <param name="id">A record's id.</param>
    /// <param name="isExpectedPlace">Whether the page begins with the last record that was given, if nothing changed.</param>
    internal SeamMatch Match<TRecord>(IReadOnlyList<TRecord> items, Func<TRecord, string> id, bool isExpectedPlace)
    {
        if (items.Count > 0 && id(items[0]) == LastIds[^1])
        {
            return SeamMatch.After(0, items.Count);
        }

        var last = LastIds.Length - 1;
        var found = -1;
        for (; last >= 0 && (found = Find(items, id, LastIds[last], items.Count)) < 0; last--)
        {
        }

        if (found > 0 && last < LastIds.Length - 1 && found == items.Count - 1)
        {
            // Those given after it may stand on the next page.
            return new(null, found);
        }

        if (found <= 0)
        {
            return found < 0 ? new(null, -1) : SeamMatch.After(0, items.Count);
        }

        // When records came before, those given before the last stand right before it. Others in their place changed theirs.
        var gap = last == 0 ? found : -1;
        for (var earlier = last - 1; earlier >= 0 && gap < 0; earlier--)
        {
            gap = Find(items, id, LastIds[earlier], found) is var place and >= 0 ? place + 1 : -1;
        }

        gap = gap >= 0 ? gap : isExpectedPlace ? 0 : found;
        var known = LastIds;
        return gap >= found
            ? SeamMatch.After(found, items.Count)
            : new([.. Enumerable.Range(gap, found - gap).Where(index => !known.Contains(id(items[index]), StringComparer.Ordinal)), .. Enumerable.Range(found + 1, items.Count - found - 1)], -1);
    }

    public override string ToString() => LastIds.Length == 0 ? State! : $"{State}{Divider}{string.Join(Divider, LastIds)}";

    private static int Find<TRecord>(IReadOnlyList<TRecord> items, Func<TRecord, string> id, string wanted, int end)
    {
        for (var index = 0; index < end; index++)
        {
            if (id(items[index]) == wanted)
            {
                return index;
            }
        }

        return -1;
    }
}

/// <summary>What a page holds of what was given before.</summary>
/// <param name="Fresh">The places of the records that were not given, or <see langword="null"/> when the page does not tell.</param>
/// <param name="From">The place of a record from which on one must look again, or -1.</param>
internal readonly record struct SeamMatch(IReadOnlyList<int>? Fresh, int From)
{
    internal static SeamMatch After(int place, int count) => new(new Places(place + 1, count - place - 1), -1);
}

/// <summary>Whole numbers from one on.</summary>
internal sealed class Places(int first, int count) : IReadOnlyList<int>
{
    public int Count => count;

    public int this[int index] => first + index;

    public IEnumerator<int> GetEnumerator() => Enumerable.Range(first, count).GetEnumerator();

    System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>Some records of a page, without a copy.</summary>
internal sealed class RecordsAt<T>(IReadOnlyList<T> all, IReadOnlyList<int> places) : IReadOnlyList<T>
{
    public int Count => places.Count;

    public T this[int index] => all[places[index]];

    public IEnumerator<T> GetEnumerator()
    {
        foreach (var place in places)
        {
            yield return all[place];
        }
    }

    System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
}
