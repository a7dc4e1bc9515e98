namespace Connectors.Paging;

/// <summary>Finds a cursor that comes back, holding one cursor only (Brent's algorithm).</summary>
internal sealed class CycleGuard(string? first)
{
    private string? _landmark = first;
    private string? _last = first;
    private long _steps;
    private long _power = 1;

    public bool Repeats(string next)
    {
        if (next == _landmark || next == _last)
        {
            return true;
        }

        _last = next;
        if (++_steps == _power)
        {
            _landmark = next;
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
