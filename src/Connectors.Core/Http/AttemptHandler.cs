using System.Security.Authentication;
using Connectors.Auth;
using Connectors.Definitions;
using Connectors.Diagnostics;
using Connectors.Limits;

namespace Connectors.Http;

/// <summary>
/// One attempt: quota gate, credential (a rejected one is renewed once and the request sent again, here), the wire within its
/// bounds, the provider's rules. Innermost of all handlers, whatever the app adds. Holds no state of a call.
/// </summary>
internal sealed class AttemptHandler(IQuota quota, ICredentialKeeper credentials) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!CallState.TryGet(request, out var call))
        {
            return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }

        if (call.MayHaveBeenDone && !call.IsRepeatable)
        {
            throw new OutcomeUnknownException(Unknown(call));
        }

        var credential = await CredentialAsync(call, cancellationToken).ConfigureAwait(false);
        var response = await AttemptAsync(request, call, credential, cancellationToken).ConfigureAwait(false);
        if (call.Action.Verdict != ResponseVerdict.Renew)
        {
            return response;
        }

        if (credential is not { CanRenew: true } || call.Unsaved is not null)
        {
            call.Action = ResponseAction.Fail(ErrorKind.Authorization);
            return response;
        }

        response.Dispose();
        credential = await credentials.RenewAsync(call.Connection, call.Runtime, credential.Version, cancellationToken).ConfigureAwait(false);
        response = await AttemptAsync(request, call, credential, cancellationToken).ConfigureAwait(false);
        if (call.Action.Verdict == ResponseVerdict.Renew)
        {
            call.Action = ResponseAction.Fail(ErrorKind.Authorization);
        }

        return response;
    }

    internal static ErrorFacts Unknown(CallState call) => (call.Error ?? call.Facts(ErrorKind.OutcomeUnknown, "")) with
    {
        Kind = ErrorKind.OutcomeUnknown,
        What = "The write left, and whether the provider did it is not known; it is not sent again",
        ToDo = null,
        IsTransient = false,
    };

    /// <summary>No credential to be had is an error, never a bare request.</summary>
    private async ValueTask<LiveCredential?> CredentialAsync(CallState call, CancellationToken cancellationToken)
    {
        if (call.Endpoint.Anonymous)
        {
            return null;
        }

        if (call.Unsaved is { } unsaved)
        {
            var scheme = call.Runtime.Definition.Scheme(call.Connection.AuthScheme)!;
            return new(unsaved, scheme, 0);
        }

        return await credentials.GetAsync(call.Connection, call.Runtime, cancellationToken).ConfigureAwait(false);
    }

    private async Task<HttpResponseMessage> AttemptAsync(HttpRequestMessage request, CallState call, LiveCredential? credential, CancellationToken cancellationToken)
    {
        var lease = await TakeQuotaAsync(call, cancellationToken).ConfigureAwait(false);
        var clock = new AttemptClock(call.Runtime.Options.AttemptTimeout, call.Runtime.Time, cancellationToken);
        HttpResponseMessage? response = null;
        var handedOut = false;
        try
        {
            Prepare(request, call);
            if (credential is not null)
            {
                await credential.Scheme.ApplyAsync(new(request, credential.Credential, call.Connection, call.Runtime.Time), clock.Token).ConfigureAwait(false);
                Guard(request, call);
            }

            var sent = request.RequestUri!;
            call.Options.Cost?.AddRequest(again: call.Attempts > 0);
            call.Attempts++;
            call.Action = default;
            call.Error = null;
            call.Wait = null;
            call.MayHaveBeenDone |= call.Endpoint.Effect == Effect.Write;
            response = await base.SendAsync(request, clock.Token).ConfigureAwait(false);
            CheckNotRedirected(response, sent, call);
            if (call.Streamed && response.IsSuccessStatusCode)
            {
                var stream = await response.Content.ReadAsStreamAsync(clock.Token).ConfigureAwait(false);
                lease.Observe(new(false, null, response.Headers));
                clock.Rest();
                response.Content = new StreamedContent(new BodyStream(stream, response.Content, lease, clock, call), response.Content);
                call.MayHaveBeenDone = false;
                handedOut = true;
                return response;
            }

            var body = await BodyCollector.ReadAsync(response, call.Runtime.Options, clock).ConfigureAwait(false);
            call.Options.Cost?.AddBytes(body.Memory.Length);
            Observe(response, body, call, credential, lease);
            handedOut = true;
            return response;
        }
        catch (Exception error) when (Explain(error, call, clock, cancellationToken) is { } explained)
        {
            Telemetry.AttemptFailed(call, explained.Facts.Kind);
            throw explained;
        }
        finally
        {
            if (!handedOut)
            {
                response?.Dispose();
            }

            if (!(handedOut && response!.Content is StreamedContent))
            {
                lease.Dispose();
                clock.Dispose();
            }
        }
    }

    private async ValueTask<IQuotaLease> TakeQuotaAsync(CallState call, CancellationToken cancellationToken)
    {
        var runtime = call.Runtime;
        var request = new QuotaRequest
        {
            Connection = call.Connection.Key,
            CredentialId = call.Connection.CredentialId,
            Endpoint = call.Endpoint,
            Limits = runtime.Options.KeepLimits ? runtime.Definition.Limits : [],
            Priority = call.Options.Priority,
            MaxWait = call.Options.MaxQuotaWait ?? runtime.Options.MaxQuotaWait,
        };
        call.Budget?.Pause();
        try
        {
            var lease = await quota.AcquireAsync(request, cancellationToken).ConfigureAwait(false);
            if (lease.Waited > TimeSpan.Zero)
            {
                call.Options.Cost?.AddWait(lease.Waited);
                Telemetry.Waited(call, lease.Waited);
            }

            return lease;
        }
        finally
        {
            call.Budget?.Resume();
        }
    }

    /// <summary>Makes the request anew for each attempt: address, headers and a fresh body.</summary>
    private static void Prepare(HttpRequestMessage request, CallState call)
    {
        request.RequestUri = call.Address;
        request.Content = call.Spec.Content?.CreateContent();
        if (call.Attempts > 0)
        {
            return;
        }

        if (call.Format == BodyFormat.Json)
        {
            request.Headers.TryAddWithoutValidation("Accept", "application/json");
        }

        foreach (var (name, value) in call.Spec.Headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }
    }

    /// <summary>A credential goes over https (loopback excepted), to the address that was asked for, and nowhere else.</summary>
    private static void Guard(HttpRequestMessage request, CallState call)
    {
        var uri = request.RequestUri!;
        if (!Origin.Same(uri, call.Address) || (uri.Scheme != Uri.UriSchemeHttps && !uri.IsLoopback))
        {
            throw ConnectorException.From(call.Facts(ErrorKind.Configuration, $"A credential would go to {uri.Scheme}://{uri.Authority}, which is not https or not the provider"));
        }
    }

    /// <summary>Redirects are off. Where an app's transport follows them all the same, the answer comes from a place we did not ask.</summary>
    private static void CheckNotRedirected(HttpResponseMessage response, Uri sent, CallState call)
    {
        if (response.RequestMessage?.RequestUri is { } final && !Origin.Same(final, sent))
        {
            throw ConnectorException.From(call.Facts(ErrorKind.Protocol, $"The transport followed a redirect to {final.Authority}") with
            {
                ToDo = "Turn AllowAutoRedirect off in the app's primary handler: .NET keeps custom credential headers when it follows.",
            });
        }
    }

    private static void Observe(HttpResponseMessage response, PooledContent body, CallState call, LiveCredential? credential, IQuotaLease lease)
    {
        var definition = call.Runtime.Definition;
        var facts = new ResponseFacts(response, body.Memory, call.Endpoint);
        var action = Judge.Of(in facts, definition.Rules, call.Format);
        var wait = action.Wait ?? (action.Verdict == ResponseVerdict.Success ? null : RetryAfter.Parse(response.Headers, call.Runtime.Time.GetUtcNow()));
        lease.Observe(new(action.Verdict == ResponseVerdict.Limited, wait, response.Headers));
        call.Action = action;
        Telemetry.Attempted(call, facts.Status);
        if (action.Verdict == ResponseVerdict.Success)
        {
            call.MayHaveBeenDone = false;
            return;
        }

        // 4xx and the provider's own refusals are answers: the write was not done. A server error leaves it open.
        call.MayHaveBeenDone &= action.Verdict == ResponseVerdict.Retry && !action.NotProcessed;
        call.Wait = action.Verdict == ResponseVerdict.Retry ? wait : null;
        if (action.Verdict == ResponseVerdict.Limited)
        {
            call.Options.Cost?.AddRateLimited();
        }

        call.Error = ErrorReading.Facts(in facts, action, call, credential?.Credential, wait);
    }

    /// <summary>Turns what the transport threw into an attempt that got no answer; everything else goes up as it is.</summary>
    private static AttemptException? Explain(Exception error, CallState call, AttemptClock clock, CancellationToken cancellationToken)
    {
        var provider = call.Runtime.Definition.DisplayName;
        switch (error)
        {
            case OperationCanceledException when clock.Token.IsCancellationRequested && !cancellationToken.IsCancellationRequested:
                var what = clock.Stalled
                    ? $"{provider} sent no byte for {call.Runtime.Options.BodyIdleTimeout.TotalSeconds:0.#} s"
                    : $"{provider} did not answer within {call.Runtime.Options.AttemptTimeout.TotalSeconds:0.#} s";
                return Attempt(ErrorKind.Timeout, what, transient: true);
            case BodyTooLargeException:
                call.MayHaveBeenDone = false;
                return Attempt(ErrorKind.Protocol, $"{provider} answered with more than {call.Runtime.Options.MaxResponseBytes} bytes", transient: false);
            case HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.ProxyTunnelError }:
                call.MayHaveBeenDone = false;
                return Attempt(ErrorKind.Transport, $"No connection to {call.Address.Authority}", transient: true);
            case HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } or AuthenticationException:
                call.MayHaveBeenDone = false;
                return Attempt(ErrorKind.Transport, $"No secure connection to {call.Address.Authority}: its certificate or protocol was not accepted", transient: false);
            case HttpRequestException or IOException:
                return Attempt(ErrorKind.Transport, $"The connection to {call.Address.Authority} broke", transient: true);
            default:
                return null;
        }

        AttemptException Attempt(ErrorKind kind, string what, bool transient)
        {
            call.Error = call.Facts(kind, what) with { IsTransient = transient };
            return new(call.Error, error);
        }
    }
}
