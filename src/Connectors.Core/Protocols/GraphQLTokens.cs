namespace Connectors.Definitions;

/// <summary>Cuts a GraphQL document into its tokens (GraphQL specification, 2.1), without what has no meaning: blanks, commas, comments.</summary>
internal ref struct GraphQLTokens(ReadOnlySpan<char> text)
{
    private readonly ReadOnlySpan<char> _text = text;
    private int _place;

    /// <summary>The token that was read: a name, a punctuator, or the first character of a value.</summary>
    public ReadOnlySpan<char> Current { get; private set; }

    public bool Read()
    {
        SkipIgnored();
        if (_place >= _text.Length)
        {
            return false;
        }

        var start = _place;
        var first = _text[start];
        if (IsName(first))
        {
            while (_place < _text.Length && IsName(_text[_place]))
            {
                _place++;
            }
        }
        else if (first == '"')
        {
            SkipString();
            Current = _text.Slice(start, 1);
            return true;
        }
        else
        {
            _place += _text[start..].StartsWith("...") ? 3 : 1;
        }

        Current = _text[start.._place];
        return true;
    }

    public readonly bool IsAtName => Current.Length > 0 && IsName(Current[0]) && !char.IsAsciiDigit(Current[0]);

    private static bool IsName(char character) => char.IsAsciiLetterOrDigit(character) || character == '_';

    private void SkipIgnored()
    {
        while (_place < _text.Length && (char.IsWhiteSpace(_text[_place]) || _text[_place] is ',' or '#' or '\uFEFF'))
        {
            if (_text[_place] == '#')
            {
                while (_place < _text.Length && _text[_place] is not ('\n' or '\r'))
                {
                    _place++;
                }
            }
            else
            {
                _place++;
            }
        }
    }

    /// <summary>A text in one pair of quotes or in three.</summary>
    private void SkipString()
    {
        var quotes = _text[_place..].StartsWith("\"\"\"") ? "\"\"\"" : "\"";
        _place += quotes.Length;
        while (_place < _text.Length && !_text[_place..].StartsWith(quotes))
        {
            _place += _text[_place] == '\\' && (quotes.Length == 1 || _text[(_place + 1)..].StartsWith(quotes)) ? 1 + (quotes.Length == 1 ? 1 : 3) : 1;
        }

        _place = Math.Min(_place + quotes.Length, _text.Length);
    }
}
