using Connectors.Auth;
using Connectors.Definitions;
using Connectors.Diagnostics;

namespace Connectors.Http;

/// <summary>
/// Fetches a file from the host that the provider sends to, such as a store of files. It gets no credential and no header of the call
/// but those that say which part of the file is wanted; it counts against no limit of the provider, and its refusals say nothing of the connection.
/// </summary>
internal static class RedirectedFile
{
    private static readonly string[] s_headers = ["Accept", "Range", "If-Range", "If-Match", "If-None-Match", "If-Modified-Since", "If-Unmodified-Since", "User-Agent"];

    internal static async Task<HttpResponseMessage> FetchAsync(
        Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> send, HttpRequestMessage original, Uri place, CallState call, Credential? credential, int followed, CancellationToken cancellationToken)
    {
        while (true)
        {
            CheckBare(place, call, credential);
            var response = await AskAsync(send, original, place, call, cancellationToken).ConfigureAwait(false);
            if (Redirect.Target(response, call, place, followed) is not { } next)
            {
                return response;
            }

            response.Dispose();
            (place, followed) = (next, followed + 1);
        }
    }

    private static async Task<HttpResponseMessage> AskAsync(
        Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> send, HttpRequestMessage original, Uri place, CallState call, CancellationToken cancellationToken)
    {
        var clock = new AttemptClock(call, cancellationToken);
        clock.Begin(call.AttemptTimeout);
        var isHandedOut = false;
        HttpResponseMessage? response = null;
        using var request = Bare(original, place);
        call.BeginAttempt();
        try
        {
            response = await send(request, clock.Token).ConfigureAwait(false);
            call.Recorder?.Headers();
            call.Status = (int)response.StatusCode;
            WireGuard.CheckNotRedirected(response, place, call);
            Telemetry.Attempted(call, (int)response.StatusCode);
            if (response.IsSuccessStatusCode)
            {
                var content = response.Content;
                var wire = await WireBody.OpenAsync(content, call.Runtime.Options.MaxExpansion, isLenient: false, clock.Token).ConfigureAwait(false);
                clock.Rest();
                call.Recorder?.HandedOut(request, response, null);
                response.Content = new StreamedContent(new BodyStream(wire, content, null, clock, call), content, wire.IsDecoded, isTaken: false);
                isHandedOut = true;
                return response;
            }

            response.Content = await BodyCollector.ReadAsync(response, HttpMethod.Get, call, clock).ConfigureAwait(false);
            Judge(response, place, call);
            call.Recorder?.Answered(request, response, null);
            return response;
        }
        catch (Exception error) when (AttemptFailures.Explain(error, call, clock, false, cancellationToken) is { } explained)
        {
            Telemetry.AttemptFailed(call, explained.Facts.Kind);
            call.Recorder?.Failed(request, response, explained.Facts, null);
            response?.Dispose();
            throw explained;
        }
        catch (Exception error)
        {
            call.Recorder?.Failed(request, response, (error as ConnectorException)?.Facts, null);
            response?.Dispose();
            throw;
        }
        finally
        {
            if (!isHandedOut)
            {
                clock.Dispose();
            }
        }
    }

    /// <summary>Tells a refusal of the file's host from one of the provider's: no gate closes for it, and no credential is in doubt.</summary>
    private static void Judge(HttpResponseMessage response, Uri place, CallState call)
    {
        var status = (int)response.StatusCode;
        if (call.Takes?.Invoke(status) == true)
        {
            call.Action = ResponseAction.Success;
            return;
        }

        call.Action = status is 408 or 429 or >= 500 ? ResponseAction.Retry() : ResponseAction.Fail(status is >= 300 and < 400 ? ErrorKind.Protocol : ErrorKind.Remote);
        call.Error = call.Facts(call.Action.Kind, $"{place.Authority}, to which {call.Runtime.Definition.DisplayName} sends for the file, does not give it") with
        {
            StatusCode = status,
            IsTransient = call.Action.Verdict == ResponseVerdict.Retry,
        };
    }

    private static HttpRequestMessage Bare(HttpRequestMessage original, Uri place)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, place) { Version = original.Version, VersionPolicy = original.VersionPolicy };
        foreach (var name in s_headers)
        {
            if (original.Headers.NonValidated.TryGetValues(name, out var values))
            {
                request.Headers.TryAddWithoutValidation(name, values);
            }
        }

        return request;
    }

    /// <summary>A provider that copies the request's query into its redirect would give the key away.</summary>
    private static void CheckBare(Uri place, CallState call, Credential? credential)
    {
        if (credential?.Secrets.Any(secret => Holds(place, secret.Reveal())) == true)
        {
            throw ConnectorException.From(call.Facts(ErrorKind.Protocol, $"{call.Runtime.Definition.DisplayName} redirects to another host with the credential in the address; that was not followed"));
        }
    }

    private static bool Holds(Uri place, string secret) => secret.Length > 0
        && (place.OriginalString.Contains(secret, StringComparison.Ordinal) || Uri.UnescapeDataString(place.AbsoluteUri).Contains(secret, StringComparison.Ordinal));
}
