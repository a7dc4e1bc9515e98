namespace Connectors.Http;

/// <summary>The compressed side of a body: counts, shows its first two bytes, and can give one byte more than there is, by which a decoder shows whether it was done.</summary>
internal sealed class CodedStream(Stream inner, long? length) : ForwardStream
{
    private readonly byte[] _first = new byte[2];
    private int _firstCount;
    private int _firstGiven;
    private bool _isEnded;
    private bool _givesOneMore;

    /// <summary>How many bytes have come.</summary>
    public long Count { get; private set; }

    /// <summary>Whether more was asked for than there is.</summary>
    public bool WasAskedPastEnd { get; private set; }

    public override long Given => Count;

    /// <summary>Gives the first bytes, which are read again afterwards.</summary>
    public async ValueTask<ReadOnlyMemory<byte>> PeekAsync(CancellationToken cancellationToken)
    {
        while (_firstCount < _first.Length && await NextAsync(_first.AsMemory(_firstCount), cancellationToken).ConfigureAwait(false) is > 0 and var read)
        {
            _firstCount += read;
        }

        return _first.AsMemory(0, _firstCount);
    }

    /// <summary>Gives one zero byte when asked the next time, then nothing.</summary>
    public void GiveOneMore() => (_givesOneMore, WasAskedPastEnd) = (true, false);

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty)
        {
            return 0;
        }

        if (_firstGiven < _firstCount)
        {
            buffer.Span[0] = _first[_firstGiven++];
            return 1;
        }

        var read = await NextAsync(buffer, cancellationToken).ConfigureAwait(false);
        if (read == 0 && _givesOneMore)
        {
            _givesOneMore = false;
            buffer.Span[0] = 0;
            return 1;
        }

        WasAskedPastEnd |= read == 0;
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private async ValueTask<int> NextAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (_isEnded)
        {
            return 0;
        }

        var read = await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        Count += read;
        _isEnded = read == 0;
        return _isEnded && Count > 0 && length > Count
            ? throw new HttpRequestException(HttpRequestError.ResponseEnded, "The body ended before its declared length.")
            : read;
    }
}
