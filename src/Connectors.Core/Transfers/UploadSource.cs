namespace Connectors;

/// <summary>The file to upload. Read forward, one piece at a time; one that can be read again from a place can also make up for a provider that lost something.</summary>
public sealed class UploadSource
{
    private UploadSource(Func<Stream> open, bool isOwned, long? length) => (Open, IsOwned, Length) = (open, isOwned, length);

    /// <summary>Gets the media type.</summary>
    /// <value>The default is <c>application/octet-stream</c>.</value>
    public string MediaType { get; init; } = "application/octet-stream";

    /// <summary>Gets how many bytes there are, where it is known before.</summary>
    public long? Length { get; }

    internal Func<Stream> Open { get; }

    /// <summary>Whether what was opened is closed again, and may be opened anew.</summary>
    internal bool IsOwned { get; }

    /// <summary>Uploads what is opened, such as a file: <c>UploadSource.From(() =&gt; File.OpenRead(path))</c>.</summary>
    /// <param name="open">Opens it at its beginning. Called again only where the stream cannot seek and has to be read anew.</param>
    /// <param name="length">How many bytes it gives, where the stream itself does not tell.</param>
    public static UploadSource From(Func<Stream> open, long? length = null) => new(open ?? throw new ArgumentNullException(nameof(open)), isOwned: true, length);

    /// <summary>Uploads a stream from where it stands to its end. It is not closed. One that cannot seek is read forward once.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="length">How many bytes it gives, where it does not tell itself.</param>
    public static UploadSource From(Stream stream, long? length = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return new(() => stream, isOwned: false, length);
    }

    /// <summary>Uploads bytes.</summary>
    /// <param name="bytes">The bytes; they must not change meanwhile.</param>
    public static UploadSource From(ReadOnlyMemory<byte> bytes) => new(
        () => System.Runtime.InteropServices.MemoryMarshal.TryGetArray(bytes, out var array)
            ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false)
            : new MemoryStream(bytes.ToArray(), writable: false),
        isOwned: true,
        bytes.Length);
}
