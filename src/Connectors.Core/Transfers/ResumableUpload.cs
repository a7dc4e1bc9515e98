namespace Connectors.Definitions;

/// <summary>
/// How a provider takes a file in pieces, stated as data: each step is an endpoint of the definition. <see cref="ConnectorTransferExtensions.UploadAsync"/>
/// does the rest: it keeps one piece in memory, asks where the provider is when an answer is lost, and never sends a piece on suspicion.
/// </summary>
/// <typeparam name="TIn">What it takes, such as the path to write to.</typeparam>
/// <typeparam name="TOut">What a finished upload gives, such as the file's metadata.</typeparam>
public sealed class ResumableUpload<TIn, TOut>
{
    /// <summary>Gets the stable name: <c>files.upload</c>. Kept session texts hold it.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the one request that takes a small file whole; <see cref="Effect.Write"/>. <see langword="null"/>: every file goes by a session.</summary>
    public Endpoint<UploadPart<TIn>, TOut>? Whole { get; init; }

    /// <summary>Gets the largest file that goes by <see cref="Whole"/>, in bytes; it must also fit into one piece.</summary>
    /// <value>The default is as much as one piece holds.</value>
    public long MaxWhole { get; init; } = long.MaxValue;

    /// <summary>Gets the request that begins a session and gives its id or address. Begun twice, one of them just runs out: state it as <see cref="Effect.Idempotent"/>.</summary>
    public required Endpoint<UploadPart<TIn>, string> Start { get; init; }

    /// <summary>Gets the request that sends one piece; <see cref="Effect.Write"/>, so that nobody sends it twice. A refusal that says where the provider is (Dropbox's <c>incorrect_offset</c>) is a good answer by the definition's rule.</summary>
    public required Endpoint<UploadPart<TIn>, UploadStep<TOut>> Append { get; init => field = value?.Effect == Effect.Write ? value : throw new ArgumentException("A piece must be a write, else it would be sent again before the provider was asked.", nameof(value)); }

    /// <summary>Gets the request that asks how much the provider has; it has no bytes, and must be safe to repeat.</summary>
    public required Endpoint<UploadPart<TIn>, UploadStep<TOut>> Ask { get; init => field = value?.Effect is Effect.Read or Effect.Idempotent ? value : throw new ArgumentException("Asking where the provider is must be safe to repeat.", nameof(value)); }

    /// <summary>Gets the request that makes the pieces a file; <see cref="Effect.Write"/>. <see langword="null"/>: the last piece does.</summary>
    public Endpoint<UploadPart<TIn>, TOut>? Finish { get; init; }

    /// <summary>Gets the request that gives a session up.</summary>
    public Endpoint<UploadPart<TIn>, NoContent>? Cancel { get; init; }

    /// <summary>Gets the request that reads what is there under the same input: by it a lost answer of the last step is made up for, where <see cref="Facts"/> tells a hash.</summary>
    public Endpoint<UploadPart<TIn>, TOut>? Find { get; init; }

    /// <summary>Gets the hash that the provider computes, so that what it has can be compared.</summary>
    public HashKind? Hash { get; init; }

    /// <summary>Gets what the result states of the file: length and hash are compared.</summary>
    public Func<TOut, FileFacts>? Facts { get; init; }

    /// <summary>Gets of how many bytes the size of each piece but the last must be a multiple.</summary>
    /// <value>The default is 1.</value>
    public int ChunkMultiple { get; init; } = 1;

    /// <summary>Gets the size of a piece, in bytes: what an upload holds in memory.</summary>
    /// <value>The default is 8 MiB, rounded down to <see cref="ChunkMultiple"/>.</value>
    public int ChunkSize { get; init; } = 8 << 20;

    /// <summary>Gets the largest piece that the provider takes, in bytes.</summary>
    /// <value>The default is <see cref="int.MaxValue"/>.</value>
    public int MaxChunkSize { get; init; } = int.MaxValue;

    /// <summary>Gets whether the provider must know the file's length before the first piece.</summary>
    public bool NeedsLength { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>The size of a piece that keeps the provider's rules and is nearest to what is wanted.</summary>
    internal int PieceSize(int? wanted)
    {
        var size = Math.Min(wanted ?? ChunkSize, MaxChunkSize);
        return Math.Max(ChunkMultiple, size - (size % ChunkMultiple));
    }
}
