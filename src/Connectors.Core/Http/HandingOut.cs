using Connectors.Auth;
using Connectors.Definitions;
using Connectors.Diagnostics;
using Connectors.Limits;

namespace Connectors.Http;

/// <summary>Hands the body of a good answer out as it comes. The lease and the clock end with it.</summary>
internal static class HandingOut
{
    /// <summary>Hands the body out; where records are read from it, once the first of them are there.</summary>
    /// <returns>Whether it went out; else the answer is judged like one that was read whole.</returns>
    internal static async ValueTask<bool> TryAsync(HttpRequestMessage request, HttpResponseMessage response, CallState call, Credential? credential, IQuotaLease lease, AttemptClock clock)
    {
        var content = response.Content;
        var wire = await WireBody.OpenAsync(content, call.Runtime.Options.MaxExpansion, isLenient: false, clock.Token).ConfigureAwait(false);
        var begin = call.Records is null ? null : new RecordBody(wire, clock, call);
        if (begin is not null && !await BeginAsync(response, begin, call, credential, lease).ConfigureAwait(false))
        {
            call.Recorder?.Answered(request, response, credential);
            content.Dispose();
            return false;
        }

        lease.Observe(new(false, null, response.Headers) { Usage = Judge.Usage(new(response, default, call.Endpoint), call.Runtime.Definition.Rules) });
        call.Health = HostHealth.Good;
        Telemetry.Attempted(call, (int)response.StatusCode);
        call.Recorder?.HandedOut(request, response, credential);
        clock.Rest();
        call.MayHaveBeenDone = false;
        var body = new BodyStream(wire, content, lease, clock, call, begin?.Position ?? 0);
        begin?.GoOn(body);
        response.Content = new StreamedContent(body, content, wire.IsDecoded, isTaken: begin is not null);
        return true;
    }

    /// <summary>Reads the first records. An answer that ends with them, or that gives none, is judged by the provider's rules on its body too.</summary>
    private static async ValueTask<bool> BeginAsync(HttpResponseMessage response, RecordBody body, CallState call, Credential? credential, IQuotaLease lease)
    {
        var unreadable = await call.Records!.BeginAsync(response, body).ConfigureAwait(false);
        if (unreadable is null && !body.IsEnded)
        {
            return true;
        }

        var head = body.Head(response.Content);
        if (Judging.Begun(response, head, call, credential, lease, unreadable))
        {
            head.Dispose();
            return true;
        }

        response.Content = head;
        return false;
    }
}

/// <summary>Records that are read from a body as it comes.</summary>
internal interface IRecordStream
{
    /// <summary>Begins with the body of an attempt: reads its first records. May be called again, with the body of another attempt.</summary>
    /// <returns>Why it cannot be read, or <see langword="null"/> when all is well.</returns>
    ValueTask<UnreadableAnswerException?> BeginAsync(HttpResponseMessage response, Stream body);
}
