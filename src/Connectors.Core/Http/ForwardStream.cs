namespace Connectors.Http;

/// <summary>A stream that is read once, forward and asynchronously, and does nothing else.</summary>
internal abstract class ForwardStream : Stream
{
    public sealed override bool CanRead => true;

    public sealed override bool CanSeek => false;

    public sealed override bool CanWrite => false;

    public override long Length => throw new NotSupportedException("A body that is read as it comes has no known length.");

    /// <summary>How many bytes were given.</summary>
    public abstract long Given { get; }

    public sealed override long Position
    {
        get => Given;
        set => throw new NotSupportedException("A body that is read as it comes cannot go back.");
    }

    public abstract override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default);

    public sealed override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public sealed override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Read this body with ReadAsync.");

    public sealed override void Flush()
    {
    }

    public sealed override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException("A body that is read as it comes cannot go back.");

    public sealed override void SetLength(long value) => throw new NotSupportedException("A body cannot be written to.");

    public sealed override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("A body cannot be written to.");
}
