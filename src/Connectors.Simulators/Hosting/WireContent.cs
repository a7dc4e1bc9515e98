using System.Net;

namespace Connectors.Simulators.Hosting;

/// <summary>An answer's body that ends with the error of a real connection when less comes than was announced.</summary>
internal sealed class WireContent : HttpContent
{
    private readonly HttpContent _inner;
    private readonly WireStream _stream;

    private WireContent(HttpContent inner, Stream body)
    {
        _inner = inner;
        foreach (var (name, values) in inner.Headers.NonValidated)
        {
            Headers.TryAddWithoutValidation(name, values);
        }

        _stream = new WireStream(body, Headers.ContentLength);
    }

    public static async Task<HttpContent> WrapAsync(HttpContent inner, CancellationToken cancellationToken) =>
        new WireContent(inner, await inner.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false));

    protected override Task<Stream> CreateContentReadStreamAsync() => Task.FromResult<Stream>(_stream);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        _stream.CopyToAsync(stream);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        _stream.CopyToAsync(stream, cancellationToken);

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _stream.Dispose();
            _inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
