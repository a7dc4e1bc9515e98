namespace Connectors;

/// <summary>How a file is downloaded. Everything has a default: the whole file, checked.</summary>
public sealed record DownloadOptions
{
    /// <summary>The options of a download that says nothing.</summary>
    public static DownloadOptions Default { get; } = new();

    /// <summary>Gets the first byte that is wanted, from 0: a part of the file, or where an earlier download stopped.</summary>
    /// <value>The default is 0.</value>
    public long Offset { get; init; }

    /// <summary>Gets how many bytes are wanted; fewer come where the file ends before.</summary>
    /// <value>The default is <see langword="null"/>: up to the file's end.</value>
    public long? Length { get; init; }

    /// <summary>
    /// Gets what is known of the file already, from its metadata or from an earlier download. What is given there (entity tag, version, length,
    /// hash) must be true of the file, else it is an error.
    /// </summary>
    public FileFacts? Expected { get; init; }

    /// <summary>Gets an entity tag, with its quotes: a file that still has it is not given; see <see cref="Download.NotModified"/>.</summary>
    public string? IfNoneMatch { get; init; }

    /// <summary>Gets a time: a file that was not changed after it is not given. Not sent with <see cref="IfNoneMatch"/>, which is exact.</summary>
    public DateTimeOffset? IfModifiedSince { get; init; }

    /// <summary>Gets whether the hash is computed and checked where one is known and the whole file is read.</summary>
    /// <value>The default is <see langword="true"/>.</value>
    public bool Verify { get; init; } = true;

    /// <summary>Gets how often a file that breaks off is gone on with, each time by a call of its own with its retries and limits.</summary>
    /// <value>The default is 10. Range: 0 to 1,000.</value>
    public int MaxResumptions { get; init; } = 10;

    /// <summary>Gets who is told how far it is, after each read.</summary>
    public IProgress<TransferProgress>? Progress { get; init; }
}
