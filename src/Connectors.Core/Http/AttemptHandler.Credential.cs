using Connectors.Auth;

namespace Connectors.Http;

/// <content>The credential of an attempt.</content>
internal sealed partial class AttemptHandler
{
    /// <summary>Gives a newer credential. Of one that cannot be renewed the keeper notes the refusal, and the provider's own answer tells more than it could.</summary>
    private async Task<LiveCredential?> RenewAsync(CallState call, LiveCredential rejected, CancellationToken cancellationToken)
    {
        try
        {
            return await credentials.RenewAsync(call.Connection, call.Runtime, rejected.Version, cancellationToken).ConfigureAwait(false);
        }
        catch (ReconnectRequiredException) when (!rejected.CanRenew)
        {
            return null;
        }
    }

    /// <summary>A scheme that fails is told as one of the family; its own words could show the credential.</summary>
    private static async ValueTask ApplyAsync(LiveCredential credential, HttpRequestMessage request, CallState call, CancellationToken cancellationToken)
    {
        try
        {
            await credential.Scheme.ApplyAsync(new(request, credential.Credential, call.Connection, call.Runtime.Time, call.Runtime.Definition), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is not (ConnectorException or OperationCanceledException))
        {
            throw ConnectorException.From(call.Facts(ErrorKind.Configuration, $"The auth scheme '{credential.Scheme.Name}' failed on the credential ({error.GetType().Name})") with
            {
                ToDo = "Check that the credential holds all that the scheme reads, such as each secret by its name, and connect again.",
            });
        }
    }

    /// <summary>No credential to be had is an error, never a bare request.</summary>
    private async ValueTask<LiveCredential?> CredentialAsync(CallState call, CancellationToken cancellationToken)
    {
        if (call.Endpoint.Anonymous)
        {
            return null;
        }

        return call.Unsaved is { } unsaved
            ? new(unsaved, call.Runtime.Definition.Scheme(call.Connection.AuthScheme)!, 0)
            : await credentials.GetAsync(call.Connection, call.Runtime, cancellationToken).ConfigureAwait(false);
    }
}
