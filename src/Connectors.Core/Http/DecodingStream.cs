using System.IO.Compression;

namespace Connectors.Http;

/// <summary>The plain side of a compressed body: bounded in how far it grows, and good only when the compression has come to its own end.</summary>
/// <param name="source">The compressed bytes.</param>
/// <param name="coding">Their coding.</param>
/// <param name="wire">The bytes on the wire, which growth is measured by.</param>
/// <param name="maxExpansion">How many bytes one byte on the wire may become.</param>
/// <param name="isLenient">Whether what cannot be decoded is just left out.</param>
internal sealed class DecodingStream(CodedStream source, string coding, CodedStream wire, int maxExpansion, bool isLenient) : ForwardStream
{
    /// <summary>What may come of any body, however small: no bound on growth is meant for ordinary answers.</summary>
    internal const int Free = 16 << 20;

    private Stream? _decoder;
    private long _count;
    private bool _isEnded;

    public override long Given => _count;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_isEnded || buffer.IsEmpty)
        {
            return 0;
        }

        try
        {
            _decoder ??= await DecoderAsync(cancellationToken).ConfigureAwait(false);
            var read = await _decoder.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                await ProveEndAsync(_decoder, cancellationToken).ConfigureAwait(false);
                _isEnded = true;
            }

            _count += read;
            return _count <= Free || _count / maxExpansion <= wire.Count ? read : throw new ExpandedTooFarException(maxExpansion);
        }
        catch (Exception error) when (error is InvalidDataException or InvalidOperationException or BrokenCodingException)
        {
            _isEnded = true;
            return isLenient ? 0 : throw error as BrokenCodingException ?? new($"it is no good {coding}", error);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _decoder?.Dispose();
            source.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>"deflate" is the zlib format by its standard, and bare deflate by the practice of some servers.</summary>
    private async ValueTask<Stream> DecoderAsync(CancellationToken cancellationToken)
    {
        switch (coding)
        {
            case "br":
                return new BrotliStream(source, CompressionMode.Decompress);
            case "deflate":
                var first = await source.PeekAsync(cancellationToken).ConfigureAwait(false);
                var isZlib = first.Span is [var method, var check] && (method & 0x0F) == 8 && ((method << 8) | check) % 31 == 0;
                return isZlib ? new ZLibStream(source, CompressionMode.Decompress) : new DeflateStream(source, CompressionMode.Decompress);
            default:
                return new GZipStream(source, CompressionMode.Decompress);
        }
    }

    /// <summary>
    /// A decoder that was cut short asks for more, gets nothing, and says that it is at its end. One that is done does not ask, but for
    /// gzip's, which looks for another member: offered one byte, the one that is done leaves it, and the one that is not takes it and
    /// asks for more, or finds that its checksum is wrong.
    /// </summary>
    private async ValueTask ProveEndAsync(Stream decoder, CancellationToken cancellationToken)
    {
        if (source.Count == 0)
        {
            return;
        }

        var isTorn = source.WasAskedPastEnd;
        if (isTorn && decoder is GZipStream or ZLibStream)
        {
            source.GiveOneMore();
            var more = new byte[16];
            isTorn = await decoder.ReadAsync(more, cancellationToken).ConfigureAwait(false) > 0 || source.WasAskedPastEnd;
        }

        if (isTorn)
        {
            throw new BrokenCodingException($"it ends before its {coding} does", null);
        }
    }
}
