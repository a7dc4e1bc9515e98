using System.Text;

namespace Connectors.Core.Tests.Formats;

/// <summary>A beginning, then the same text again and again; for ever, or up to a length that is reached between two of them, with an end.</summary>
internal sealed class EndlessStream(string begin, string again, long length = long.MaxValue, string end = "") : Stream
{
    private readonly byte[] _again = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(again, Math.Max(1, 8192 / again.Length))));
    private byte[] _piece = Encoding.UTF8.GetBytes(begin);
    private int _at;
    private long _count;
    private bool _isLast;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => _count; set => throw new NotSupportedException(); }

    /// <summary>Called before each read, with how many bytes are given already.</summary>
    public Action<long>? OnRead { get; init; }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        OnRead?.Invoke(_count);
        while (_at == _piece.Length && !_isLast)
        {
            _isLast = _count >= length;
            (_piece, _at) = (_isLast ? Encoding.UTF8.GetBytes(end) : _again, 0);
        }

        var read = Math.Min(buffer.Length, _piece.Length - _at);
        _piece.AsMemory(_at, read).CopyTo(buffer);
        _at += read;
        _count += read;
        return new(read);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Only asynchronous reads.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
