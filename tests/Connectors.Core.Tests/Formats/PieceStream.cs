namespace Connectors.Core.Tests.Formats;

/// <summary>Bytes that come in pieces, by asynchronous reads only, as off a wire; then the end, or an error.</summary>
internal sealed class PieceStream(ReadOnlyMemory<byte> bytes, Func<int> size, Exception? end = null) : Stream
{
    private int _at;

    public PieceStream(string text, int size = int.MaxValue, Exception? end = null)
        : this(System.Text.Encoding.UTF8.GetBytes(text), () => size, end)
    {
    }

    public bool IsDisposed { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => _at; set => throw new NotSupportedException(); }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var count = Math.Min(Math.Min(buffer.Length, bytes.Length - _at), Math.Max(1, size()));
        if (count == 0 && buffer.Length > 0 && end is not null)
        {
            throw end;
        }

        bytes.Slice(_at, count).CopyTo(buffer);
        _at += count;
        return new(count);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Only asynchronous reads.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        IsDisposed = true;
        base.Dispose(disposing);
    }
}
