using Connectors.Definitions;

namespace Connectors.Paging;

/// <summary>
/// Finds a cursor that comes back. Remembers the hashes of the first some thousand cursors, so that a short cycle is found at its
/// first repetition; after those, one cursor only (Brent's algorithm).
/// </summary>
internal sealed class CycleGuard
{
    private const int Remembered = 4096;

    private readonly HashSet<ulong> _seen = [];
    private ulong? _landmark;
    private ulong? _last;
    private long _steps;
    private long _power = 1;

    public CycleGuard(string? first)
    {
        if (first is not null)
        {
            Repeats(first);
        }
    }

    public bool Repeats(string next)
    {
        var hash = TextHash.Of(next);
        if (_seen.Count < Remembered)
        {
            _last = hash;
            return !_seen.Add(hash);
        }

        if (hash == _landmark || hash == _last || _seen.Contains(hash))
        {
            return true;
        }

        _last = hash;
        if (++_steps == _power)
        {
            _landmark = hash;
            _power *= 2;
            _steps = 0;
        }

        return false;
    }
}

/// <summary>
/// Notices a page that holds what the page before it held: the cursor moved, and the list did not. Pages of one record are let
/// pass, for a feed may name one record twice.
/// </summary>
internal sealed class SamePageGuard<TRecord>(Func<TRecord, string>? id)
{
    private (string First, string Last, int Count) _before;

    public bool Repeats(IReadOnlyList<TRecord> items)
    {
        if (id is null || items.Count < 2)
        {
            return false;
        }

        var page = (First: id(items[0]), Last: id(items[^1]), items.Count);
        var repeats = page == _before && page.First.Length > 0;
        _before = page;
        return repeats;
    }
}

/// <summary>
/// Notices a list that goes round under ever new cursors. Remembers the ids of one page, at times a later one: when all of them came
/// again, several times over, there is nothing new. Once is no proof, for a list by time may name a page's records again when all of
/// them were changed meanwhile.
/// </summary>
internal sealed class LapGuard<TRecord>(Func<TRecord, string>? id)
{
    private const int Laps = 2;
    private const int FewestSightings = 32;

    private readonly HashSet<string> _landmark = new(StringComparer.Ordinal);
    private readonly HashSet<string> _missing = new(StringComparer.Ordinal);
    private int _laps;
    private int _sightings;
    private long _pages;
    private long _power = 1;

    public bool GoesRound(IReadOnlyList<TRecord> items)
    {
        if (id is null || items.Count == 0)
        {
            return false;
        }

        if (_landmark.Contains(id(items[0])) || _landmark.Contains(id(items[^1])))
        {
            See(items);
        }

        if (_laps >= Laps && _sightings >= FewestSightings)
        {
            return true;
        }

        if (++_pages >= _power)
        {
            _power *= 4;
            Remember(items);
        }

        return false;
    }

    private void See(IReadOnlyList<TRecord> items)
    {
        foreach (var item in items)
        {
            if (_landmark.Contains(id!(item)))
            {
                _sightings++;
                _missing.Remove(id(item));
            }
        }

        if (_missing.Count == 0)
        {
            _laps++;
            _missing.UnionWith(_landmark);
        }
    }

    private void Remember(IReadOnlyList<TRecord> items)
    {
        _landmark.Clear();
        _missing.Clear();
        foreach (var item in items)
        {
            if (id!(item) is not { Length: > 0 } known || !_landmark.Add(known))
            {
                // A list that names a record twice on one page may well name it again.
                _landmark.Clear();
                break;
            }
        }

        _missing.UnionWith(_landmark);
        (_laps, _sightings) = (0, 0);
    }
}

/// <summary>Bounds how long a list may go on without a record. Far above what providers that filter page by page give.</summary>
internal sealed class EmptyPageGuard
{
    internal const int MaxInARow = 5000;

    private int _empty;

    public bool GoesOnForNothing(long count) => (_empty = count == 0 ? _empty + 1 : 0) > MaxInARow;
}
