using System.Diagnostics.CodeAnalysis;
using System.Net;
using Connectors.Diagnostics;
using Connectors.Limits;

namespace Connectors.Http;

/// <summary>A body handed out as it comes: each read is bounded by the idle time, and the quota lease ends with it.</summary>
internal sealed class BodyStream(WireBody body, HttpContent content, IQuotaLease? lease, AttemptClock clock, CallState call, long begun = 0) : ForwardStream
{
    private long _read = begun;
    private ErrorFacts? _error;
    private bool _isEnded;

    /// <summary>A body that its caller forgot must not hold a permit for ever.</summary>
    [SuppressMessage("Usage", "MA0055", Justification = "Nothing else tells that a caller has forgotten a body.")]
    ~BodyStream() => Dispose(disposing: false);

    public override long Given => _read;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        clock.ExpectOnly(call.Runtime.Options.BodyIdleTimeout);
        using var caller = cancellationToken.UnsafeRegister(static source => ((AttemptClock)source!).Cancel(), clock);
        try
        {
            var read = await body.Stream.ReadAsync(buffer, clock.Token).ConfigureAwait(false);
            clock.Rest();
            _read += read;
            call.Options.Cost?.AddBytes(read);
            if (read == 0 && buffer.Length > 0 && body.Length > _read)
            {
                throw Broken($"The body ended after {_read} of {body.Length} bytes", null);
            }

            return read;
        }
        catch (OperationCanceledException error) when (!cancellationToken.IsCancellationRequested)
        {
            throw Failed(call.Facts(ErrorKind.Timeout, $"No byte came for {call.Runtime.Options.BodyIdleTimeout.TotalSeconds:0.#} s") with { IsTransient = true }, error);
        }
        catch (ExpandedTooFarException error)
        {
            throw Failed(AttemptFailures.ExpandedTooFar(call), error);
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            throw Broken($"The body broke after {_read} bytes", error);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            body.Stream.Dispose();
            content.Dispose();
            clock.Dispose();
            if (!_isEnded)
            {
                _isEnded = true;
                Telemetry.Received(call, _read);
                call.Recorder?.Ended(_read, _error);
            }
        }

        lease?.Dispose();

        base.Dispose(disposing);
    }

    private ConnectorException Broken(string what, Exception? error) => Failed(call.Facts(ErrorKind.Transport, what) with { IsTransient = true }, error);

    private ConnectorException Failed(ErrorFacts facts, Exception? error) => ConnectorException.From(_error = facts, error);
}

/// <summary>Content over a <see cref="BodyStream"/>; keeps the headers of the original.</summary>
internal sealed class StreamedContent : HttpContent
{
    private readonly BodyStream _stream;
    private readonly bool _isTaken;

    /// <summary>Makes the content.</summary>
    /// <param name="stream">The body.</param>
    /// <param name="original">The content that it replaces.</param>
    /// <param name="isDecoded">Whether compression was taken off.</param>
    /// <param name="isTaken">Whether records are read from the body already: nobody else may take bytes away from them.</param>
    public StreamedContent(BodyStream stream, HttpContent original, bool isDecoded, bool isTaken)
    {
        _stream = stream;
        _isTaken = isTaken;
        IsDecoded = isDecoded;
        foreach (var header in original.Headers.NonValidated)
        {
            if (!isDecoded || !(header.Key.Equals("Content-Encoding", StringComparison.OrdinalIgnoreCase) || header.Key.Equals("Content-Length", StringComparison.OrdinalIgnoreCase)))
            {
                Headers.TryAddWithoutValidation(header.Key, header.Value.ToString());
            }
        }
    }

    /// <summary>Whether compression was taken off: bytes that are read are not those of the wire.</summary>
    public bool IsDecoded { get; }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => Open().CopyToAsync(stream);

    protected override Task<Stream> CreateContentReadStreamAsync() => Task.FromResult<Stream>(Open());

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
        }

        base.Dispose(disposing);
    }

    private BodyStream Open() => _isTaken
        ? throw new InvalidOperationException("The records of this answer are read as they come, so a handler of the app cannot read its body.")
        : _stream;
}
