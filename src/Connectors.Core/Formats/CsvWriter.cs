using System.Buffers;
using System.Text;

namespace Connectors.Definitions;

/// <summary>
/// Writes CSV (RFC 4180, UTF-8 without a byte order mark) in memory, for the body of an import. Fields are quoted where they must be.
/// A field that begins with <c>=</c>, <c>+</c>, <c>-</c> or <c>@</c> is written as it is: whether a spreadsheet may take it for a formula is for the
/// app to decide. Not thread-safe.
/// </summary>
public sealed class CsvWriter
{
    private readonly ArrayBufferWriter<byte> _bytes = new(1024);
    private readonly SearchValues<char> _special;
    private readonly string _delimiter;
    private int _columns = -1;

    /// <summary>Makes a writer.</summary>
    /// <param name="delimiter">The character between columns.</param>
    /// <exception cref="ArgumentException">The delimiter is a quote or a line break.</exception>
    public CsvWriter(char delimiter = ',')
    {
        _delimiter = (CsvOptions.Default with { Delimiter = delimiter }).Delimiter.ToString();
        _special = SearchValues.Create($"{delimiter}\"\r\n");
    }

    /// <summary>Gets what ends a row: CRLF, or LF or CR where the provider wants it.</summary>
    /// <value>The default is CRLF, as in RFC 4180.</value>
    /// <exception cref="ArgumentException">It is no line break.</exception>
    public string NewLine
    {
        get;
        init => field = value is "\r\n" or "\n" or "\r" ? value : throw new ArgumentException("A row ends in CRLF, LF or CR.", nameof(value));
    }

    = "\r\n";

    /// <summary>Gets what is written so far.</summary>
    public ReadOnlyMemory<byte> Written => _bytes.WrittenMemory;

    /// <summary>Writes a row; the header is a row like any other.</summary>
    /// <param name="fields">The columns; <see langword="null"/> is written as an empty one.</param>
    /// <returns>The same writer.</returns>
    /// <exception cref="ArgumentException">The row has no column, or more or fewer than the rows before.</exception>
    public CsvWriter Row(params ReadOnlySpan<string?> fields)
    {
        if (fields.IsEmpty || (_columns >= 0 && fields.Length != _columns))
        {
            throw new ArgumentException(fields.IsEmpty ? "A row has at least one column." : $"The row has {fields.Length} columns, and the rows before it have {_columns}.", nameof(fields));
        }

        _columns = fields.Length;
        for (var index = 0; index < fields.Length; index++)
        {
            Write(index == 0 ? "" : _delimiter);
            Field(fields[index] ?? "");
        }

        Write(NewLine);
        return this;
    }

    /// <summary>Makes a request body of what is written so far.</summary>
    /// <param name="mediaType">Its media type.</param>
    /// <returns>The body.</returns>
    public RequestBody ToBody(string mediaType = "text/csv; charset=utf-8") => RequestBody.Bytes(_bytes.WrittenSpan.ToArray(), mediaType);

    /// <summary>Spaces at the ends are quoted too, for readers that take them off; so is a lone empty field, which would be a blank line.</summary>
    private void Field(string field)
    {
        var isQuoted = field.AsSpan().ContainsAny(_special) || (field.Length == 0 ? _columns == 1 : char.IsWhiteSpace(field[0]) || char.IsWhiteSpace(field[^1]));
        Write(isQuoted ? $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : field);
    }

    private void Write(string text) => Encoding.UTF8.GetBytes(text, _bytes);
}
