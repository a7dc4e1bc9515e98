using Connectors.Definitions;
using Connectors.Diagnostics;
using Connectors.Limits;

namespace Connectors.Http;

/// <summary>Notes what an answer means for the call, the limits and the one who asked.</summary>
internal static class Judging
{
    /// <summary>Judges a whole answer.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="body">Its bytes.</param>
    /// <param name="call">The call.</param>
    /// <param name="credential">The credential that was sent, to blank what is echoed of it.</param>
    /// <param name="lease">The right to the attempt; <see langword="null"/> where a handler of the app answered instead of the provider.</param>
    /// <param name="maybeBefore">Whether an earlier attempt may have been carried out.</param>
    internal static void Judge(HttpResponseMessage response, PooledContent body, CallState call, Credential? credential, IQuotaLease? lease, bool maybeBefore)
    {
        var facts = new ResponseFacts(response, body.Memory, call.Endpoint);
        var action = Http.Judge.Of(in facts, call.Runtime.Definition.Rules, call.Format);
        if (maybeBefore && call.Endpoint.TakesIdempotencyKey && facts.Status == 409 && action.Verdict == ResponseVerdict.Fail)
        {
            // The attempt before still holds the key (draft-ietf-httpapi-idempotency-key-header, section 2.7): asked again, the provider gives its outcome.
            action = ResponseAction.Retry(ErrorKind.Conflict);
        }

        if (action.Verdict == ResponseVerdict.Fail && (call.Takes?.Invoke(facts.Status) == true || (facts.Status == 304 && call.Known is not null)))
        {
            action = ResponseAction.Success;
        }

        Note(response, in facts, action, call, credential, lease, maybeBefore);
    }

    /// <summary>Judges an answer whose first records were read: one that ended with them is known whole, and one that broke with them is no good answer.</summary>
    /// <param name="response">The answer; its content becomes the bytes that were read.</param>
    /// <param name="head">These bytes.</param>
    /// <param name="call">The call.</param>
    /// <param name="credential">The credential that was sent.</param>
    /// <param name="lease">The right to the attempt.</param>
    /// <param name="unreadable">Why no record can be read.</param>
    /// <returns>Whether the answer is good.</returns>
    internal static bool Begun(HttpResponseMessage response, PooledContent head, CallState call, Credential? credential, IQuotaLease? lease, UnreadableAnswerException? unreadable)
    {
        var facts = new ResponseFacts(response, head.Memory, call.Endpoint);
        var action = Http.Judge.Begun(in facts, call.Runtime.Definition.Rules, unreadable);
        if (action.Verdict == ResponseVerdict.Success)
        {
            return true;
        }

        Note(response, in facts, action, call, credential, lease, maybeBefore: false);
        if (unreadable is not null && action.Kind == ErrorKind.Protocol)
        {
            call.Error = call.Error! with { What = $"The answer of {call.Runtime.Definition.DisplayName} cannot be read: {unreadable.Message}" };
        }

        return false;
    }

    private static void Note(HttpResponseMessage response, in ResponseFacts facts, ResponseAction action, CallState call, Credential? credential, IQuotaLease? lease, bool maybeBefore)
    {
        var wait = action.Wait ?? (action.Verdict == ResponseVerdict.Success ? null : RetryAfter.Parse(response.Headers, call.Runtime.Time.GetUtcNow()));
        lease?.Observe(new(action.Verdict == ResponseVerdict.Limited, wait, response.Headers) { Usage = Http.Judge.Usage(in facts, call.Runtime.Definition.Rules) });
        call.Action = action;
        call.Status = facts.Status;
        call.Health = facts.Status >= 500 && action.Verdict == ResponseVerdict.Retry ? HostHealth.Bad : HostHealth.Good;
        Telemetry.Attempted(call, facts.Status, action.Verdict == ResponseVerdict.Limited);
        call.MayHaveBeenDone = MayHaveBeenDone(call, action, response, maybeBefore);
        if (action.Verdict == ResponseVerdict.Success)
        {
            return;
        }

        if (action.Verdict == ResponseVerdict.Limited)
        {
            call.Options.Cost?.AddRateLimited();
        }

        call.Wait = action.Verdict == ResponseVerdict.Retry ? wait : null;
        call.Error = ErrorReading.Facts(in facts, action, call, credential, wait);
    }

    /// <summary>Judges status and headers of an answer whose body is handed out as a stream.</summary>
    internal static bool GoodHead(HttpResponseMessage response, CallState call)
    {
        var facts = new ResponseFacts(response, default, call.Endpoint);
        return Http.Judge.Of(in facts, call.Runtime.Definition.Rules, BodyFormat.Any).Verdict == ResponseVerdict.Success;
    }

    /// <summary>
    /// A refusal is an answer: the write was not done. A server error, a good status with a body that cannot be read, or a redirect to the
    /// outcome, leaves it open; and no refusal tells what became of an attempt before it.
    /// </summary>
    private static bool MayHaveBeenDone(CallState call, ResponseAction action, HttpResponseMessage response, bool maybeBefore)
    {
        if (call.Endpoint.Effect == Effect.Read || action.Verdict == ResponseVerdict.Success)
        {
            return false;
        }

        if (action.NotProcessed)
        {
            return maybeBefore;
        }

        return maybeBefore || action.MayBeDone || action.Verdict == ResponseVerdict.Retry || ((response.IsSuccessStatusCode || (int)response.StatusCode is 302 or 303) && action.Kind == ErrorKind.Protocol);
    }
}
