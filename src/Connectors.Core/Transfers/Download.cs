using Connectors.Transfers;

namespace Connectors;

/// <summary>A file that is being downloaded. Dispose of it: until its end is read it holds a connection, and what the limits count of it.</summary>
public sealed class Download : IAsyncDisposable
{
    private readonly ResumingStream? _stream;

    internal Download(FileFacts facts, ResumingStream? stream) => (Facts, _stream) = (facts, stream);

    /// <summary>Gets what is known of the file.</summary>
    public FileFacts Facts { get; }

    /// <summary>Gets whether the file is what the caller knows already (304), so that nothing is given.</summary>
    public bool NotModified => _stream is null;

    /// <summary>
    /// Gets the bytes, from <see cref="DownloadOptions.Offset"/> on; read asynchronously, forward, once. It goes on by itself where it breaks off.
    /// Its last bytes come only once length and hash are known to be right, so a file that was read to its end is whole.
    /// </summary>
    /// <remarks>
    /// Reading throws <see cref="ConnectorException"/>: <see cref="ErrorKind.Conflict"/> when the file was changed meanwhile,
    /// <see cref="ErrorKind.Protocol"/> when its length or hash is wrong, <see cref="ErrorKind.Transport"/> or <see cref="ErrorKind.Timeout"/> when
    /// it broke off and cannot be gone on with.
    /// </remarks>
    public Stream Content => _stream ?? Stream.Null;

    /// <summary>Gets how often it was gone on with.</summary>
    public int Resumptions => _stream?.Resumptions ?? 0;

    /// <summary>Gets whether the end was reached and the content's hash was compared and is right; also <see langword="false"/> where no hash is known.</summary>
    public bool IsVerified => _stream?.IsVerified ?? false;

    /// <summary>Copies the bytes.</summary>
    /// <param name="destination">Where they go.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <exception cref="ConnectorException">The file could not be read to its end; see <see cref="Content"/>.</exception>
    public Task CopyToAsync(Stream destination, CancellationToken cancellationToken = default) => Content.CopyToAsync(destination, cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _stream?.DisposeAsync() ?? ValueTask.CompletedTask;
}
