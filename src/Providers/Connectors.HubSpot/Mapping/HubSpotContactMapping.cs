namespace Connectors.HubSpot;

/// <summary>Turns contacts into the common model and back.</summary>
internal static class HubSpotContactMapping
{
    private const int ContactToCompany = 279;

    /// <summary>Gets the fields that are written when a contact is created.</summary>
    public static FieldSet CreateWrites { get; } = Contact.Type.AllExcept(nameof(Contact.HasOptedOutOfEmail), nameof(Contact.LastActivityAt));

    /// <summary>Gets the fields that are written when a contact is updated: an association is made with a new contact only.</summary>
    public static FieldSet UpdateWrites { get; } = CreateWrites.Except(Contact.Type.Of(nameof(Contact.Account)));

    /// <summary>Gets the fields of which HubSpot may hold another form than was written: addresses in lower case, numbers and websites completed, vocabularies.</summary>
    public static FieldSet Rewritten { get; } = Contact.Type.All.Except(Contact.Type.Of(
        nameof(Contact.FirstName), nameof(Contact.LastName), nameof(Contact.JobTitle), nameof(Contact.CompanyName), nameof(Contact.Owner)));

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
            EmailAddresses = EmailAddress.List(from.Email, FieldText.Split(from.AdditionalEmails)),
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

    /// <summary>Writes what HubSpot lets an app write: of e-mail addresses the primary one, of phone numbers a mobile and another one, one postal address.</summary>
    public static HubSpotWrite ToWrite(Contact contact)
    {
        var email = FieldWrite.One(contact.EmailAddresses, nameof(Contact.EmailAddresses));
        var mobile = FieldWrite.One(contact.PhoneNumbers?.Where(static number => number.Kind == PhoneKind.Mobile), nameof(Contact.PhoneNumbers), "one mobile number");
        var phone = FieldWrite.One(contact.PhoneNumbers?.Where(static number => number.Kind != PhoneKind.Mobile), nameof(Contact.PhoneNumbers), "one number beside the mobile one");
        var address = FieldWrite.InParts(FieldWrite.One(contact.Addresses, nameof(Contact.Addresses)), nameof(Contact.Addresses));
        return new HubSpotPropertyWriter<Contact>(contact, Contact.Type)
            .Set(nameof(Contact.FirstName), "firstname", contact.FirstName)
            .Set(nameof(Contact.LastName), "lastname", contact.LastName)
            .Set(nameof(Contact.JobTitle), "jobtitle", contact.JobTitle)
            .Set(nameof(Contact.CompanyName), "company", contact.CompanyName)
            .Set(nameof(Contact.Owner), "hubspot_owner_id", contact.Owner?.RemoteId)
            .Set(nameof(Contact.EmailAddresses), "email", email?.Address)
            .Set(nameof(Contact.PhoneNumbers), "phone", phone?.Number)
            .Set(nameof(Contact.PhoneNumbers), "mobilephone", mobile?.Number)
            .Set(nameof(Contact.Addresses), "address", string.Join(", ", new[] { address?.Street1, address?.Street2 }.OfType<string>()))
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
