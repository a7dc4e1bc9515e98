using System.Text;

namespace Connectors.Definitions;

/// <summary>
/// Reads CSV (RFC 4180) row by row as it comes, in memory that does not depend on the document's length. Line breaks may be CR, LF or
/// both, also within quotes. Not thread-safe. The stream stays the caller's.
/// </summary>
/// <example>
/// <code>
/// using var csv = new CsvReader(stream);
/// while (await csv.ReadAsync())
/// {
///     var row = csv.Current;
///     total += decimal.Parse(row["amount"], CultureInfo.InvariantCulture);
/// }
/// </code>
/// </example>
public sealed class CsvReader : IDisposable
{
    private readonly CsvOptions _options;
    private readonly CsvText _text;
    private readonly CsvParser _parser;
    private CsvHeader? _header;
    private int _width = -1;
    private bool _isEnded;

    /// <summary>Makes a reader.</summary>
    /// <param name="stream">The document.</param>
    /// <param name="options">How it is written; RFC 4180 with a header by default.</param>
    /// <param name="charset">The charset that its sender declares, as in <c>Content-Type: text/csv; charset=windows-1252</c>.</param>
    public CsvReader(Stream stream, CsvOptions? options = null, string? charset = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        _options = options ?? CsvOptions.Default;
        _text = new(stream, _options.Encoding, charset);
        _parser = new(_options);
    }

    /// <summary>Gets the names of the columns, as they are written; known after the first <see cref="ReadAsync"/>, and empty without a header.</summary>
    public IReadOnlyList<string> Columns => _header?.Names ?? [];

    /// <summary>Gets the row that was read last. It is valid until the next <see cref="ReadAsync"/>.</summary>
    /// <exception cref="InvalidOperationException">No row was read, or none is left.</exception>
    public CsvRow Current => _width >= 0 && !_isEnded ? new(_parser, _header, Math.Max(_width, _parser.Count)) : throw new InvalidOperationException("There is no row: call ReadAsync first, and stop when it gives false.");

    /// <summary>Reads the next row.</summary>
    /// <param name="cancellationToken">Cancels the wait for bytes; the reader is of no use afterwards.</param>
    /// <returns>Whether there is one.</returns>
    /// <exception cref="UnreadableAnswerException">The document is not as its options say, or a row is too large; the error names row and column.</exception>
    public async ValueTask<bool> ReadAsync(CancellationToken cancellationToken = default)
    {
        if (_options.HasHeader && _header is null && !_isEnded)
        {
            _isEnded = !await NextAsync(cancellationToken).ConfigureAwait(false);
            if (_isEnded)
            {
                throw new UnreadableAnswerException("it is empty, without even a header") { IsTorn = true };
            }

            _header = new(_parser);
            _width = _parser.Count;
        }

        _isEnded = _isEnded || !await NextAsync(cancellationToken).ConfigureAwait(false);
        if (_isEnded)
        {
            return false;
        }

        if (_width < 0)
        {
            _width = _parser.Count;
        }

        return _parser.Count == _width || _options.RaggedRows == CsvRaggedRows.Allow
            ? true
            : throw new UnreadableAnswerException($"row {_parser.Row}: it has {_parser.Count} columns where the first row has {_width}")
            {
                Record = _parser.Row,
                IsTorn = _parser.Count < _width && _text.IsEnded && !_parser.HasLineBreak,
            };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _isEnded = true;
        _text.Dispose();
        _parser.Dispose();
    }

    private async ValueTask<bool> NextAsync(CancellationToken cancellationToken)
    {
        do
        {
            _parser.Next();
            while (!_parser.Scan())
            {
                var count = await TextAsync(cancellationToken).ConfigureAwait(false);
                if (count == 0)
                {
                    return _parser.End();
                }

                _parser.Added(count);
            }
        }
        while (_parser.IsBlank && !_options.KeepBlankLines);

        return true;
    }

    private async ValueTask<int> TextAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _text.ReadAsync(_parser.Room(), cancellationToken).ConfigureAwait(false);
        }
        catch (DecoderFallbackException)
        {
            // Decoding runs ahead of the rows, so the place is known by its beginning only.
            throw new UnreadableAnswerException($"row {_parser.Row} or soon after: the bytes are not {_text.Name}; set CsvOptions.Encoding to what they are")
            {
                Record = _parser.Row,
                IsTorn = _text.IsEnded,
            };
        }
    }
}
