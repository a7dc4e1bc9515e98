using Connectors.Definitions;
using Connectors.Transfers;

namespace Connectors;

/// <summary>Files over a connection, and answers that are asked for only if they changed.</summary>
public static partial class ConnectorTransferExtensions
{
    /// <summary>Opens a file. It is given as it comes, gone on with where it breaks off, and checked against its length and hash.</summary>
    /// <typeparam name="TIn">What the endpoint takes.</typeparam>
    /// <param name="connector">The connection.</param>
    /// <param name="endpoint">A download endpoint of the connector.</param>
    /// <param name="input">Its input.</param>
    /// <param name="download">Which part, and what is known of the file.</param>
    /// <param name="options">How the calls are made; each time that the file is gone on with it is a call of its own.</param>
    /// <param name="cancellationToken">Cancels the opening; reading takes a token of its own.</param>
    /// <returns>The open file; dispose of it.</returns>
    /// <exception cref="ConnectorException">The file cannot be opened, or is not the one that is expected.</exception>
    public static async Task<Download> DownloadAsync<TIn>(
        this IConnector connector, DownloadEndpoint<TIn> endpoint, TIn input, DownloadOptions? download = null, CallOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(connector);
        ArgumentNullException.ThrowIfNull(endpoint);
        download ??= DownloadOptions.Default;
        ArgumentOutOfRangeException.ThrowIfNegative(download.Offset, nameof(download));
        ArgumentOutOfRangeException.ThrowIfLessThan(download.Length ?? 1, 1, nameof(download));
        ArgumentOutOfRangeException.ThrowIfNegative(download.MaxResumptions, nameof(download));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(download.MaxResumptions, 1000, nameof(download));
        var whole = new DownloadPart<TIn>(input) { To = download.Offset + download.Length - 1 };
        var reading = new FileReading(
            (from, ifRange, token) => connector.CallAsync(endpoint.Opening, whole with { From = from, IfRange = ifRange }, options, token),
            new(connector.Key, endpoint.Name, connector.Definition.DisplayName),
            download);
        var first = await connector.CallAsync(
            endpoint.Opening,
            whole with { From = download.Offset, IfRange = StrongTag(download.Expected), IfNoneMatch = download.IfNoneMatch, IfModifiedSince = download.IfModifiedSince },
            options,
            cancellationToken).ConfigureAwait(false);
        try
        {
            if (reading.Begin(first))
            {
                return new(reading.Facts, new(reading, first, download));
            }
        }
        catch
        {
            await first.Body.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        await first.Body.DisposeAsync().ConfigureAwait(false);
        return new(reading.Facts, null);
    }

    /// <summary>Only a strong tag may stand in If-Range (RFC 9110, section 13.1.5).</summary>
    private static string? StrongTag(FileFacts? facts) => facts?.ETag is ['"', ..] tag ? tag : null;
}
