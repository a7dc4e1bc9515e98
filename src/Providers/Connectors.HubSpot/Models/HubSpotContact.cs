namespace Connectors.HubSpot;

/// <summary>A contact as HubSpot sends it.</summary>
public sealed record HubSpotContact : HubSpotObject
{
    /// <summary>Gets the properties; all values are text.</summary>
    public HubSpotContactProperties Properties { get; set; } = new();
}

/// <summary>The properties of a contact that this package asks for.</summary>
public sealed record HubSpotContactProperties : HubSpotProperties
{
    /// <summary>Gets the primary e-mail address, unique among contacts.</summary>
    public string? Email { get; set; }

    /// <summary>Gets the other e-mail addresses, divided by semicolons.</summary>
    [JsonPropertyName("hs_additional_emails")]
    public string? AdditionalEmails { get; set; }

    /// <summary>Gets the given name.</summary>
    [JsonPropertyName("firstname")]
    public string? FirstName { get; set; }

    /// <summary>Gets the family name.</summary>
    [JsonPropertyName("lastname")]
    public string? LastName { get; set; }

    /// <summary>Gets the job title.</summary>
    [JsonPropertyName("jobtitle")]
    public string? JobTitle { get; set; }

    /// <summary>Gets the company's name as text.</summary>
    public string? Company { get; set; }

    /// <summary>Gets the phone number.</summary>
    public string? Phone { get; set; }

    /// <summary>Gets the mobile phone number.</summary>
    [JsonPropertyName("mobilephone")]
    public string? MobilePhone { get; set; }

    /// <summary>Gets the web address.</summary>
    public string? Website { get; set; }

    /// <summary>Gets street and house number.</summary>
    public string? Address { get; set; }

    /// <summary>Gets the town.</summary>
    public string? City { get; set; }

    /// <summary>Gets the state or region.</summary>
    public string? State { get; set; }

    /// <summary>Gets the postal code.</summary>
    public string? Zip { get; set; }

    /// <summary>Gets the country.</summary>
    public string? Country { get; set; }

    /// <summary>Gets the life cycle stage: <c>marketingqualifiedlead</c>; a stage of the customer's own is a number.</summary>
    [JsonPropertyName("lifecyclestage")]
    public string? LifecycleStage { get; set; }

    /// <summary>Gets the lead status: <c>ATTEMPTED_TO_CONTACT</c>.</summary>
    [JsonPropertyName("hs_lead_status")]
    public string? LeadStatus { get; set; }

    /// <summary>Gets the owner's id.</summary>
    [JsonPropertyName("hubspot_owner_id")]
    public string? OwnerId { get; set; }

    /// <summary>Gets whether the contact has opted out of all e-mail.</summary>
    [JsonPropertyName("hs_email_optout")]
    public string? EmailOptOut { get; set; }

    /// <summary>Gets the moment of the last activity.</summary>
    [JsonPropertyName("notes_last_updated")]
    public string? LastActivityDate { get; set; }

    /// <summary>Gets when a property was last changed.</summary>
    [JsonPropertyName("lastmodifieddate")]
    public string? LastModifiedDate { get; set; }
}
