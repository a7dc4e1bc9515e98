using System.Buffers;
using System.Net;
using System.Net.Http.Headers;

namespace Connectors.Http;

/// <summary>A body that was read to its end into pooled memory. Handlers of the app see ordinary content; the reader sees the bytes.</summary>
internal sealed class PooledContent : HttpContent
{
    private byte[]? _buffer;
    private readonly HttpContent? _original;
    private readonly int _start;
    private readonly int _length;

    /// <summary>Makes the content.</summary>
    /// <param name="buffer">The pooled memory, which belongs to it from now on.</param>
    /// <param name="length">How much of it is filled.</param>
    /// <param name="original">The content that was read.</param>
    /// <param name="isDecoded">Whether compression was taken off.</param>
    /// <param name="keepsOriginal">Whether the original belongs to it too and its headers are not copied: they are then found by <see cref="HeadersOf"/> only.</param>
    public PooledContent(byte[] buffer, int length, HttpContent original, bool isDecoded, bool keepsOriginal = false)
    {
        _buffer = buffer;
        _start = buffer.AsSpan(0, length).StartsWith("\uFEFF"u8) && IsText(original) ? 3 : 0;
        _length = length - _start;
        if (keepsOriginal)
        {
            _original = original;
            return;
        }

        foreach (var header in original.Headers.NonValidated)
        {
            if (!header.Key.Equals("Content-Length", StringComparison.OrdinalIgnoreCase) && !(isDecoded && header.Key.Equals("Content-Encoding", StringComparison.OrdinalIgnoreCase)))
            {
                Headers.TryAddWithoutValidation(header.Key, header.Value.ToString());
            }
        }
    }

    /// <summary>Gives the headers of an answer's body, whoever holds them.</summary>
    public static HttpContentHeaders HeadersOf(HttpResponseMessage response) =>
        response.Content is PooledContent { _original: { } original } ? original.Headers : response.Content.Headers;

    /// <summary>The bytes, without the byte order mark of a text; valid until this content is disposed of.</summary>
    public ReadOnlyMemory<byte> Memory => (_buffer ?? throw new ObjectDisposedException(nameof(PooledContent))).AsMemory(_start, _length);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => stream.WriteAsync(Memory).AsTask();

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        stream.WriteAsync(Memory, cancellationToken).AsTask();

    protected override Task<Stream> CreateContentReadStreamAsync() => Task.FromResult(CreateContentReadStream(default));

    protected override Stream CreateContentReadStream(CancellationToken cancellationToken) =>
        new MemoryStream(_buffer ?? throw new ObjectDisposedException(nameof(PooledContent)), _start, _length, writable: false);

    protected override bool TryComputeLength(out long length)
    {
        length = _length;
        return true;
    }

    private static bool IsText(HttpContent content) =>
        content.Headers.ContentType?.MediaType is { } type && (type.Contains("json", StringComparison.OrdinalIgnoreCase) || type.Contains("xml", StringComparison.OrdinalIgnoreCase));

    protected override void Dispose(bool disposing)
    {
        if (disposing && Interlocked.Exchange(ref _buffer, null) is { Length: > 0 } buffer)
        {
            ArrayPool<byte>.Shared.Return(buffer);
            _original?.Dispose();
        }

        base.Dispose(disposing);
    }
}
