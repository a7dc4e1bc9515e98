using Connectors.Definitions;
using Connectors.Transfers;

namespace Connectors;

/// <content>Files that are sent.</content>
public static partial class ConnectorTransferExtensions
{
    /// <summary>
    /// Uploads a file: a small one in one request, else in pieces, of which one is held in memory. A piece whose answer is lost is not sent again before
    /// the provider was asked what it has; where the answer to the last step is lost, the file that is there is compared by its hash.
    /// </summary>
    /// <typeparam name="TIn">What the upload takes.</typeparam>
    /// <typeparam name="TOut">What it gives.</typeparam>
    /// <param name="connector">The connection.</param>
    /// <param name="upload">An upload of the connector.</param>
    /// <param name="input">Its input, such as the path to write to.</param>
    /// <param name="source">The file.</param>
    /// <param name="settings">How it is uploaded.</param>
    /// <param name="options">How each call is made.</param>
    /// <param name="cancellationToken">Cancels it; a session that was kept can be gone on with.</param>
    /// <returns>What the provider says of the file.</returns>
    /// <exception cref="OutcomeUnknownException">The last answer was lost, and what is there does not tell.</exception>
    /// <exception cref="ConnectorException">The upload failed; <see cref="ErrorKind.NotFound"/> when the session is over.</exception>
    public static Task<TOut> UploadAsync<TIn, TOut>(
        this IConnector connector, ResumableUpload<TIn, TOut> upload, TIn input, UploadSource source, UploadOptions? settings = null, CallOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(connector);
        ArgumentNullException.ThrowIfNull(upload);
        ArgumentNullException.ThrowIfNull(source);
        settings ??= UploadOptions.Default;
        ArgumentOutOfRangeException.ThrowIfLessThan(settings.ChunkSize ?? 1, 1, nameof(settings));
        ArgumentOutOfRangeException.ThrowIfLessThan(settings.MaxLostPieces, 1, nameof(settings));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(settings.MaxLostPieces, 100, nameof(settings));
        var errors = new TransferErrors(connector.Key, upload.Name, connector.Definition.DisplayName);
        return RunAsync(new(connector, upload, input, source, settings, options, errors), cancellationToken);

        static async Task<TOut> RunAsync(Uploader<TIn, TOut> uploader, CancellationToken cancellationToken)
        {
            await using (uploader.ConfigureAwait(false))
            {
                return await uploader.RunAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Gives an upload up, so that the provider throws away what it has of it.</summary>
    /// <typeparam name="TIn">What the upload takes.</typeparam>
    /// <typeparam name="TOut">What it gives.</typeparam>
    /// <param name="connector">The connection.</param>
    /// <param name="upload">An upload of the connector.</param>
    /// <param name="input">Its input.</param>
    /// <param name="session">The session that was kept.</param>
    /// <param name="options">How the call is made.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <exception cref="ConnectorException">It failed; <see cref="ErrorKind.NotSupported"/> when sessions of this provider only run out.</exception>
    public static Task CancelUploadAsync<TIn, TOut>(
        this IConnector connector, ResumableUpload<TIn, TOut> upload, TIn input, UploadSession session, CallOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(connector);
        ArgumentNullException.ThrowIfNull(upload);
        ArgumentNullException.ThrowIfNull(session);
        var errors = new TransferErrors(connector.Key, upload.Name, connector.Definition.DisplayName);
        return session.Upload != upload.Name ? throw errors.Input($"The session belongs to '{session.Upload}'", "Pass a session that this upload gave.")
            : upload.Cancel is not { } cancel ? throw errors.Make(ErrorKind.NotSupported, $"{connector.Definition.DisplayName} has no way to give an upload up", "Leave it: the session runs out by itself.")
            : connector.CallAsync(cancel, new UploadPart<TIn> { Input = input, Session = session.Id }, options, cancellationToken);
    }
}
