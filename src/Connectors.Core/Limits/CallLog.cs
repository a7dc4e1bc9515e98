using System.Runtime.InteropServices;

namespace Connectors.Limits;

/// <summary>
/// Counts what calls took by a time, in order. Exact with a grain of zero; with a grain, calls that lie within it are kept as one group, which
/// bounds the memory of a window of a million calls to about a thousand groups.
/// </summary>
internal sealed class CallLog
{
    private Group[] _groups = [];
    private int _head;
    private int _length;

    /// <summary>Gets how much is counted.</summary>
    internal long Count { get; private set; }

    /// <summary>Gets how many groups there are, for tests of the memory bound.</summary>
    internal int Groups => _length;

    private ref Group this[int index] => ref _groups[(_head + index) & (_groups.Length - 1)];

    /// <summary>Adds a call.</summary>
    /// <param name="time">Its time; mostly the latest, but earlier ones find their place.</param>
    /// <param name="grain">The span of one group.</param>
    /// <param name="cost">What it took.</param>
    internal void Add(long time, long grain, long cost)
    {
        if (cost == 0)
        {
            return;
        }

        Count += cost;
        var index = _length - 1;
        while (index >= 0 && this[index].First > time)
        {
            index--;
        }

        if (index >= 0 && (time <= this[index].Last || time - this[index].First <= grain))
        {
            this[index].Last = Math.Max(this[index].Last, time);
            this[index].Cost += cost;
            return;
        }

        Insert(index + 1, new Group { First = time, Last = time, Cost = cost });
    }

    /// <summary>Takes back a call that was added with this time.</summary>
    /// <returns>Whether it was there; it may have been forgotten.</returns>
    internal bool Remove(long time, long cost)
    {
        if (cost == 0)
        {
            return true;
        }

        var (low, high) = (0, _length - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            (low, high) = this[middle].First <= time ? (middle, high) : (low, middle - 1);
        }

        if (_length > 0 && this[low].First <= time && time <= this[low].Last && this[low].Cost >= cost)
        {
            this[low].Cost -= cost;
            Count -= cost;
            return true;
        }

        return false;
    }

    /// <summary>Forgets the groups that end at or before a time, and the empty ones before them.</summary>
    internal void Forget(long time)
    {
        while (_length > 0 && (this[0].Last <= time || this[0].Cost == 0))
        {
            Count -= this[0].Cost;
            _head = (_head + 1) & (_groups.Length - 1);
            _length--;
        }

        if (_length == 0)
        {
            (_groups, _head) = (_groups.Length > 16 ? [] : _groups, 0);
        }
    }

    /// <summary>Gives a group: when it began, when it ended, how much it holds; past the end, never and none.</summary>
    internal (long First, long Last, long Cost) At(int index) =>
        index < _length ? (this[index].First, this[index].Last, this[index].Cost) : (long.MaxValue, long.MaxValue, 0);

    private void Insert(int index, Group group)
    {
        if (_length == _groups.Length)
        {
            var larger = new Group[Math.Max(4, _groups.Length * 2)];
            for (var i = 0; i < _length; i++)
            {
                larger[i] = this[i];
            }

            (_groups, _head) = (larger, 0);
        }

        _length++;
        for (var i = _length - 1; i > index; i--)
        {
            this[i] = this[i - 1];
        }

        this[index] = group;
    }

    [StructLayout(LayoutKind.Auto)]
    private record struct Group(long First, long Last, long Cost);
}
