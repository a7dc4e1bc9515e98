using Connectors.Definitions;

namespace Connectors.Http;

/// <summary>Judges an answer: first by the provider's own rule, then by what HTTP says (RFC 9110, RFC 6585).</summary>
internal static class Judge
{
    internal static ResponseAction Of(in ResponseFacts facts, ResponseRules rules, BodyFormat format)
    {
        if ((OwnRule(facts, rules) ?? ProtocolRule(facts)) is { } action)
        {
            return action;
        }

        // A list that has nothing (204), or nothing new (304), is an empty list.
        return facts.Status == 204 || (facts.Status == 304 && facts.Endpoint.IsList) ? ResponseAction.Success
            : facts.IsSuccessStatus ? Body(facts, format)
            : Status(facts.Status);
    }

    /// <summary>Judges an answer whose records are read as they come by its beginning.</summary>
    internal static ResponseAction Begun(in ResponseFacts facts, ResponseRules rules, UnreadableAnswerException? unreadable) =>
        OwnRule(facts, rules) is { } action && (unreadable is null || action.Verdict != ResponseVerdict.Success) ? action
        : unreadable is null ? ResponseAction.Success
        : unreadable.IsTorn ? ResponseAction.Retry(ErrorKind.Protocol)
        : ResponseAction.Fail(ErrorKind.Protocol);

    /// <summary>Reads what an answer says of the limits beside its headers. A reader that cannot make sense of it has learned nothing.</summary>
    internal static LimitUsage? Usage(in ResponseFacts facts, ResponseRules rules)
    {
        if (rules.Usage is null)
        {
            return null;
        }

        try
        {
            return rules.Usage(facts);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            return null;
        }
    }

    /// <summary>A rule that cannot make sense of an answer has no say in it.</summary>
    private static ResponseAction? OwnRule(ResponseFacts facts, ResponseRules rules)
    {
        try
        {
            return rules.Rule?.Invoke(facts);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            return null;
        }
    }

    /// <summary>What the endpoint's protocol says; it asks code of the definition, too.</summary>
    private static ResponseAction? ProtocolRule(ResponseFacts facts)
    {
        try
        {
            return facts.Endpoint.Protocol?.Judge(facts);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            return null;
        }
    }

    private static ResponseAction Status(int status) => status switch
    {
        401 => ResponseAction.Renew,
        403 => ResponseAction.Fail(ErrorKind.Permission),
        404 or 410 => ResponseAction.Fail(ErrorKind.NotFound),
        409 or 412 => ResponseAction.Fail(ErrorKind.Conflict),
        400 or 413 or 422 => ResponseAction.Fail(ErrorKind.Validation),
        408 => ResponseAction.Retry(ErrorKind.Timeout),
        421 or 425 => ResponseAction.Retry(ErrorKind.Unavailable, notProcessed: true),
        423 => ResponseAction.Retry(ErrorKind.Conflict, notProcessed: true),
        429 => ResponseAction.Limited(),
        501 or 505 => ResponseAction.Fail(ErrorKind.Remote),
        502 or 503 or 504 => ResponseAction.Retry(ErrorKind.Unavailable),
        >= 500 => ResponseAction.Retry(ErrorKind.Remote),
        >= 300 and < 400 => ResponseAction.Fail(ErrorKind.Protocol),
        _ => ResponseAction.Fail(ErrorKind.Remote),
    };

    /// <summary>A good status with a body that cannot be what was asked for: a web page, nothing, or a torn end.</summary>
    private static ResponseAction Body(in ResponseFacts facts, BodyFormat format)
    {
        if (format == BodyFormat.Any)
        {
            return ResponseAction.Success;
        }

        var body = facts.Body.Span.Trim(" \t\r\n"u8);
        if (format == BodyFormat.Xml && (body.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || body.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF])))
        {
            // UTF-16: its reader tells what it is.
            return ResponseAction.Success;
        }

        if (body.IsEmpty)
        {
            return ResponseAction.Retry(ErrorKind.Protocol);
        }

        var (first, last) = (body[0], body[^1]);
        var looksRight = format == BodyFormat.Json ? first is (byte)'{' or (byte)'[' : first == (byte)'<';
        if (!looksRight || (format == BodyFormat.Xml && facts.IsWebPage))
        {
            return ResponseAction.Fail(ErrorKind.Protocol);
        }

        var isWhole = format == BodyFormat.Json ? last == (first == (byte)'{' ? (byte)'}' : (byte)']') : last == (byte)'>';
        return isWhole ? ResponseAction.Success : ResponseAction.Retry(ErrorKind.Protocol);
    }

    /// <summary>Says in one sentence what the answer was.</summary>
    internal static string What(in ResponseFacts facts, ResponseAction action, string provider) => action.Kind switch
    {
        ErrorKind.Protocol when facts.Status is >= 300 and < 400 => $"{provider} redirects to another place, which was not followed",
        ErrorKind.Protocol when facts.Body.IsEmpty => $"{provider} answered with an empty body",
        ErrorKind.Protocol when facts.IsWebPage => $"{provider} answered with a web page instead of data",
        ErrorKind.Protocol => $"{provider} answered with a body that is not what this endpoint gives, or is torn",
        ErrorKind.RateLimited => $"{provider} refuses calls for now: a limit is used up",
        ErrorKind.Authorization => $"{provider} does not accept the credential",
        ErrorKind.Permission => $"{provider} does not allow this",
        ErrorKind.NotFound => $"{provider} has no such record",
        ErrorKind.Conflict => $"{provider} reports a conflict with what is there",
        ErrorKind.Validation => $"{provider} refuses the values given",
        ErrorKind.Unavailable => $"{provider} is out of service for now",
        ErrorKind.Timeout => $"{provider} gave up waiting",
        ErrorKind.Expired => WhatExpired(provider),
        _ => $"{provider} answered with an error",
    };

    internal static string WhatExpired(string provider) => $"{provider} has forgotten the place from which the list was to go on";
}
