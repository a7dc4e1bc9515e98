using System.Text.Json;

namespace Connectors.Definitions;

/// <summary>Finds an array in a JSON document and cuts its elements out, going on in the middle of a token when more bytes come: no byte is looked at twice but those of a token that was cut.</summary>
internal sealed class JsonArrayWalk(string[] at)
{
    private JsonReaderState _json = new(JsonRecord.Options);
    private int _found;
    private bool _isNamed;
    private Place _place;

    // Counted from the first byte that is kept: how far the document was read, and where the element begins, or -1.
    private int _read;
    private int _element = -1;

    private enum Place
    {
        Before,
        Inside,
        After,
        End,
    }

    /// <summary>How many bytes are not needed any more.</summary>
    public int Passed { get; private set; }

    /// <summary>Gives the next element.</summary>
    /// <param name="bytes">The bytes from the first one that is kept.</param>
    /// <returns>The element's bytes, or <see langword="null"/> when more bytes are needed.</returns>
    public ReadOnlyMemory<byte>? Next(ReadOnlyMemory<byte> bytes)
    {
        var begin = _read;
        var reader = new Utf8JsonReader(bytes.Span[begin..], isFinalBlock: false, _json);
        while (reader.Read())
        {
            if (_place == Place.Before)
            {
                Seek(ref reader);
            }
            else if (_place == Place.Inside && Element(ref reader, begin))
            {
                var element = bytes[_element..(begin + (int)reader.BytesConsumed)];
                _element = -1;
                Keep(ref reader, begin);
                return element;
            }
            else if (_place == Place.After && reader.CurrentDepth == 0 && reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray)
            {
                _place = Place.End;
            }
        }

        Keep(ref reader, begin);
        return null;
    }

    /// <summary>No more bytes come.</summary>
    public void End()
    {
        if (_place != Place.End)
        {
            throw new UnreadableAnswerException("it ends before its JSON does") { IsTorn = true };
        }
    }

    private void Keep(ref Utf8JsonReader reader, int begin)
    {
        _json = reader.CurrentState;
        _read = begin + (int)reader.BytesConsumed;
        Passed = _element < 0 ? _read : _element;
        _read -= Passed;
        _element = _element < 0 ? -1 : 0;
    }

    /// <summary>Goes down one property after the other.</summary>
    private void Seek(ref Utf8JsonReader reader)
    {
        if (_isNamed || (_found == at.Length && reader.CurrentDepth == 0))
        {
            var isLast = _found == at.Length;
            if (reader.TokenType != (isLast ? JsonTokenType.StartArray : JsonTokenType.StartObject))
            {
                throw Missing();
            }

            _isNamed = false;
            _place = isLast ? Place.Inside : Place.Before;
        }
        else if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == _found + 1 && reader.ValueTextEquals(at[_found]))
        {
            _found++;
            _isNamed = true;
        }
        else if ((reader.CurrentDepth == 0 && reader.TokenType != JsonTokenType.StartObject) || (reader.CurrentDepth <= _found && reader.TokenType == JsonTokenType.EndObject))
        {
            throw Missing();
        }
    }

    /// <summary>Tells whether the token ends an element.</summary>
    private bool Element(ref Utf8JsonReader reader, int begin)
    {
        var depth = reader.CurrentDepth - at.Length;
        if (depth == 0 && reader.TokenType == JsonTokenType.EndArray)
        {
            _place = Place.After;
            return false;
        }

        if (depth == 1 && _element < 0)
        {
            _element = begin + (int)reader.TokenStartIndex;
        }

        return depth == 1 && reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray);
    }

    private UnreadableAnswerException Missing() => new(at.Length == 0 ? "it is no array" : $"it has no array '{string.Join('.', at)}'");
}
