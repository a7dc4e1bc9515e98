using System.Buffers;

namespace Connectors.Definitions;

/// <summary>
/// Cuts characters into rows and fields (RFC 4180). Goes on in the middle of a row when more characters come; holds one row, and
/// copies only fields that have doubled quotes.
/// </summary>
internal sealed class CsvParser(CsvOptions options) : IDisposable
{
    private readonly SearchValues<char> _stops = SearchValues.Create($"{options.Delimiter}\r\n{(options.HasQuotes ? '"' : '\r')}");
    private readonly CsvFields _fields = new();
    private char[] _chars = ArrayPool<char>.Shared.Rent(16 << 10);
    private State _state;
    private bool _skipsLineFeed;

    // The row's first character, the next one to look at, the end of what has come; and, counted from the row's first
    // character, where the field begins, or its part that is not copied yet.
    private int _row;
    private int _at;
    private int _end;
    private int _part;
    private int _length;

    private enum State
    {
        Begin,
        Plain,
        Quoted,
        QuoteSeen,
    }

    /// <summary>The number of the row, from 1.</summary>
    public long Row { get; private set; }

    public int Count => _fields.Count;

    /// <summary>Whether the row is a line without any character.</summary>
    public bool IsBlank => Count == 1 && _length == 0;

    /// <summary>Whether a line break ends the row, as it may not with the last one.</summary>
    public bool HasLineBreak { get; private set; }

    /// <summary>The row as it is written, without its line break.</summary>
    public ReadOnlySpan<char> Line => _chars.AsSpan(_row, _length);

    public ReadOnlySpan<char> this[int column] => _fields.Get(column, Line);

    /// <summary>Leaves the row behind.</summary>
    public void Next()
    {
        _row = _at;
        _part = 0;
        _state = State.Begin;
        _fields.Clear();
        Row++;
    }

    /// <summary>Goes on with the row.</summary>
    /// <returns>Whether the row is whole; else more characters are needed.</returns>
    public bool Scan()
    {
        if (_skipsLineFeed && _at < _end)
        {
            _skipsLineFeed = false;
            _row = _chars[_at] == '\n' ? ++_at : _at;
        }

        while (_at < _end)
        {
            switch (_state)
            {
                case State.Begin:
                    var isQuoted = options.HasQuotes && _chars[_at] == '"';
                    _at += isQuoted ? 1 : 0;
                    _part = _at - _row;
                    _state = isQuoted ? State.Quoted : State.Plain;
                    break;
                case State.Plain:
                    var stop = _chars.AsSpan(_at, _end - _at).IndexOfAny(_stops);
                    _at = stop < 0 ? _end : _at + stop;
                    if (stop >= 0 && EndField(_at - _row))
                    {
                        return true;
                    }

                    break;
                case State.Quoted:
                    var quote = _chars.AsSpan(_at, _end - _at).IndexOf('"');
                    _at = quote < 0 ? _end : _at + quote + 1;
                    _state = quote < 0 ? State.Quoted : State.QuoteSeen;
                    break;
                case State.QuoteSeen when _chars[_at] == '"':
                    // The first of the two belongs to the field, the second one is left out.
                    _fields.Copy(_chars.AsSpan(_row + _part, _at - _row - _part));
                    _part = ++_at - _row;
                    _state = State.Quoted;
                    break;
                default:
                    if (EndField(_at - 1 - _row))
                    {
                        return true;
                    }

                    break;
            }
        }

        return false;
    }

    /// <summary>No more characters come.</summary>
    /// <returns>Whether a last row without a line break is there.</returns>
    public bool End()
    {
        (_length, HasLineBreak) = (_at - _row, false);
        switch (_state)
        {
            case State.Begin when Count == 0:
                return false;
            case State.Quoted:
                throw Wrong("the text ends within quotes", isTorn: true);
            default:
                AddField(_state == State.QuoteSeen ? _length - 1 : _length);
                return true;
        }
    }

    /// <summary>Gives room for more characters.</summary>
    public Memory<char> Room()
    {
        if (_chars.Length - _end < CsvText.MinRoom && _row > 0)
        {
            _chars.AsSpan(_row, _end - _row).CopyTo(_chars);
            (_row, _at, _end) = (0, _at - _row, _end - _row);
        }

        if (_chars.Length - _end < CsvText.MinRoom)
        {
            _length = _end - _row;
            CheckLength();
            var larger = ArrayPool<char>.Shared.Rent(_chars.Length * 2);
            _chars.AsSpan(0, _end).CopyTo(larger);
            ArrayPool<char>.Shared.Return(_chars);
            _chars = larger;
        }

        return _chars.AsMemory(_end);
    }

    public void Added(int count) => _end += count;

    public void Dispose()
    {
        ArrayPool<char>.Shared.Return(_chars);
        _chars = [];
    }

    /// <summary>Ends the field at the character that is looked at, and the row where that is a line break.</summary>
    private bool EndField(int end)
    {
        var stop = _chars[_at];
        if (stop != options.Delimiter && stop is not ('\r' or '\n'))
        {
            throw Wrong(_state == State.QuoteSeen ? "text stands after the closing quote" : "a quote stands in a field that is not quoted");
        }

        _length = _at - _row;
        AddField(end);
        (_part, _state) = (++_at - _row, State.Begin);
        HasLineBreak = stop != options.Delimiter;
        _skipsLineFeed = stop == '\r';
        return HasLineBreak;
    }

    private void AddField(int end)
    {
        CheckLength();
        if (Count == options.MaxColumns)
        {
            throw Wrong($"the row has more than {options.MaxColumns} columns (MaxColumns)");
        }

        if (_fields.End(Line, _part, end) > options.MaxFieldLength)
        {
            throw Wrong($"the field is longer than {options.MaxFieldLength} characters (MaxFieldLength)");
        }
    }

    private void CheckLength()
    {
        if (_length > options.MaxRowLength)
        {
            throw Wrong($"the row is longer than {options.MaxRowLength} characters (MaxRowLength)");
        }
    }

    private UnreadableAnswerException Wrong(string what, bool isTorn = false) =>
        new($"row {Row}, column {Count + 1}: {what}") { Record = Row, Column = Count + 1, IsTorn = isTorn };
}
