namespace Connectors.Limits;

/// <summary>Counts permits by when they count no more, in order; those that lie within a grain are one group.</summary>
internal sealed class SpentLog
{
    private readonly SortedList<long, long> _groups = [];

    /// <summary>Reads pairs of an end and a count.</summary>
    internal SpentLog(long[] pairs)
    {
        for (var index = 0; index + 1 < pairs.Length; index += 2)
        {
            _groups[pairs[index]] = pairs[index + 1];
        }
    }

    internal long LastEnd => _groups.Count == 0 ? 0 : _groups.GetKeyAtIndex(_groups.Count - 1);

    /// <summary>Adds permits; an end is only ever put off, to the end of its grain.</summary>
    internal void Add(long end, long units, long grain)
    {
        var at = grain <= 1 ? end : (end + grain - 1) / grain * grain;
        _groups[at] = _groups.GetValueOrDefault(at) + units;
    }

    internal long CountAfter(long time)
    {
        var count = 0L;
        for (var index = _groups.Count - 1; index >= 0 && _groups.GetKeyAtIndex(index) > time; index--)
        {
            count += _groups.GetValueAtIndex(index);
        }

        return count;
    }

    /// <summary>Gives when so many of those that count now will have ended, if they ever do.</summary>
    internal long? Frees(long units, long now)
    {
        foreach (var (end, count) in _groups)
        {
            if (end > now && (units -= count) <= 0)
            {
                return end;
            }
        }

        return null;
    }

    internal void Forget(long time)
    {
        while (_groups.Count > 0 && _groups.GetKeyAtIndex(0) <= time)
        {
            _groups.RemoveAt(0);
        }
    }

    internal long[] ToArray() => [.. _groups.SelectMany(static group => new[] { group.Key, group.Value })];
}
