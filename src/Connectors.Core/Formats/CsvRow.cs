namespace Connectors.Definitions;

/// <summary>One row, as it lies in the reader's memory: nothing is copied but what is asked for. Valid until the next row is read.</summary>
public readonly ref struct CsvRow
{
    private readonly CsvParser _parser;
    private readonly CsvHeader? _header;

    internal CsvRow(CsvParser parser, CsvHeader? header, int count)
    {
        _parser = parser;
        _header = header;
        Count = count;
    }

    /// <summary>Gets the row's number in the document, from 1: the header and blank lines are counted, line breaks within quotes are not.</summary>
    public long Number => _parser.Row;

    /// <summary>Gets how many columns the row has; at least as many as the first row.</summary>
    public int Count { get; }

    /// <summary>Gets the row as it is written, quotes included, without its line break.</summary>
    public ReadOnlySpan<char> Line => _parser.Line;

    /// <summary>Gets a column by its position, from 0; quotes are taken off.</summary>
    /// <param name="column">The position.</param>
    /// <exception cref="ArgumentOutOfRangeException">The row has no such column.</exception>
    public ReadOnlySpan<char> this[int column]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(column);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(column, Count);
            return column < _parser.Count ? _parser[column] : default;
        }
    }

    /// <summary>Gets a column by its name.</summary>
    /// <param name="column">The name, exactly as the header writes it.</param>
    /// <exception cref="UnreadableAnswerException">The header does not name it, or names it twice.</exception>
    public ReadOnlySpan<char> this[string column] => Find(column);

    /// <summary>Gives a column as a string.</summary>
    /// <param name="column">The position, from 0.</param>
    /// <returns>The text; empty for a column with nothing in it.</returns>
    public string Text(int column) => this[column].ToString();

    /// <summary>Gives a column as a string.</summary>
    /// <param name="column">The name, exactly as the header writes it.</param>
    /// <returns>The text; empty for a column with nothing in it.</returns>
    /// <exception cref="UnreadableAnswerException">The header does not name it, or names it twice.</exception>
    public string Text(string column) => this[column].ToString();

    /// <summary>Gives a column where the header names it.</summary>
    /// <param name="column">The name, exactly as the header writes it.</param>
    /// <param name="value">The text.</param>
    /// <returns>Whether the header names it.</returns>
    /// <exception cref="UnreadableAnswerException">The header names it twice.</exception>
    public bool TryGet(string column, out ReadOnlySpan<char> value)
    {
        ArgumentNullException.ThrowIfNull(column);
        if (_header is not null && _header.TryFind(column, out var position))
        {
            value = this[position];
            return true;
        }

        value = default;
        return false;
    }

    private ReadOnlySpan<char> Find(string column) => TryGet(column, out var value)
        ? value
        : throw new UnreadableAnswerException(_header is null ? "it has no header, so its columns have no names" : $"its header has no column '{column}'");
}
