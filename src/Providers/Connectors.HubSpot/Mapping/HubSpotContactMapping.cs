namespace Connectors.HubSpot;

/// <summary>Turns contacts into the common model and back.</summary>
internal static class HubSpotContactMapping
{
    private const int ContactToCompany = 279;

    public static Contact ToContact(HubSpotContact source)
    {
        var from = source.Properties;
        return new()
        {
            RemoteId = source.Id,
            RemoteCreatedAt = source.CreatedAt,
            RemoteModifiedAt = source.UpdatedAt,
            IsDeleted = source.Archived,
            FirstName = FieldText.OrNull(from.FirstName),
            LastName = FieldText.OrNull(from.LastName),
            JobTitle = FieldText.OrNull(from.JobTitle),
            CompanyName = FieldText.OrNull(from.Company),
            Account = RemoteRef<Account>.From(HubSpotMapping.First(source.Associations?.Companies, "contact_to_company")),
            Owner = RemoteRef<User>.From(from.OwnerId),
            EmailAddresses = EmailAddress.List([(from.Email, null), .. FieldText.Split(from.AdditionalEmails).Select(static address => ((string?)address, (EmailKind?)null))]),
            PhoneNumbers = PhoneNumber.List((from.Phone, PhoneKind.Work), (from.MobilePhone, PhoneKind.Mobile)),
            Addresses = PostalAddress.List(PostalAddress.From(from.Address, null, from.City, from.State, from.Zip, from.Country)),
            Website = FieldText.OrNull(from.Website),
            LifecycleStage = LifecycleStage.Match(from.LifecycleStage),
            LeadStatus = LeadStatus.Match(from.LeadStatus),
            HasOptedOutOfEmail = FieldText.Boolean(from.EmailOptOut),
            LastActivityAt = FieldText.Moment(from.LastActivityDate),
            CustomFields = from.Others,
        };
    }

    /// <summary>Writes what HubSpot lets an app write: not the other e-mail addresses, the opt-out, the last activity, nor the company of a contact that is there.</summary>
    public static HubSpotWrite ToWrite(Contact contact)
    {
        var address = contact.Addresses is { Count: > 0 } addresses ? addresses[0] : null;
        var mobile = contact.PhoneNumbers.FirstPhone(PhoneKind.Mobile);
        return new HubSpotPropertyWriter<Contact>(contact, Contact.Type)
            .Set(nameof(Contact.FirstName), "firstname", contact.FirstName)
            .Set(nameof(Contact.LastName), "lastname", contact.LastName)
            .Set(nameof(Contact.JobTitle), "jobtitle", contact.JobTitle)
            .Set(nameof(Contact.CompanyName), "company", contact.CompanyName)
            .Set(nameof(Contact.Owner), "hubspot_owner_id", contact.Owner?.RemoteId)
            .Set(nameof(Contact.EmailAddresses), "email", contact.EmailAddresses.FirstEmail())
            .Set(nameof(Contact.PhoneNumbers), "phone", contact.PhoneNumbers?.FirstOrDefault(static number => number.Kind != PhoneKind.Mobile)?.Number)
            .Set(nameof(Contact.PhoneNumbers), "mobilephone", mobile)
            .Set(nameof(Contact.Addresses), "address", address?.Street2 is { } second ? $"{address.Street1}, {second}" : address?.Street1 ?? address?.Text)
            .Set(nameof(Contact.Addresses), "city", address?.City)
            .Set(nameof(Contact.Addresses), "state", address?.State)
            .Set(nameof(Contact.Addresses), "zip", address?.PostalCode)
            .Set(nameof(Contact.Addresses), "country", address?.Country)
            .Set(nameof(Contact.Website), "website", contact.Website)
            .Set(nameof(Contact.LifecycleStage), "lifecyclestage", HubSpotMapping.Word(contact.LifecycleStage))
            .Set(nameof(Contact.LeadStatus), "hs_lead_status", contact.LeadStatus?.Value)
            .ToWrite(contact.Account is { } company ? [HubSpotAssociationToMake.Of(company.RemoteId, ContactToCompany)] : []);
    }
}
