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

    /// <summary>Gives the places of the records that were not given before, or <see langword="null"/> when no record that was given is in the page.</summary>
    internal IReadOnlyList<int>? Fresh<TRecord>(IReadOnlyList<TRecord> items, Func<TRecord, string> id, bool isExpectedPlace)
    {
        if (items.Count > 0 && id(items[0]) == LastIds[^1])
        {
            return new Places(1, items.Count - 1);
        }

        var last = LastIds.Length - 1;
        var found = -1;
        for (; last >= 0 && (found = Find(items, id, LastIds[last], items.Count)) < 0; last--)
        {
        }

        if (found < 0)
        {
            return null;
        }

        // When records came before, those given before the last stand right before it. Others in their place changed theirs.
        var gap = last == 0 ? found : -1;
        for (var earlier = last - 1; earlier >= 0 && gap < 0; earlier--)
        {
            gap = Find(items, id, LastIds[earlier], found) is var place and >= 0 ? place + 1 : -1;
        }

        if (gap < 0 && found > 0 && !isExpectedPlace)
        {
            return null;
        }

        var known = LastIds;
        return gap >= found || found == 0
            ? new Places(found + 1, items.Count - found - 1)
            : [.. Enumerable.Range(Math.Max(gap, 0), found - Math.Max(gap, 0)).Where(index => !known.Contains(id(items[index]), StringComparer.Ordinal)), .. Enumerable.Range(found + 1, items.Count - found - 1)];
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
