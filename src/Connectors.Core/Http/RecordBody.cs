using System.Buffers;

namespace Connectors.Http;

/// <summary>
/// The body that records are read from. While it begins it belongs to the attempt: its bounds hold, and what breaks is the attempt's,
/// which can be made again. From then on it is handed out.
/// </summary>
internal sealed class RecordBody(WireBody wire, AttemptClock clock, CallState call) : ForwardStream
{
    private byte[] _head = ArrayPool<byte>.Shared.Rent(4 << 10);
    private int _headLength;
    private long _count;
    private BodyStream? _rest;

    /// <summary>Whether the end was seen.</summary>
    public bool IsEnded { get; private set; }

    /// <summary>What cancels the reading once the body is handed out.</summary>
    public CancellationToken Caller { get; set; }

    public override long Given => _count;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = _rest is null
            ? await BeginAsync(buffer).ConfigureAwait(false)
            : await _rest.ReadAsync(buffer, Caller).ConfigureAwait(false);
        _count += read;
        IsEnded |= read == 0 && buffer.Length > 0;
        return read;
    }

    /// <summary>Gives the bytes that were read so far, as many as are kept of an error.</summary>
    public PooledContent Head(HttpContent original)
    {
        var copy = ArrayPool<byte>.Shared.Rent(_headLength);
        _head.AsSpan(0, _headLength).CopyTo(copy);
        return new(copy, _headLength, original, wire.IsDecoded);
    }

    /// <summary>The attempt is done, and the rest goes out as it comes.</summary>
    public void GoOn(BodyStream rest)
    {
        _rest = rest;
        ArrayPool<byte>.Shared.Return(_head);
        _head = [];
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _rest?.Dispose();
        }

        base.Dispose(disposing);
    }

    private async ValueTask<int> BeginAsync(Memory<byte> buffer)
    {
        clock.Expect(call.Runtime.Options.BodyIdleTimeout);
        var read = await wire.Stream.ReadAsync(buffer, clock.Token).ConfigureAwait(false);
        if (read == 0 && buffer.Length > 0 && wire.Length > _count)
        {
            throw new HttpRequestException(HttpRequestError.ResponseEnded, "The body ended before its declared length.");
        }

        call.Options.Cost?.AddBytes(read);
        Keep(buffer.Span[..Math.Min(read, BodyCollector.MaxErrorBytes - _headLength)]);
        return read;
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        if (_headLength + bytes.Length > _head.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_headLength + bytes.Length, _head.Length * 2));
            _head.AsSpan(0, _headLength).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_head);
            _head = larger;
        }

        bytes.CopyTo(_head.AsSpan(_headLength));
        _headLength += bytes.Length;
    }
}
