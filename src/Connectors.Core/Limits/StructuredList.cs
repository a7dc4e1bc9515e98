using System.Text;

namespace Connectors.Limits;

/// <summary>One member of a structured field (RFC 9651), as far as the rate limit headers use it.</summary>
/// <param name="Key">The key, for a member of a dictionary.</param>
/// <param name="Value">The item, without quotes.</param>
/// <param name="Parameters">The parameters; a flag has the value <c>?1</c>.</param>
internal readonly record struct StructuredMember(string? Key, string Value, IReadOnlyDictionary<string, string> Parameters)
{
    /// <summary>Gives a parameter as a number that is not negative.</summary>
    internal long? Number(string name) => Parameters.TryGetValue(name, out var text) ? Whole(text) : null;

    /// <summary>Reads an integer that is not negative.</summary>
    internal static long? Whole(string text) =>
        text.Length is > 0 and <= 15 && text.All(char.IsAsciiDigit) ? long.Parse(text, System.Globalization.CultureInfo.InvariantCulture) : null;
}

/// <summary>Reads a structured list or dictionary: strings, tokens, numbers and byte sequences, with parameters.</summary>
internal ref struct StructuredList
{
    private readonly ReadOnlySpan<char> _text;
    private int _at;

    private StructuredList(ReadOnlySpan<char> text) => _text = text;

    private readonly char Next => _at < _text.Length ? _text[_at] : '\0';

    /// <summary>Reads all members, or none when any is malformed: a malformed field counts as absent.</summary>
    internal static IReadOnlyList<StructuredMember> Parse(string? text)
    {
        var members = new List<StructuredMember>();
        var list = new StructuredList(text.AsSpan().Trim());
        while (list._at < list._text.Length)
        {
            if (!list.TryMember(out var member))
            {
                return [];
            }

            members.Add(member);
            list.Spaces();
            if (list.Next == ',' && list._at + 1 < list._text.Length)
            {
                list._at++;
                list.Spaces();
            }
            else if (list._at < list._text.Length)
            {
                return [];
            }
        }

        return members;
    }

    private bool TryMember(out StructuredMember member)
    {
        member = default;
        string? key = null;
        if (!TryItem(out var value))
        {
            return false;
        }

        if (Next == '=')
        {
            key = value;
            _at++;
            if (!TryItem(out value))
            {
                return false;
            }
        }

        var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
        Spaces();
        while (Next == ';')
        {
            _at++;
            Spaces();
            if (!TryWord(out var name))
            {
                return false;
            }

            var text = "?1";
            if (Next == '=')
            {
                _at++;
                if (!TryItem(out text))
                {
                    return false;
                }
            }

            parameters[name] = text;
            Spaces();
        }

        member = new(key, value, parameters);
        return true;
    }

    private bool TryItem(out string item) => Next == '"' ? TryString(out item) : TryWord(out item);

    private bool TryString(out string item)
    {
        var text = new StringBuilder();
        for (_at++; _at < _text.Length; _at++)
        {
            if (_text[_at] == '"')
            {
                _at++;
                item = text.ToString();
                return true;
            }

            if (_text[_at] == '\\' && (++_at >= _text.Length || _text[_at] is not ('"' or '\\')))
            {
                break;
            }

            text.Append(_text[_at]);
        }

        item = "";
        return false;
    }

    private bool TryWord(out string word)
    {
        var start = _at;
        if (Next == ':')
        {
            var end = _text[(_at + 1)..].IndexOf(':');
            _at = end < 0 ? start : _at + end + 2;
        }
        else
        {
            while (Next is not ('\0' or ',' or ';' or '=' or '"' or ' ' or '\t'))
            {
                _at++;
            }
        }

        word = _text[start.._at].ToString();
        return word.Length > 0;
    }

    private void Spaces()
    {
        while (Next is ' ' or '\t')
        {
            _at++;
        }
    }
}
