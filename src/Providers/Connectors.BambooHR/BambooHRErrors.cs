namespace Connectors.BambooHR;

/// <summary>BambooHR's errors: a text in a header on its older endpoints, two shapes of JSON on its newer ones.</summary>
internal static class BambooHRErrors
{
    internal static ResponseRules Rules { get; } = new()
    {
        RequestIdHeader = "x-request-id",
        Error = Read,
        Rule = Judge,
    };

    private static VendorError? Read(ResponseFacts facts)
    {
        var body = ResponseRules.ParseJson(facts, BambooHRJson.Default.BambooHRErrorBody);
        return new(
            body?.Error?.Code ?? body?.Code,
            body?.Error?.Message ?? body?.Detail ?? body?.Title ?? facts.Header("X-BambooHR-Error-Message"))
        {
            RequestId = facts.Header("x-bamboohr-request-id"),
        };
    }

    /// <summary>A cursor that is no longer good ends the list before its end; 406 says that a value is not one of a table's.</summary>
    private static ResponseAction? Judge(ResponseFacts facts) => facts.Status switch
    {
        400 when Read(facts)?.Code is "BadPage" => ResponseAction.Fail(ErrorKind.Incomplete),
        406 => ResponseAction.Fail(ErrorKind.Validation),
        _ => null,
    };
}
