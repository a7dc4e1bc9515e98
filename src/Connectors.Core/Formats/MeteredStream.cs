using Connectors.Http;

namespace Connectors.Definitions;

/// <summary>Feeds a parser that buffers by itself, and stops when it takes too much for one record.</summary>
internal sealed class MeteredStream(Stream inner, int max) : ForwardStream
{
    private long _marked;
    private long _read;

    /// <summary>Whether the end was seen.</summary>
    public bool IsEnded { get; private set; }

    public override long Given => _read;

    /// <summary>Begins to count anew.</summary>
    public void Mark() => _marked = _read;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_read - _marked > max)
        {
            throw new UnreadableAnswerException($"a record, or what stands around it, is larger than {max} bytes (ConnectorOptions.MaxRecordBytes)");
        }

        var read = await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        _read += read;
        IsEnded = read == 0 && buffer.Length > 0;
        return read;
    }
}
