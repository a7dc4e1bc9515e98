namespace Connectors.HubSpot;

/// <summary>What HubSpot's error bodies and its own status codes mean.</summary>
internal static class HubSpotErrorRule
{
    private static readonly TimeSpan s_locked = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_tenSeconds = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_untilLookingAgain = TimeSpan.FromMinutes(10);

    public static ResponseAction? Judge(ResponseFacts answer) => answer.Status switch
    {
        423 => ResponseAction.Retry(ErrorKind.Conflict, notProcessed: true, wait: s_locked),
        477 => ResponseAction.Retry(ErrorKind.Unavailable, notProcessed: true), // the account is being moved; Retry-After says for how long
        429 when answer.Header("Retry-After") is null => ResponseAction.Limited(WaitFor(ResponseRules.ParseJson(answer, HubSpotJson.Default.HubSpotError)?.PolicyName)),
        _ => null,
    };

    public static VendorError Read(HubSpotError error) => new(error.Category ?? error.PolicyName ?? error.ErrorType, Words(error))
    {
        RequestId = error.CorrelationId,
        Fields = [.. (error.Errors ?? []).Select(detail => new FieldError(
            Texts(detail.Context, "propertyName").FirstOrDefault() ?? detail.In ?? detail.Code ?? "", detail.Message ?? detail.Code ?? ""))],
    };

    /// <summary>The daily limit ends at midnight in the account's time zone, which the answer does not tell.</summary>
    private static TimeSpan? WaitFor(string? policy) => policy switch
    {
        "TEN_SECONDLY_ROLLING" => s_tenSeconds,
        "DAILY" => s_untilLookingAgain,
        _ => s_second,
    };

    private static string? Words(HubSpotError error)
    {
        var scopes = Texts(error.Context, "requiredGranularScopes").Concat((error.Errors ?? []).SelectMany(detail => Texts(detail.Context, "requiredGranularScopes"))).ToList();
        return scopes.Count == 0 ? error.Message : $"{error.Message} Missing scopes: {string.Join(", ", scopes.Distinct(StringComparer.Ordinal))}.";
    }

    private static IEnumerable<string> Texts(IReadOnlyDictionary<string, JsonElement>? context, string name) =>
        context?.GetValueOrDefault(name) is { ValueKind: JsonValueKind.Array } values
            ? values.EnumerateArray().Where(value => value.ValueKind == JsonValueKind.String).Select(value => value.GetString()!)
            : [];
}
