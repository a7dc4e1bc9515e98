using System.Text.Json.Serialization;

namespace Connectors.Benchmarks.Compare;

// The floor's own records: what somebody writes who needs these fields and no library.
internal sealed class FloorPage
{
    public List<FloorContact> Results { get; set; } = [];

    public FloorPaging? Paging { get; set; }
}

internal sealed class FloorPaging
{
    public FloorNext? Next { get; set; }
}

internal sealed class FloorNext
{
    public string? After { get; set; }
}

internal sealed class FloorContact
{
    public string Id { get; set; } = "";

    public FloorProperties Properties { get; set; } = new();

    public DateTimeOffset? CreatedAt { get; set; }

    public DateTimeOffset? UpdatedAt { get; set; }

    public bool Archived { get; set; }

    public FloorAssociations? Associations { get; set; }
}

internal sealed class FloorAssociations
{
    public FloorAssociationList? Companies { get; set; }
}

internal sealed class FloorAssociationList
{
    public List<FloorAssociation> Results { get; set; } = [];
}

internal sealed class FloorAssociation
{
    public string Id { get; set; } = "";

    public string? Type { get; set; }
}

internal sealed class FloorProperties
{
    public string? Email { get; set; }

    [JsonPropertyName("hs_additional_emails")]
    public string? AdditionalEmails { get; set; }

    [JsonPropertyName("firstname")]
    public string? FirstName { get; set; }

    [JsonPropertyName("lastname")]
    public string? LastName { get; set; }

    [JsonPropertyName("jobtitle")]
    public string? JobTitle { get; set; }

    public string? Company { get; set; }

    public string? Phone { get; set; }

    [JsonPropertyName("mobilephone")]
    public string? MobilePhone { get; set; }

    public string? Website { get; set; }

    public string? Address { get; set; }

    public string? City { get; set; }

    public string? State { get; set; }

    public string? Zip { get; set; }

    public string? Country { get; set; }

    [JsonPropertyName("lifecyclestage")]
    public string? LifecycleStage { get; set; }

    [JsonPropertyName("hs_lead_status")]
    public string? LeadStatus { get; set; }

    [JsonPropertyName("hubspot_owner_id")]
    public string? OwnerId { get; set; }

    [JsonPropertyName("hs_email_optout")]
    public string? EmailOptOut { get; set; }

    [JsonPropertyName("notes_last_updated")]
    public string? LastActivityDate { get; set; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(FloorPage))]
internal sealed partial class FloorJson : JsonSerializerContext;
