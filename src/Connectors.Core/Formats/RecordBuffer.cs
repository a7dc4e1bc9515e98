using System.Buffers;

namespace Connectors.Definitions;

/// <summary>The bytes of a body from the record on that is being read, in one piece; grows with the record, up to a bound.</summary>
internal sealed class RecordBuffer(Stream body, int max) : IDisposable
{
    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(Math.Min(32 << 10, max));
    private int _start;
    private int _end;

    /// <summary>What has come and was not passed over.</summary>
    public ReadOnlyMemory<byte> Unread => _bytes.AsMemory(_start, _end - _start);

    public void Pass(int count) => _start += count;

    /// <summary>Waits for more bytes, because those that are there make no whole record.</summary>
    /// <returns>Whether there are more.</returns>
    /// <exception cref="UnreadableAnswerException">The record is larger than allowed.</exception>
    public async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        var length = _end - _start;
        if (length >= max)
        {
            throw new UnreadableAnswerException($"a record, or what stands around it, is larger than {max} bytes (ConnectorOptions.MaxRecordBytes)");
        }

        if (length == 0 || _end == _bytes.Length)
        {
            MakeRoom(length);
        }

        var read = await body.ReadAsync(_bytes.AsMemory(_end, Math.Min(_bytes.Length - _end, max - length)), cancellationToken).ConfigureAwait(false);
        _end += read;
        return read > 0;
    }

    /// <summary>Passes over a byte order mark, which has no place in JSON and stands there all the same.</summary>
    public async ValueTask PassMarkAsync(CancellationToken cancellationToken)
    {
        while (_end - _start < 3 && await FillAsync(cancellationToken).ConfigureAwait(false))
        {
        }

        if (Unread.Span.StartsWith("\uFEFF"u8))
        {
            Pass(3);
        }
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
        (_start, _end) = (0, 0);
    }

    private void MakeRoom(int length)
    {
        if (length > _bytes.Length / 2)
        {
            var larger = ArrayPool<byte>.Shared.Rent(_bytes.Length * 2);
            _bytes.AsSpan(_start, length).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = larger;
        }
        else
        {
            _bytes.AsSpan(_start, length).CopyTo(_bytes);
        }

        (_start, _end) = (0, length);
    }
}
