using System.Buffers;

namespace Connectors.Definitions;

/// <summary>Where the fields of one row lie: in the row itself, or, where doubled quotes were taken out, in a copy.</summary>
internal sealed class CsvFields
{
    private readonly ArrayBufferWriter<char> _copies = new();
    private Place[] _places = new Place[32];

    // Where the copy of the field that is being read begins, or -1 while it needs none.
    private int _copy = -1;

    public int Count { get; private set; }

    public ReadOnlySpan<char> Get(int column, ReadOnlySpan<char> row)
    {
        var place = _places[column];
        return (place.IsCopy ? _copies.WrittenSpan : row).Slice(place.Start, place.Length);
    }

    /// <summary>Forgets the row.</summary>
    public void Clear()
    {
        Count = 0;
        _copy = -1;
        _copies.ResetWrittenCount();
    }

    /// <summary>Takes a part of the field that does not lie in one piece.</summary>
    public void Copy(ReadOnlySpan<char> part)
    {
        _copy = _copy < 0 ? _copies.WrittenCount : _copy;
        _copies.Write(part);
    }

    /// <summary>Ends the field with its last part.</summary>
    /// <returns>Its length.</returns>
    public int End(ReadOnlySpan<char> row, int start, int end)
    {
        if (Count == _places.Length)
        {
            Array.Resize(ref _places, Count * 2);
        }

        var place = new Place(start, end - start, false);
        if (_copy >= 0)
        {
            Copy(row[start..end]);
            place = new(_copy, _copies.WrittenCount - _copy, true);
            _copy = -1;
        }

        _places[Count++] = place;
        return place.Length;
    }

    private readonly record struct Place(int Start, int Length, bool IsCopy);
}
