namespace Connectors.Definitions;

/// <summary>Feeds a parser that buffers by itself, and stops when it takes too much for one record.</summary>
internal sealed class MeteredStream(Stream inner, int max) : Stream
{
    private long _marked;
    private long _read;

    /// <summary>Whether the end was seen.</summary>
    public bool IsEnded { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _read;
        set => throw new NotSupportedException();
    }

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

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
