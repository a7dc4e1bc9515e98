namespace Connectors.HubSpot;

internal sealed record HubSpotAccountDetails(long PortalId);

/// <summary>An error. All parts may be missing; limits, sign-in and records each fill others.</summary>
internal sealed record HubSpotError
{
    public string? Category { get; init; }

    public string? Message { get; init; }

    public string? CorrelationId { get; init; }

    public string? ErrorType { get; init; }

    public string? PolicyName { get; init; }

    public IReadOnlyDictionary<string, JsonElement>? Context { get; init; }

    public IReadOnlyList<HubSpotErrorDetail>? Errors { get; init; }
}

internal sealed record HubSpotErrorDetail
{
    public string? Message { get; init; }

    public string? Code { get; init; }

    public string? In { get; init; }

    public IReadOnlyDictionary<string, JsonElement>? Context { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(HubSpotPage<HubSpotContact>))]
[JsonSerializable(typeof(HubSpotPage<HubSpotCompany>))]
[JsonSerializable(typeof(HubSpotPage<HubSpotDeal>))]
[JsonSerializable(typeof(HubSpotPage<HubSpotOwner>))]
[JsonSerializable(typeof(HubSpotWrite))]
[JsonSerializable(typeof(HubSpotBatchRead))]
[JsonSerializable(typeof(HubSpotSearch))]
[JsonSerializable(typeof(HubSpotAccountDetails))]
[JsonSerializable(typeof(HubSpotError))]
internal sealed partial class HubSpotJson : JsonSerializerContext;
