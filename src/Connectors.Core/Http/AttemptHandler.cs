using Connectors.Auth;
using Connectors.Definitions;
using Connectors.Diagnostics;
using Connectors.Limits;

namespace Connectors.Http;

/// <summary>
/// One attempt: quota gate, credential (a rejected one is renewed once and the request sent again, here), the wire within its
/// bounds, the provider's rules. Innermost of all handlers, whatever the app adds. Holds no state of a call.
/// </summary>
internal sealed partial class AttemptHandler(IQuota quota, ICredentialKeeper credentials) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!CallState.TryGet(request, out var call))
        {
            return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }

        if (!call.MayBeSentAgain)
        {
            throw call.SentOnce();
        }

        var (response, credential) = await FollowAsync(request, call, null, cancellationToken).ConfigureAwait(false);
        if (call.Action.InOtherForm)
        {
            response.Dispose();
            call.Refresh(request);
            (response, credential) = await FollowAsync(request, call, credential, cancellationToken).ConfigureAwait(false);
        }

        if (call.Action.Verdict != ResponseVerdict.Renew)
        {
            return response;
        }

        if (call.Unsaved is null && credential?.IsRefused(call.Runtime.Time.GetUtcNow()) == false && await RenewAsync(call, credential, cancellationToken).ConfigureAwait(false) is { } renewed)
        {
            response.Dispose();
            call.Refresh(request);
            (response, _) = await FollowAsync(request, call, renewed, cancellationToken).ConfigureAwait(false);
            if (call.Action.Verdict == ResponseVerdict.Renew)
            {
                renewed.NoteRefused(call.Runtime.Time.GetUtcNow());
            }
        }

        if (call.Action.Verdict == ResponseVerdict.Renew)
        {
            call.Action = ResponseAction.Fail(ErrorKind.Authorization);
        }

        return response;
    }

    /// <summary>Sends, and where a read is redirected sends on: on the provider's origin by an attempt of its own, elsewhere for a file alone.</summary>
    private async ValueTask<(HttpResponseMessage Response, LiveCredential? Credential)> FollowAsync(
        HttpRequestMessage request, CallState call, LiveCredential? credential, CancellationToken cancellationToken)
    {
        for (var followed = 0; ; followed++)
        {
            (var response, credential) = await AttemptAsync(request, call, credential, cancellationToken).ConfigureAwait(false);
            if (Redirect.Target(response, call, call.Place, followed) is not { } target)
            {
                return (response, credential);
            }

            response.Dispose();
            if (!Origin.Same(target, call.Address))
            {
                return (await RedirectedFile.FetchAsync(base.SendAsync, request, target, call, credential?.Credential, followed + 1, cancellationToken).ConfigureAwait(false), null);
            }

            call.GoOnAt(target, request, credential?.Scheme);
        }
    }

    /// <summary>A host that fails is not called, and no quota is spent on it. While it does not fail nothing stands between.</summary>
    private ValueTask<(HttpResponseMessage Response, LiveCredential? Credential)> AttemptAsync(
        HttpRequestMessage request, CallState call, LiveCredential? credential, CancellationToken cancellationToken) =>
        call.Breaker is { IsClosed: false } breaker
            ? ProbeAsync(breaker, request, call, credential, cancellationToken)
            : SendOnceAsync(request, call, credential, cancellationToken);

    /// <summary>Stands apart so that only such an attempt pays for what it captures.</summary>
    private ValueTask<(HttpResponseMessage Response, LiveCredential? Credential)> ProbeAsync(
        HostBreaker breaker, HttpRequestMessage request, CallState call, LiveCredential? credential, CancellationToken cancellationToken) =>
        breaker.ProbeAsync(() => SendOnceAsync(request, call, credential, cancellationToken), call, cancellationToken);

    private async ValueTask<(HttpResponseMessage Response, LiveCredential? Credential)> SendOnceAsync(
        HttpRequestMessage request, CallState call, LiveCredential? credential, CancellationToken cancellationToken)
    {
        var lease = call.TakePrepaid() ?? await TakeQuotaAsync(quota, call, cancellationToken).ConfigureAwait(false);
        var clock = new AttemptClock(call, cancellationToken);
        HttpResponseMessage? response = null;
        var (isHandedOut, hasBegun) = (false, false);
        var maybeBefore = call.MayHaveBeenDone;
        call.Health = HostHealth.Unknown;
        try
        {
            credential ??= await CredentialAsync(call, clock.Token).ConfigureAwait(false);
            clock.Begin(call.AttemptTimeout);
            if (credential is not null)
            {
                await ApplyAsync(credential, request, call, clock.Token).ConfigureAwait(false);
                WireGuard.CheckPlace(request, call);
            }

            // What was cancelled before it left was not done: a write's outcome is known.
            clock.Token.ThrowIfCancellationRequested();
            var sent = request.RequestUri!;
            call.BeginAttempt(lease.Waited);
            var recorder = call.Recorder;
            Telemetry.Sent(call, request);
            hasBegun = true;
            try
            {
                response = await base.SendAsync(request, clock.Token).ConfigureAwait(false);
                recorder?.Headers();
                call.Status = (int)response.StatusCode;
                WireGuard.CheckNotRedirected(response, sent, call);
                if (call.Streamed && Judging.GoodHead(response, call))
                {
                    isHandedOut = await HandingOut.TryAsync(request, response, call, credential?.Credential, lease, clock).ConfigureAwait(false);
                    return (response, credential);
                }

                var body = await BodyCollector.ReadAsync(response, request.Method, call, clock).ConfigureAwait(false);
                call.Options.Cost?.AddBytes(body.Memory.Length);
                Telemetry.Received(call, body.Memory.Length);
                Judging.Judge(response, body, call, credential?.Credential, lease, maybeBefore);
                recorder?.Answered(request, response, credential?.Credential);
                return (response, credential);
            }
            catch (Exception error) when (AttemptFailures.Explain(error, call, clock, maybeBefore, cancellationToken) is { } explained)
            {
                Telemetry.AttemptFailed(call, explained.Facts.Kind);
                recorder?.Failed(request, response, explained.Facts, credential?.Credential);
                response?.Dispose();
                throw explained;
            }
            catch (Exception error)
            {
                recorder?.Failed(request, response, (error as ConnectorException)?.Facts, credential?.Credential);
                response?.Dispose();
                throw;
            }
        }
        finally
        {
            if (hasBegun)
            {
                call.EndAttempt();
                call.Breaker?.Record(call.Health, clock.Began);
            }

            if (!isHandedOut)
            {
                lease.Dispose();
                clock.Dispose();
            }
        }
    }

    internal static ValueTask<IQuotaLease> TakeQuotaAsync(IQuota quota, CallState call, CancellationToken cancellationToken)
    {
        var runtime = call.Runtime;
        var request = new QuotaRequest
        {
            Connection = call.Connection.Key,
            CredentialId = call.Connection.CredentialId,
            AccountId = call.Connection.AccountId,
            Endpoint = call.Endpoint,
            Limits = runtime.Options.KeepLimits ? runtime.Definition.Limits : [],
            Costs = call.Spec.Costs,
            Priority = call.Options.Priority,
            MaxWait = call.Options.MaxQuotaWait ?? runtime.Options.MaxQuotaWait,
        };
        var granted = quota.AcquireAsync(request, cancellationToken);
        return granted.IsCompletedSuccessfully ? granted : WaitAsync(granted, call, cancellationToken);
    }

    /// <summary>Waits for quota; the call's own time stands still.</summary>
    private static async ValueTask<IQuotaLease> WaitAsync(ValueTask<IQuotaLease> granted, CallState call, CancellationToken cancellationToken)
    {
        call.Budget?.Pause();
        try
        {
            var lease = await granted.ConfigureAwait(false);
            if (lease.Waited > TimeSpan.Zero)
            {
                call.Options.Cost?.AddWait(lease.Waited);
                Telemetry.Waited(call, lease.Waited);
            }

            return lease;
        }
        catch (OperationCanceledException error) when (call.Budget is { Token.IsCancellationRequested: false } && cancellationToken.IsCancellationRequested)
        {
            throw new RateLimitedException(
                call.Facts(ErrorKind.RateLimited, "A handler of the app gave up before the provider's limits let the call through; nothing was sent by this attempt") with
                {
                    IsTransient = true,
                    ToDo = $"Allow an attempt more time than the wait for quota may take, or set Connectors:Providers:{call.Runtime.Definition.Id}:{nameof(ConnectorOptions.MaxQuotaWait)} below it.",
                },
                error);
        }
        finally
        {
            call.Budget?.Resume();
        }
    }
}
