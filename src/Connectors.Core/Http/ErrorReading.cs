using Connectors.Auth;
using Connectors.Definitions;

namespace Connectors.Http;

/// <summary>Gathers the facts of an answer that failed, without its body and without a secret.</summary>
internal static class ErrorReading
{
    internal static ErrorFacts Facts(in ResponseFacts answer, ResponseAction action, CallState call, Credential? credential, TimeSpan? wait)
    {
        var rules = call.Runtime.Definition.Rules;
        var vendor = Read(rules, in answer);
        return call.Facts(action.Kind, Judge.What(in answer, action, call.Runtime.Definition.DisplayName)) with
        {
            StatusCode = answer.Status,
            ErrorCode = Clean(vendor?.Code, credential),
            VendorMessage = Clean(vendor?.Message, credential),
            FieldErrors = vendor is null ? [] : [.. vendor.Fields.Select(field => new FieldError(Clean(field.Field, credential) ?? "", Clean(field.Message, credential) ?? ""))],
            RequestId = Clean(vendor?.RequestId ?? (rules.RequestIdHeader is null ? null : answer.Header(rules.RequestIdHeader)), credential),
            IsTransient = action.Verdict is ResponseVerdict.Retry or ResponseVerdict.Limited,
            RetryAfter = wait,
        };
    }

    /// <summary>Reads the provider's error body; one that cannot be read is no error of its own.</summary>
    internal static VendorError? Read(ResponseRules rules, in ResponseFacts answer)
    {
        try
        {
            return rules.Error?.Invoke(answer);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            return null;
        }
    }

    private static string? Clean(string? text, Credential? credential) =>
        SecretBlanker.Words(text, credential?.Secrets.Select(static secret => secret.Reveal()) ?? []);
}
