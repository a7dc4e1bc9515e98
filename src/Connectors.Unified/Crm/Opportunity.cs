namespace Connectors;

/// <summary>A sale that may come about (a deal), in a CRM.</summary>
public sealed record Opportunity : CommonModel
{
    /// <summary>Gets the model's stable id, its fields and its JSON form.</summary>
    public static ModelType<Opportunity> Type { get; } = new("crm.opportunity", UnifiedJson.Default);

    /// <summary>Gets the name.</summary>
    public string? Name { get => field; init => field = Set(value, 0); }

    /// <summary>Gets what the sale is about, as text.</summary>
    public string? Description { get => field; init => field = Set(value, 1); }

    /// <summary>Gets what the sale is worth.</summary>
    public Money? Amount { get => field; init => field = Set(value, 2); }

    /// <summary>Gets how the sale stands: known values <c>OPEN</c>, <c>WON</c>, <c>LOST</c>.</summary>
    public OpportunityStatus? Status { get => field; init => field = Set(value, 3); }

    /// <summary>Gets the provider's id of the pipeline, the row of stages that the sale goes through.</summary>
    public string? PipelineId { get => field; init => field = Set(value, 4); }

    /// <summary>Gets the provider's id of the stage reached, such as <c>contractsent</c>.</summary>
    public string? StageId { get => field; init => field = Set(value, 5); }

    /// <summary>Gets how likely the sale is, from 0 to 1.</summary>
    public decimal? Probability { get => field; init => field = Set(value, 6); }

    /// <summary>Gets the day on which the sale was decided, or is expected to be.</summary>
    public DateOnly? CloseDate { get => field; init => field = Set(value, 7); }

    /// <summary>Gets why the customer did not buy, as text.</summary>
    public string? LostReason { get => field; init => field = Set(value, 8); }

    /// <summary>Gets whom the sale is with: known values <c>NEW_BUSINESS</c>, <c>EXISTING_BUSINESS</c>.</summary>
    public OpportunityType? OpportunityType { get => field; init => field = Set(value, 9); }

    /// <summary>Gets the company that would buy.</summary>
    public RemoteRef<Account>? Account { get => field; init => field = Set(value, 10); }

    /// <summary>Gets the people whom the sale is talked over with; an empty list says that there is none.</summary>
    public IReadOnlyList<RemoteRef<Contact>>? Contacts { get => field; init => field = Set(ValueList.Of(value), 11); }

    /// <summary>Gets the user who works on the sale.</summary>
    public RemoteRef<User>? Owner { get => field; init => field = Set(value, 12); }

    /// <summary>Gets the moment of the last call, meeting, e-mail or note.</summary>
    public DateTimeOffset? LastActivityAt { get => field; init => field = Set(value, 13); }
}
