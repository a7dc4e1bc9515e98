using System.Net;
using Connectors.Http;
using Connectors.Transfers;

namespace Connectors;

/// <content>Reads whose answers the caller keeps.</content>
internal sealed partial class Connector
{
    /// <summary>Asks whether the kept answer still holds, and keeps a new one.</summary>
    private async ValueTask<HttpResponseMessage> SendCachedAsync(CallState call, IResponseCache cache, CancellationToken cancellationToken)
    {
        if (!ResponseCaching.Applies(call))
        {
            return await SendAnywayAsync(call, cancellationToken).ConfigureAwait(false);
        }

        var key = ResponseCaching.Key(call);
        var known = await cache.GetAsync(key, cancellationToken).ConfigureAwait(false);
        call.Known = known is { ETag: null, LastModified: null } ? null : known;
        var response = await SendAnywayAsync(call, cancellationToken).ConfigureAwait(false);
        if (call.Known is not null && response.StatusCode == HttpStatusCode.NotModified)
        {
            call.Options.Cost?.AddNotModified();
            return ResponseCaching.Restored(response, call.Known);
        }

        await ResponseCaching.KeepAsync(cache, key, response, known is not null, cancellationToken).ConfigureAwait(false);
        return response;
    }
}
