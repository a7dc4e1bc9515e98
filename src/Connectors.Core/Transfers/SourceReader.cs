namespace Connectors.Transfers;

/// <summary>Reads a file to upload, one piece and one byte more at a time: by that byte the last piece is known for such.</summary>
/// <param name="source">The file.</param>
/// <param name="size">The size of a piece.</param>
/// <param name="hash">The hash to compute as the file passes.</param>
/// <param name="errors">Names the errors.</param>
internal sealed class SourceReader(UploadSource source, int size, HashKind? hash, TransferErrors errors) : IAsyncDisposable
{
    private readonly ContentHasher? _hasher = hash?.Start();
    private byte[] _buffer = [];
    private Stream? _stream;
    private long _base;
    private long _hashed;
    private int _held;
    private bool _isEnd;
    private FileHash? _hash;

    /// <summary>How many bytes the file has, where it is known.</summary>
    public long? Length { get; private set; }

    /// <summary>Where the piece begins.</summary>
    public long Offset { get; private set; }

    /// <summary>The piece.</summary>
    public ReadOnlyMemory<byte> Piece => _buffer.AsMemory(0, Math.Min(_held, size));

    /// <summary>Whether the file ends with the piece.</summary>
    public bool IsLast => _isEnd && _held <= size;

    /// <summary>The whole file's hash, once its end was read.</summary>
    public FileHash? Hash => _hash ??= _hasher is not null && _isEnd && _hashed == Length ? new(hash!, _hasher.Finish()) : null;

    /// <summary>Reads the piece that begins somewhere.</summary>
    /// <exception cref="ConnectorException">The file cannot be read again from there, or is not as long as it was said to be.</exception>
    public async ValueTask MoveToAsync(long offset, CancellationToken cancellationToken)
    {
        if (_stream is null)
        {
            Open();
        }

        if (offset > Length)
        {
            throw TooShort(offset, Length.Value);
        }

        if (offset < Offset || (_hasher is null && offset > Offset + _held && _stream!.CanSeek))
        {
            GoTo(offset);
        }

        while (offset > Offset + _held && !_isEnd)
        {
            // Skipped by reading, for its hash or because it cannot be helped.
            Drop(_held);
            await FillAsync(offset - Offset, cancellationToken).ConfigureAwait(false);
        }

        if (offset > Offset + _held)
        {
            throw TooShort(offset, Offset + _held);
        }

        Drop((int)(offset - Offset));
        await FillAsync(size + 1, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        _hasher?.Dispose();
        if (source.IsOwned && _stream is not null)
        {
            await _stream.DisposeAsync().ConfigureAwait(false);
        }
    }

    private void Open()
    {
        _stream = source.Open();
        _base = _stream.CanSeek ? _stream.Position : 0;
        Length = source.Length ?? (_stream.CanSeek ? _stream.Length - _base : null);
        if (Length is { } length && length <= size)
        {
            // A small file needs no large piece.
            _buffer = new byte[(int)length + 1];
        }
    }

    private void GoTo(long offset)
    {
        if (_stream!.CanSeek)
        {
            _stream.Position = _base + offset;
            Offset = offset;
        }
        else if (source.IsOwned)
        {
            _stream.Dispose();
            _stream = source.Open();
            Offset = 0;
        }
        else
        {
            throw errors.Make(ErrorKind.Conflict, $"The provider asks for the file from {offset} on again, and the stream cannot go back", "Upload again from a stream that can seek, or from a function that opens it.");
        }

        (_held, _isEnd) = (0, false);
    }

    private ConnectorException TooShort(long offset, long length) =>
        errors.Input($"The file has {length} bytes, and the provider has {offset} of it already", "Upload the file that the session was begun with, or begin a new one.");

    private void Drop(int count)
    {
        _buffer.AsSpan(count, _held - count).CopyTo(_buffer);
        Offset += count;
        _held -= count;
    }

    /// <summary>Holds so many bytes, or all that there are.</summary>
    private async ValueTask FillAsync(long wanted, CancellationToken cancellationToken)
    {
        if (_buffer.Length == 0)
        {
            _buffer = new byte[size + 1];
        }

        wanted = Math.Min(wanted, _buffer.Length);
        while (_held < wanted && !_isEnd)
        {
            var read = await _stream!.ReadAsync(_buffer.AsMemory(_held, (int)wanted - _held), cancellationToken).ConfigureAwait(false);
            _isEnd = read == 0;
            Take(_buffer.AsSpan(_held, read), Offset + _held);
            _held += read;
        }

        var end = Offset + _held;
        if (Length is { } length && (_isEnd ? end != length : end > length))
        {
            throw errors.Input($"The file was said to have {length} bytes, and {(end > length ? "has more" : $"ended after {end}")}", "Pass its true length, and do not change it meanwhile.");
        }

        Length ??= _isEnd ? end : null;
    }

    /// <summary>What was read before goes into the hash once only.</summary>
    private void Take(ReadOnlySpan<byte> bytes, long at)
    {
        if (_hasher is not null && at <= _hashed && at + bytes.Length > _hashed)
        {
            _hasher.Append(bytes[(int)(_hashed - at)..]);
            _hashed = at + bytes.Length;
        }
    }
}
