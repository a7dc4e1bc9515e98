namespace Connectors.HubSpot;

/// <summary>Turns deals into the common model and back.</summary>
internal static class HubSpotDealMapping
{
    private const int DealToContact = 3;
    private const int DealToCompany = 341;

    /// <summary>Gets the fields that are written when a deal is created: status and probability follow from the stage.</summary>
    public static FieldSet CreateWrites { get; } = Opportunity.Type.AllExcept(nameof(Opportunity.Status), nameof(Opportunity.Probability), nameof(Opportunity.LastActivityAt));

    /// <summary>Gets the fields that are written when a deal is updated: associations are made with a new deal only.</summary>
    public static FieldSet UpdateWrites { get; } = CreateWrites.Except(Opportunity.Type.Of(nameof(Opportunity.Account), nameof(Opportunity.Contacts)));

    public static Opportunity ToOpportunity(HubSpotDeal source)
    {
        var from = source.Properties;
        var opportunity = new Opportunity
        {
            RemoteId = source.Id,
            RemoteCreatedAt = source.CreatedAt,
            RemoteModifiedAt = source.UpdatedAt,
            IsDeleted = source.Archived,
            Name = FieldText.OrNull(from.DealName),
            Description = FieldText.OrNull(from.Description),
            Amount = Money.From(FieldText.Decimal(from.Amount), from.CurrencyCode),
            Status = StatusOf(FieldText.Boolean(from.IsClosed), FieldText.Boolean(from.IsClosedWon)),
            PipelineId = FieldText.OrNull(from.Pipeline),
            StageId = FieldText.OrNull(from.DealStage),
            Probability = FieldText.Decimal(from.StageProbability),
            CloseDate = FieldText.Date(from.CloseDate),
            LostReason = FieldText.OrNull(from.ClosedLostReason),
            OpportunityType = OpportunityType.Match(from.DealType),
            Account = RemoteRef<Account>.From(HubSpotMapping.First(source.Associations?.Companies, "deal_to_company")),
            Owner = RemoteRef<User>.From(from.OwnerId),
            LastActivityAt = FieldText.Moment(from.LastActivityDate),
            CustomFields = from.Others,
        };

        // Of a deal with very many contacts HubSpot tells the first only: a part of them would look like all, so they stay unset.
        return source.Associations?.Contacts is { IsComplete: false }
            ? opportunity
            : opportunity with { Contacts = RemoteRef<Contact>.List(source.Associations?.Contacts?.Results.Select(static contact => contact.Id)) };
    }

    /// <summary>Writes what HubSpot lets an app write.</summary>
    public static HubSpotWrite ToWrite(Opportunity deal)
    {
        var writer = new HubSpotPropertyWriter<Opportunity>(deal, Opportunity.Type)
            .Set(nameof(Opportunity.Name), "dealname", deal.Name)
            .Set(nameof(Opportunity.Description), "description", deal.Description)
            .Set(nameof(Opportunity.Amount), "amount", FieldText.Of(deal.Amount?.Amount))
            .Set(nameof(Opportunity.PipelineId), "pipeline", deal.PipelineId)
            .Set(nameof(Opportunity.StageId), "dealstage", deal.StageId)
            .Set(nameof(Opportunity.CloseDate), "closedate", FieldText.Of(deal.CloseDate is { } day ? new DateTimeOffset(day, default, default) : (DateTimeOffset?)null))
            .Set(nameof(Opportunity.LostReason), "closed_lost_reason", deal.LostReason)
            .Set(nameof(Opportunity.OpportunityType), "dealtype", HubSpotMapping.Word(deal.OpportunityType))
            .Set(nameof(Opportunity.Owner), "hubspot_owner_id", deal.Owner?.RemoteId);
        if (deal.Amount?.Currency is { } currency)
        {
            writer.Set(nameof(Opportunity.Amount), "deal_currency_code", currency);
        }

        var companies = deal.Account is { } company ? [HubSpotAssociationToMake.Of(company.RemoteId, DealToCompany)] : Array.Empty<HubSpotAssociationToMake>();
        return writer.ToWrite([.. companies, .. (deal.Contacts ?? []).Select(static contact => HubSpotAssociationToMake.Of(contact.RemoteId, DealToContact))]);
    }

    private static OpportunityStatus? StatusOf(bool? isClosed, bool? isWon) => (isClosed, isWon) switch
    {
        (_, true) => OpportunityStatus.Won,
        (true, _) => OpportunityStatus.Lost,
        (false, _) => OpportunityStatus.Open,
        _ => null,
    };
}
