namespace Connectors.BambooHR;

/// <summary>BambooHR's errors: a text in a header on its older endpoints, two shapes of JSON on its newer ones.</summary>
internal static class BambooHRErrors
{
    internal static ResponseRules Rules { get; } = new()
    {
        RequestIdHeader = "x-request-id",
        Error = Read,

        // A value that is none of a table's.
        Rule = facts => facts.Status == 406 ? ResponseAction.Fail(ErrorKind.Validation) : null,
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
}
