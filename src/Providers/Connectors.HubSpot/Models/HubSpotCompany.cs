namespace Connectors.HubSpot;

/// <summary>A company as HubSpot sends it.</summary>
public sealed record HubSpotCompany : HubSpotObject
{
    /// <summary>Gets the properties; all values are text.</summary>
    public HubSpotCompanyProperties Properties { get; set; } = new();
}

/// <summary>The properties of a company that this package asks for.</summary>
public sealed record HubSpotCompanyProperties : HubSpotProperties
{
    /// <summary>Gets the name.</summary>
    public string? Name { get; set; }

    /// <summary>Gets the domain; not unique among companies.</summary>
    public string? Domain { get; set; }

    /// <summary>Gets the web address.</summary>
    public string? Website { get; set; }

    /// <summary>Gets what the company is.</summary>
    public string? Description { get; set; }

    /// <summary>Gets the branch of trade: <c>COMPUTER_SOFTWARE</c>.</summary>
    public string? Industry { get; set; }

    /// <summary>Gets what the company is to the customer: <c>PROSPECT</c>.</summary>
    public string? Type { get; set; }

    /// <summary>Gets the life cycle stage: <c>customer</c>; a stage of the customer's own is a number.</summary>
    [JsonPropertyName("lifecyclestage")]
    public string? LifecycleStage { get; set; }

    /// <summary>Gets the number of people who work there.</summary>
    [JsonPropertyName("numberofemployees")]
    public string? NumberOfEmployees { get; set; }

    /// <summary>Gets the revenue of a year.</summary>
    [JsonPropertyName("annualrevenue")]
    public string? AnnualRevenue { get; set; }

    /// <summary>Gets the currency of the revenue; HubSpot works it out.</summary>
    [JsonPropertyName("hs_annual_revenue_currency_code")]
    public string? AnnualRevenueCurrency { get; set; }

    /// <summary>Gets the year of foundation.</summary>
    [JsonPropertyName("founded_year")]
    public string? FoundedYear { get; set; }

    /// <summary>Gets the time zone.</summary>
    [JsonPropertyName("timezone")]
    public string? TimeZone { get; set; }

    /// <summary>Gets the web address of the LinkedIn page.</summary>
    [JsonPropertyName("linkedin_company_page")]
    public string? LinkedInPage { get; set; }

    /// <summary>Gets the phone number.</summary>
    public string? Phone { get; set; }

    /// <summary>Gets street and house number.</summary>
    public string? Address { get; set; }

    /// <summary>Gets the second line of the address.</summary>
    public string? Address2 { get; set; }

    /// <summary>Gets the town.</summary>
    public string? City { get; set; }

    /// <summary>Gets the state or region.</summary>
    public string? State { get; set; }

    /// <summary>Gets the postal code.</summary>
    public string? Zip { get; set; }

    /// <summary>Gets the country.</summary>
    public string? Country { get; set; }

    /// <summary>Gets the owner's id.</summary>
    [JsonPropertyName("hubspot_owner_id")]
    public string? OwnerId { get; set; }

    /// <summary>Gets the id of the company that owns this one; HubSpot works it out from the association.</summary>
    [JsonPropertyName("hs_parent_company_id")]
    public string? ParentCompanyId { get; set; }

    /// <summary>Gets the moment of the last activity.</summary>
    [JsonPropertyName("notes_last_updated")]
    public string? LastActivityDate { get; set; }

    /// <summary>Gets when a property was last changed.</summary>
    [JsonPropertyName("hs_lastmodifieddate")]
    public string? LastModifiedDate { get; set; }
}
