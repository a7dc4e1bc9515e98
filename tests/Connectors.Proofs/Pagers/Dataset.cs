using System.Globalization;

namespace Connectors.Proofs.Pagers;

/// <summary>One record of the vendor.</summary>
/// <param name="Number">Its place in the order of ids.</param>
/// <param name="At">When it was last changed.</param>
internal sealed record Row(long Number, DateTimeOffset At)
{
    /// <summary>Gets its id: text that sorts as the number does.</summary>
    public string Id { get; } = $"r{Number.ToString("D6", CultureInfo.InvariantCulture)}";

    /// <summary>Gets the time as it is written.</summary>
    public string Time => Written(At);

    /// <summary>Writes a moment, in whole seconds.</summary>
    public static string Written(DateTimeOffset moment) => moment.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}

/// <summary>The vendor's records, which come and go while they are listed.</summary>
internal sealed class Dataset
{
    private static readonly DateTimeOffset s_start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly List<Row> _rows;
    private readonly HashSet<string> _always;
    private readonly HashSet<string> _ever;
    private long _front = 999;
    private long _back;

    /// <summary>Makes records.</summary>
    /// <param name="count">How many.</param>
    /// <param name="perMoment">How many of them were changed at the same moment.</param>
    /// <param name="step">The time between two moments.</param>
    public Dataset(int count, int perMoment, TimeSpan step)
    {
        _rows = [.. Enumerable.Range(0, count).Select(index => new Row(1000 + index, s_start + (step * (index / perMoment))))];
        _back = 1000 + count;
        _always = [.. _rows.Select(row => row.Id)];
        _ever = [.. _always];
    }

    /// <summary>Gets the records as they are now, in the order of their ids.</summary>
    public IReadOnlyList<Row> Rows => _rows;

    /// <summary>Gets the ids of the records that were there all the time.</summary>
    public IReadOnlySet<string> Always => _always;

    /// <summary>Gets the ids of all records that were there at some time.</summary>
    public IReadOnlySet<string> Ever => _ever;

    /// <summary>Gets or sets how far the list was given: the index behind the last record that was on an answer.</summary>
    public int Edge { get; set; }

    /// <summary>Takes a record away.</summary>
    public void Delete(int index)
    {
        if (index >= 0 && index < _rows.Count)
        {
            _always.Remove(_rows[index].Id);
            _rows.RemoveAt(index);
        }
    }

    /// <summary>A new record in front of all others.</summary>
    public void AddFirst() => Add(0, new(_front--, s_start.AddSeconds(-1)));

    /// <summary>A new record behind all others.</summary>
    public void AddLast() => Add(_rows.Count, new(_back++, _rows.Count == 0 ? s_start : _rows[^1].At.AddSeconds(1)));

    /// <summary>Two records change places.</summary>
    public void Swap(int one, int other) => (_rows[one], _rows[other]) = (_rows[other], _rows[one]);

    /// <summary>A record was changed: it has a newer time, and stands at the end where the order is by time.</summary>
    public void Touch(int index)
    {
        var row = _rows[index] with { At = _rows.Max(other => other.At).AddSeconds(1) };
        _rows.RemoveAt(index);
        _rows.Add(row);
    }

    private void Add(int index, Row row)
    {
        _rows.Insert(index, row);
        _ever.Add(row.Id);
    }
}
