namespace Connectors.Slack;

/// <summary>Slack answers errors with status 200 and <c>"ok": false</c>; the code beside it says what went wrong.</summary>
internal static class SlackErrorRule
{
    public static ResponseAction? Judge(ResponseFacts answer) =>
        ResponseRules.ParseJson(answer, SlackJson.Default.SlackAnswer) is { Ok: false } refusal ? Meaning(refusal.Error ?? "") : null;

    public static VendorError Read(SlackAnswer answer) => new(answer.Error, Words(answer));

    private static ResponseAction Meaning(string code) => code switch
    {
        "ratelimited" or "rate_limited" => ResponseAction.Limited(),
        "token_expired" => ResponseAction.Renew,
        "not_authed" or "invalid_auth" or "token_revoked" or "account_inactive" => ResponseAction.Fail(ErrorKind.Authorization),
        "missing_scope" or "no_permission" or "not_allowed_token_type" or "access_denied" or "accesslimited" or "ekm_access_denied"
            or "enterprise_is_restricted" or "team_access_not_granted" or "org_login_required" or "two_factor_setup_required"
            or "not_in_channel" => ResponseAction.Fail(ErrorKind.Permission),
        "internal_error" or "fatal_error" => ResponseAction.Retry(ErrorKind.Remote),
        "service_unavailable" => ResponseAction.Retry(ErrorKind.Unavailable),
        "request_timeout" => ResponseAction.Retry(ErrorKind.Timeout),
        "team_added_to_org" => ResponseAction.Retry(ErrorKind.Unavailable, notProcessed: true),
        "is_archived" => ResponseAction.Fail(ErrorKind.Conflict),
        "no_text" or "msg_too_long" or "too_many_attachments" or "missing_post_type" => ResponseAction.Fail(ErrorKind.Validation),
        "method_deprecated" or "deprecated_endpoint" => ResponseAction.Fail(ErrorKind.NotSupported),
        _ when code.EndsWith("_not_found", StringComparison.Ordinal) => ResponseAction.Fail(ErrorKind.NotFound),
        _ when code.StartsWith("invalid_", StringComparison.Ordinal) => ResponseAction.Fail(ErrorKind.Validation),
        _ => ResponseAction.Fail(ErrorKind.Remote),
    };

    private static string? Words(SlackAnswer answer) => answer switch
    {
        { Needed: { } needed } => $"Missing scopes: {needed}. Granted: {answer.Provided}.",
        { ResponseMetadata.Messages: { Count: > 0 } messages } => string.Join(' ', messages),
        _ => null,
    };
}
