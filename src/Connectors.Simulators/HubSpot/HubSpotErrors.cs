using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Connectors.Simulators.HubSpot;

/// <summary>A request that HubSpot refuses, on its way to the answer.</summary>
[SuppressMessage("Design", "CA1064:Exceptions should be public", Justification = "It never leaves the gate, which turns it into an answer.")]
internal sealed class HubSpotRefusal(int status, string message, string? category) : Exception(message)
{
    public int Status { get; } = status;

    public string? Category { get; } = category;

    public IReadOnlyList<HubSpotDetail> Details { get; init; } = [];

    public IReadOnlyDictionary<string, string[]> Context { get; init; } = new Dictionary<string, string[]>(StringComparer.Ordinal);

    public JsonObject? Body { get; init; }
}

/// <summary>One of the <c>errors</c> of a refusal.</summary>
internal sealed record HubSpotDetail(string Message, string? Code, string ContextName, IReadOnlyList<string> ContextValues);

/// <summary>Writes HubSpot's error bodies.</summary>
internal static class HubSpotErrors
{
    public const string Validation = "VALIDATION_ERROR";

    public static HubSpotRefusal Invalid(string message) => new(400, message, Validation);

    public static HubSpotRefusal NotFound() => new(404, "resource not found", "OBJECT_NOT_FOUND");

    public static HubSpotRefusal InvalidToken() => new(
        401,
        "Authentication credentials not found. This API supports OAuth 2.0 authentication and you can find more details at https://developers.hubspot.com/docs/methods/auth/oauth-overview",
        "INVALID_AUTHENTICATION");

    public static HubSpotRefusal ExpiredToken(TimeSpan ago, DateTimeOffset end) => new(
        401,
        $"The OAuth token used to make this call expired {(ago.TotalMinutes < 1 ? $"{(long)ago.TotalSeconds} second(s)" : $"{(long)ago.TotalMinutes} minute(s)")} ago.",
        "EXPIRED_AUTHENTICATION")
    {
        Context = new Dictionary<string, string[]>(StringComparer.Ordinal) { ["expireTime"] = [Timestamps.Iso(end)] },
    };

    public static HubSpotRefusal MissingScopes(IReadOnlyList<string> scopes) => new(
        403,
        "This app hasn't been granted all required scopes to make this call. Read more about required scopes here: https://developers.hubspot.com/scopes.",
        "MISSING_SCOPES")
    {
        Details = [new HubSpotDetail("One or more of the following scopes are required.", null, "requiredGranularScopes", scopes)],
    };

    public static HubSpotRefusal RateLimited(string policy, string period) => new(429, $"You have reached your {period} limit.", null)
    {
        Body = new JsonObject
        {
            ["status"] = "error",
            ["message"] = $"You have reached your {period} limit.",
            ["errorType"] = "RATE_LIMIT",
            ["policyName"] = policy,
        },
    };

    public static HubSpotRefusal ForStatus(int status) => status switch
    {
        401 => InvalidToken(),
        404 => new HubSpotRefusal(404, "resource not found", null),
        429 => RateLimited("TEN_SECONDLY_ROLLING", "ten_secondly_rolling"),
        < 500 => new HubSpotRefusal(status, "There was a problem with the request.", Validation),
        _ => new HubSpotRefusal(status, "internal error", null),
    };

    public static async Task WriteAsync(HubSpotSimulator simulator, HttpContext context, HubSpotRefusal refusal)
    {
        var correlation = HubSpotGate.Correlate(simulator, context);
        var body = refusal.Body?.DeepClone().AsObject() ?? Json(refusal);
        body["correlationId"] = correlation;
        if (refusal.Status == StatusCodes.Status429TooManyRequests)
        {
            body["requestId"] = simulator.NextUuid();
        }

        await Answer.JsonAsync(context, refusal.Status, body).ConfigureAwait(false);
    }

    public static JsonObject Json(HubSpotRefusal refusal)
    {
        var body = new JsonObject { ["status"] = "error", ["message"] = refusal.Message };
        if (refusal.Category is not null)
        {
            body["category"] = refusal.Category;
        }

        if (refusal.Details.Count > 0)
        {
            body["errors"] = new JsonArray([.. refusal.Details.Select(Json)]);
        }

        if (refusal.Context.Count > 0)
        {
            body["context"] = Map(refusal.Context.Select(pair => (pair.Key, (IReadOnlyList<string>)pair.Value)));
        }

        return body;
    }

    private static JsonObject Json(HubSpotDetail detail)
    {
        var body = new JsonObject { ["message"] = detail.Message };
        if (detail.Code is not null)
        {
            body["code"] = detail.Code;
        }

        body["context"] = Map([(detail.ContextName, detail.ContextValues)]);
        return body;
    }

    private static JsonObject Map(IEnumerable<(string Name, IReadOnlyList<string> Values)> entries)
    {
        var map = new JsonObject();
        foreach (var (name, values) in entries)
        {
            map[name] = new JsonArray([.. values.Select(value => (JsonNode)value)]);
        }

        return map;
    }
}
