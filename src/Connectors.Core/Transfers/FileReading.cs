namespace Connectors.Transfers;

/// <summary>What one download knows of its file, and how it asks for more of it.</summary>
/// <param name="open">Asks for the file from a position on, as a part only if it is still the same.</param>
/// <param name="errors">Names the errors.</param>
/// <param name="options">What the caller wants.</param>
internal sealed class FileReading(Func<long, string?, CancellationToken, Task<OpenedFile>> open, TransferErrors errors, DownloadOptions options)
{
    private string? _ifRange;
    private bool _isCoded;

    public FileFacts Facts { get; private set; } = new();

    /// <summary>The position after the last byte that is wanted, where it is known.</summary>
    public long? End { get; private set; }

    /// <summary>Takes the first answer.</summary>
    /// <returns>Whether there is something to read.</returns>
    public bool Begin(OpenedFile first)
    {
        var expected = options.Expected;
        if (first.Status == 304)
        {
            Facts = OpenedFile.Joined(first.Facts, expected ?? new());
            return false;
        }

        if (first.Status == 416)
        {
            throw first.Total == 0 && options.Offset == 0 ? errors.Wrong("The file is empty, and a part of it was asked for") : errors.BeyondEnd(options.Offset, first.Total);
        }

        if (expected is not null && !OpenedFile.IsSame(expected, first.Facts))
        {
            throw errors.Changed(options.Offset);
        }

        if (first.Status == 206 ? first.Start != options.Offset : options.Offset > 0)
        {
            throw first.Status == 206 ? errors.Wrong("The answer begins at another place of the file than the one that was asked for") : errors.NoParts();
        }

        Facts = OpenedFile.Joined(first.Facts, expected ?? new());
        (_ifRange, _isCoded) = (first.IfRange, first.IsCoded);
        if (!_isCoded && first.Total is { } total && Facts.Length is { } length && total != length)
        {
            throw errors.Wrong($"The answer is of {total} bytes, and the file is said to have {length}");
        }

        var file = _isCoded ? null : Facts.Length;
        var wanted = options.Offset + options.Length;
        End = wanted is null || file < wanted ? file : wanted;
        return true;
    }

    /// <summary>Without a validator, a version or a hash nobody could tell a file that was changed meanwhile; in a content coding no place can be named.</summary>
    public bool CanGoOn(long at) => !_isCoded && (at == 0 || _ifRange is not null || Facts.Version is not null || (Facts.Hash is not null && options is { Verify: true, Offset: 0, Length: null }));

    /// <summary>Asks for the rest.</summary>
    /// <param name="at">The position to go on at.</param>
    /// <param name="broken">How it broke off.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    public async Task<OpenedFile> GoOnAsync(long at, ConnectorException broken, CancellationToken cancellationToken)
    {
        var file = await open(at, _ifRange, cancellationToken).ConfigureAwait(false);
        if (file.Status == 416 && End is null && file.Total == at)
        {
            // It broke off at its very end, which nobody knew for such.
            End = at;
            return file;
        }

        var problem = !OpenedFile.IsSame(Facts, file.Facts) ? errors.Changed(at)
            : file.Status == 206 && file.Start == at && !file.IsCoded ? null
            : file.Status == 206 ? errors.Wrong("The rest of the file begins at another place than the one that was asked for")
            : file.Status == 200 && at == 0 && !file.IsCoded ? null
            : file.Status == 416 ? errors.Changed(at)
            : _ifRange is not null && !IsKnownSame(file.Facts) ? errors.Changed(at)
            : errors.CannotGoOn(at, broken);
        if (problem is null)
        {
            return file;
        }

        await file.Body.DisposeAsync().ConfigureAwait(false);
        throw problem;
    }

    public ConnectorException BrokenOff(long at) => errors.BrokenOff(at, End!.Value);

    /// <summary>Compares the hash of what was read.</summary>
    public void Check(ReadOnlySpan<byte> hash)
    {
        if (!Facts.Hash!.Value.Span.SequenceEqual(hash))
        {
            throw errors.WrongHash(Facts.Hash.Algorithm);
        }
    }

    private bool IsKnownSame(FileFacts other) =>
        (Facts.ETag is not null && Facts.ETag == other.ETag) || (Facts.Version is not null && Facts.Version == other.Version) || (Facts.LastModified is not null && Facts.LastModified == other.LastModified);
}
