using Connectors.Auth;
using Connectors.Definitions;

namespace Connectors.Http;

/// <summary>Gathers the facts of an answer that failed, without its body and without a secret.</summary>
internal static class ErrorReading
{
    /// <summary>A provider may refuse thousands; the first ones say what is the matter.</summary>
    private const int MaxFields = 100;

    internal static ErrorFacts Facts(in ResponseFacts answer, ResponseAction action, CallState call, Credential? credential, TimeSpan? wait)
    {
        var rules = call.Runtime.Definition.Rules;
        var vendor = Read(rules, in answer);
        string[] secrets = [.. credential?.Secrets.Select(static secret => secret.Reveal()) ?? [], .. Sent(answer.Request, call)];
        return call.Facts(action.Kind, Judge.What(in answer, action, call.Runtime.Definition.DisplayName)) with
        {
            StatusCode = answer.Status,
            ErrorCode = SecretBlanker.Words(vendor?.Code, secrets),
            VendorMessage = SecretBlanker.Words(vendor?.Message, secrets),
            FieldErrors = vendor is null ? [] : [.. vendor.Fields.Take(MaxFields).Select(field => new FieldError(SecretBlanker.Words(field.Field, secrets) ?? "", SecretBlanker.Words(field.Message, secrets) ?? ""))],
            RequestId = SecretBlanker.Words(vendor?.RequestId ?? (rules.RequestIdHeader is null ? null : answer.Header(rules.RequestIdHeader)), secrets),
            IsTransient = action.Verdict is ResponseVerdict.Retry or ResponseVerdict.Limited,
            RetryAfter = wait,
        };
    }

    /// <summary>Reads the provider's error body; one that cannot be read is no error of its own.</summary>
    internal static VendorError? Read(ResponseRules rules, in ResponseFacts answer)
    {
        VendorError? own = null;
        try
        {
            own = rules.Error?.Invoke(answer) ?? answer.Endpoint.Protocol?.Error(answer);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // What it would have said is missing; that the call failed is known.
        }

        return own is null or { Code: null, Message: null, Fields.Count: 0 } && ProblemDetails.ReadDeclared(in answer) is { } problem
            ? problem with { RequestId = own?.RequestId ?? problem.RequestId }
            : own;
    }

    /// <summary>What the auth scheme made of the credential for this request (a token it signed, a signature) is as secret as the credential.</summary>
    internal static IEnumerable<string> Sent(HttpRequestMessage? request, CallState call) =>
        request is null ? [] : (call.Runtime.Definition.Scheme(call.Connection.AuthScheme)?.HeaderNames ?? [])
            .SelectMany(name => request.Headers.NonValidated.TryGetValues(name, out var values) ? values : (IEnumerable<string>)[])
            .SelectMany(static value => new[] { value, value[(value.LastIndexOf(' ') + 1)..] });
}
