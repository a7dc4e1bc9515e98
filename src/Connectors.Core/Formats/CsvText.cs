using System.Buffers;
using System.Text;

namespace Connectors.Definitions;

/// <summary>The characters of a document, decoded strictly as they come: bytes that are not of its encoding are an error, never a replacement character.</summary>
internal sealed class CsvText(Stream stream, Encoding? encoding, string? charset) : IDisposable
{
    /// <summary>The least room to decode into.</summary>
    internal const int MinRoom = 256;

    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(32 << 10);
    private int _start;
    private int _end;
    private bool _isEnded;
    private bool _isDone;
    private Decoder? _decoder;

    /// <summary>The encoding's name; known after the first read.</summary>
    public string Name { get; private set; } = "utf-8";

    /// <summary>Whether all bytes have come, so that what is wrong with the last ones is that others are missing.</summary>
    public bool IsEnded => _isEnded && _start == _end;

    /// <summary>Gives the next characters.</summary>
    /// <returns>How many; zero at the end.</returns>
    /// <exception cref="DecoderFallbackException">Bytes are not of the encoding.</exception>
    public async ValueTask<int> ReadAsync(Memory<char> room, CancellationToken cancellationToken)
    {
        _decoder ??= await BeginAsync(cancellationToken).ConfigureAwait(false);
        while (!_isDone)
        {
            if (_start < _end || _isEnded)
            {
                _decoder.Convert(_bytes.AsSpan(_start, _end - _start), room.Span, flush: _isEnded, out var used, out var made, out var isWhole);
                _start += used;
                _isDone = _isEnded && isWhole;
                if (made > 0)
                {
                    return made;
                }
            }
            else
            {
                await FillAsync(cancellationToken).ConfigureAwait(false);
            }
        }

        return 0;
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
        _isDone = true;
    }

    private async ValueTask<Decoder> BeginAsync(CancellationToken cancellationToken)
    {
        while (_end < 3 && !_isEnded)
        {
            await FillAsync(cancellationToken).ConfigureAwait(false);
        }

        var (marked, mark) = _bytes.AsSpan(0, _end) switch
        {
            [0xEF, 0xBB, 0xBF, ..] => (Encoding.UTF8, 3),
            [0xFF, 0xFE, ..] => (Encoding.Unicode, 2),
            [0xFE, 0xFF, ..] => (Encoding.BigEndianUnicode, 2),
            _ => (encoding ?? Declared(charset), 0),
        };
        _start = mark;
        Name = marked.WebName;
        var strict = (Encoding)marked.Clone();
        strict.DecoderFallback = DecoderFallback.ExceptionFallback;
        return strict.GetDecoder();
    }

    private async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        if (_start == _end)
        {
            (_start, _end) = (0, 0);
        }

        var read = await stream.ReadAsync(_bytes.AsMemory(_end), cancellationToken).ConfigureAwait(false);
        _end += read;
        _isEnded = read == 0;
    }

    /// <summary>The encoding of a charset's name (RFC 2978); the framework's code pages are taken without being registered for the whole app.</summary>
    private static Encoding Declared(string? charset)
    {
        if (charset?.Trim('"', ' ') is not { Length: > 0 } name)
        {
            return Encoding.UTF8;
        }

        try
        {
            return CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name);
        }
        catch (Exception error) when (error is ArgumentException or NotSupportedException)
        {
            throw new UnreadableAnswerException("it declares a charset that is not known; set the encoding in the options of its reader");
        }
    }
}
