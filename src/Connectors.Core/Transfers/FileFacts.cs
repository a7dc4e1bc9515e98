namespace Connectors;

/// <summary>What is known of a file at a provider. Every part may be missing.</summary>
public sealed record FileFacts
{
    /// <summary>Gets the file's name, without a path, as the provider states it. Not to be trusted: check it before a file is named so.</summary>
    public string? Name { get; init; }

    /// <summary>Gets the media type: <c>application/pdf</c>.</summary>
    public string? MediaType { get; init; }

    /// <summary>Gets how many bytes the whole file has.</summary>
    public long? Length { get; init; }

    /// <summary>Gets the entity tag, with its quotes and its <c>W/</c> where it is weak (RFC 9110, section 8.8.3).</summary>
    public string? ETag { get; init; }

    /// <summary>Gets when the file was changed last, as the provider's <c>Last-Modified</c> states it.</summary>
    public DateTimeOffset? LastModified { get; init; }

    /// <summary>Gets the provider's own version of the content (Dropbox's <c>rev</c>).</summary>
    public string? Version { get; init; }

    /// <summary>Gets the hash of the whole content.</summary>
    public FileHash? Hash { get; init; }
}

/// <summary>How far a transfer is.</summary>
/// <param name="Bytes">The position in the file: how many of its bytes are there.</param>
/// <param name="Length">How many bytes the whole file has, where that is known.</param>
[System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Auto)]
public readonly record struct TransferProgress(long Bytes, long? Length);
