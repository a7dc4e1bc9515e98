namespace Connectors.HubSpot;

/// <summary>A deal as HubSpot sends it.</summary>
public sealed record HubSpotDeal : HubSpotObject
{
    /// <summary>Gets the properties; all values are text.</summary>
    public HubSpotDealProperties Properties { get; set; } = new();
}

/// <summary>The properties of a deal that this package asks for.</summary>
public sealed record HubSpotDealProperties : HubSpotProperties
{
    /// <summary>Gets the name.</summary>
    [JsonPropertyName("dealname")]
    public string? DealName { get; set; }

    /// <summary>Gets what the deal is about.</summary>
    public string? Description { get; set; }

    /// <summary>Gets what the deal is worth.</summary>
    public string? Amount { get; set; }

    /// <summary>Gets the currency; empty in accounts with one currency only.</summary>
    [JsonPropertyName("deal_currency_code")]
    public string? CurrencyCode { get; set; }

    /// <summary>Gets the day on which the deal was, or is expected to be, decided.</summary>
    [JsonPropertyName("closedate")]
    public string? CloseDate { get; set; }

    /// <summary>Gets the stage's id: <c>contractsent</c>.</summary>
    [JsonPropertyName("dealstage")]
    public string? DealStage { get; set; }

    /// <summary>Gets the pipeline's id: <c>default</c>.</summary>
    public string? Pipeline { get; set; }

    /// <summary>Gets whom the deal is with: <c>newbusiness</c>, <c>existingbusiness</c>.</summary>
    [JsonPropertyName("dealtype")]
    public string? DealType { get; set; }

    /// <summary>Gets the probability of the stage, from 0 to 1; HubSpot works it out.</summary>
    [JsonPropertyName("hs_deal_stage_probability")]
    public string? StageProbability { get; set; }

    /// <summary>Gets whether the stage is a closed one; HubSpot works it out.</summary>
    [JsonPropertyName("hs_is_closed")]
    public string? IsClosed { get; set; }

    /// <summary>Gets whether the stage is the won one; HubSpot works it out.</summary>
    [JsonPropertyName("hs_is_closed_won")]
    public string? IsClosedWon { get; set; }

    /// <summary>Gets why the deal was lost.</summary>
    [JsonPropertyName("closed_lost_reason")]
    public string? ClosedLostReason { get; set; }

    /// <summary>Gets the owner's id.</summary>
    [JsonPropertyName("hubspot_owner_id")]
    public string? OwnerId { get; set; }

    /// <summary>Gets the moment of the last activity.</summary>
    [JsonPropertyName("notes_last_updated")]
    public string? LastActivityDate { get; set; }

    /// <summary>Gets when a property was last changed.</summary>
    [JsonPropertyName("hs_lastmodifieddate")]
    public string? LastModifiedDate { get; set; }
}
