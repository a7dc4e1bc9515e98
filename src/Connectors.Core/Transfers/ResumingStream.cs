using System.Runtime.ExceptionServices;
using Connectors.Http;

namespace Connectors.Transfers;

/// <summary>A file's bytes, gone on with where they break off. Bounded in how often; ends only where the file does.</summary>
internal sealed class ResumingStream : ForwardStream
{
    private readonly FileReading _reading;
    private readonly DownloadOptions _options;
    private readonly long _from;
    private readonly ContentHasher? _hasher;
    private OpenedFile? _file;
    private long _at;
    private bool _isEnded;
    private ExceptionDispatchInfo? _failed;

    /// <summary>Begins with the first answer.</summary>
    public ResumingStream(FileReading reading, OpenedFile first, DownloadOptions options)
    {
        (_reading, _file, _options) = (reading, first, options);
        _at = _from = options.Offset;
        _hasher = options is { Verify: true, Offset: 0, Length: null } && !first.IsCoded ? reading.Facts.Hash?.Algorithm.Start() : null;
    }

    public override long Given => _at - _from;

    public int Resumptions { get; private set; }

    public bool IsVerified { get; private set; }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        _failed?.Throw();
        if (_isEnded || buffer.IsEmpty)
        {
            return 0;
        }

        while (true)
        {
            int read;
            try
            {
                read = _reading.End == _at ? 0 : await ReadOnceAsync(Within(buffer), cancellationToken).ConfigureAwait(false);
            }
            catch (ConnectorException error) when (error.IsTransient && _file is not null)
            {
                await CloseAsync().ConfigureAwait(false);
                await GoOnAsync(error, cancellationToken).ConfigureAwait(false);
                continue;
            }

            Take(buffer.Span[..read], isEnd: read == 0 || _at + read == _reading.End);
            return read;
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _file?.Body.Dispose();
            _hasher?.Dispose();
            (_file, _isEnded) = (null, true);
        }

        base.Dispose(disposing);
    }

    /// <summary>What cannot be gone on with stays so: whoever reads again is told the same.</summary>
    private async ValueTask GoOnAsync(ConnectorException broken, CancellationToken cancellationToken)
    {
        try
        {
            if (Resumptions >= _options.MaxResumptions || !_reading.CanGoOn(_at))
            {
                ExceptionDispatchInfo.Throw(broken);
            }

            Resumptions++;
            _file = await _reading.GoOnAsync(_at, broken, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            _failed = ExceptionDispatchInfo.Capture(error);
            throw;
        }
    }

    private Memory<byte> Within(Memory<byte> buffer) => _reading.End - _at is { } left && left < buffer.Length ? buffer[..(int)left] : buffer;

    /// <summary>A body that ends before the file does is one that broke off: a part may be smaller than what was asked for.</summary>
    private async ValueTask<int> ReadOnceAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var file = _file ?? throw new ObjectDisposedException(nameof(Download));
        var read = await file.Body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        return read > 0 || _reading.End is null ? read : throw _reading.BrokenOff(_at);
    }

    private void Take(ReadOnlySpan<byte> bytes, bool isEnd)
    {
        _hasher?.Append(bytes);
        _at += bytes.Length;
        if (isEnd)
        {
            _isEnded = true;
            if (_hasher is not null)
            {
                Check(_hasher);
            }
        }

        _options.Progress?.Report(new(_at, _reading.Facts.Length));
    }

    private void Check(ContentHasher hasher)
    {
        try
        {
            _reading.Check(hasher.Finish());
            IsVerified = true;
        }
        catch (ConnectorException error)
        {
            _failed = ExceptionDispatchInfo.Capture(error);
            throw;
        }
    }

    private async ValueTask CloseAsync()
    {
        var file = _file;
        _file = null;
        if (file is not null)
        {
            await file.Body.DisposeAsync().ConfigureAwait(false);
        }
    }
}
