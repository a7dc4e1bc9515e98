namespace Connectors.Simulators.Hosting;

/// <summary>Reads a body as a client's connection would: a body that is too short is an error, never an early end.</summary>
internal sealed class WireStream(Stream inner, long? length) : Stream
{
    private long _read;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _read;
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int count;
        try
        {
            count = await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is not (OperationCanceledException or ObjectDisposedException) || !cancellationToken.IsCancellationRequested)
        {
            throw Ended(error);
        }

        return Count(count, buffer.Length);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count)
    {
        try
        {
            return Count(inner.Read(buffer, offset, count), count);
        }
        catch (Exception error) when (error is not HttpIOException)
        {
            throw Ended(error);
        }
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private static HttpIOException Ended(Exception? error) =>
        new(HttpRequestError.ResponseEnded, "The simulator dropped the connection in the middle of its answer.", error);

    private int Count(int count, int wanted)
    {
        _read += count;
        return count == 0 && wanted > 0 && _read < length ? throw Ended(null) : count;
    }
}
