using System.Globalization;

namespace Connectors.HubSpot;

/// <summary>Turns companies into the common model and back.</summary>
internal static class HubSpotCompanyMapping
{
    /// <summary>Gets the fields that are written, in a new record or an old one.</summary>
    public static FieldSet Writes { get; } = Account.Type.AllExcept(nameof(Account.Parent), nameof(Account.LastActivityAt));

    public static Account ToAccount(HubSpotCompany source)
    {
        var from = source.Properties;
        return new()
        {
            RemoteId = source.Id,
            RemoteCreatedAt = source.CreatedAt,
            RemoteModifiedAt = source.UpdatedAt,
            IsDeleted = source.Archived,
            Name = FieldText.OrNull(from.Name),
            Domain = FieldText.OrNull(from.Domain),
            Website = FieldText.OrNull(from.Website),
            Description = FieldText.OrNull(from.Description),
            Industry = FieldText.OrNull(from.Industry),
            AccountType = AccountType.Match(from.Type),
            LifecycleStage = LifecycleStage.Match(from.LifecycleStage),
            NumberOfEmployees = FieldText.Integer(from.NumberOfEmployees),
            AnnualRevenue = Money.From(FieldText.Decimal(from.AnnualRevenue), from.AnnualRevenueCurrency),
            FoundedYear = FieldText.Integer(from.FoundedYear),
            TimeZone = FieldText.OrNull(from.TimeZone),
            LinkedInUrl = FieldText.OrNull(from.LinkedInPage),
            PhoneNumbers = PhoneNumber.List((from.Phone, PhoneKind.Work)),
            Addresses = PostalAddress.List(PostalAddress.From(from.Address, from.Address2, from.City, from.State, from.Zip, from.Country)),
            Owner = RemoteRef<User>.From(from.OwnerId),
            Parent = RemoteRef<Account>.From(from.ParentCompanyId),
            LastActivityAt = FieldText.Moment(from.LastActivityDate),
            CustomFields = from.Others,
        };
    }

    /// <summary>Writes what HubSpot lets an app write: one phone number, one postal address, the revenue without a currency.</summary>
    public static HubSpotWrite ToWrite(Account account)
    {
        var phone = FieldWrite.One(account.PhoneNumbers, nameof(Account.PhoneNumbers));
        var address = FieldWrite.InParts(FieldWrite.One(account.Addresses, nameof(Account.Addresses)), nameof(Account.Addresses));
        if (account.AnnualRevenue?.Currency is not null)
        {
            throw FieldWrite.Refused(nameof(Account.AnnualRevenue), "HubSpot works its currency out; leave Currency null");
        }

        return new HubSpotPropertyWriter<Account>(account, Account.Type)
            .Set(nameof(Account.Name), "name", account.Name)
            .Set(nameof(Account.Domain), "domain", account.Domain)
            .Set(nameof(Account.Website), "website", account.Website)
            .Set(nameof(Account.Description), "description", account.Description)
            .Set(nameof(Account.Industry), "industry", account.Industry)
            .Set(nameof(Account.AccountType), "type", account.AccountType?.Value)
            .Set(nameof(Account.LifecycleStage), "lifecyclestage", HubSpotMapping.Word(account.LifecycleStage))
            .Set(nameof(Account.NumberOfEmployees), "numberofemployees", account.NumberOfEmployees?.ToString(CultureInfo.InvariantCulture))
            .Set(nameof(Account.AnnualRevenue), "annualrevenue", FieldText.Of(account.AnnualRevenue?.Amount))
            .Set(nameof(Account.FoundedYear), "founded_year", account.FoundedYear?.ToString(CultureInfo.InvariantCulture))
            .Set(nameof(Account.TimeZone), "timezone", account.TimeZone)
            .Set(nameof(Account.LinkedInUrl), "linkedin_company_page", account.LinkedInUrl)
            .Set(nameof(Account.PhoneNumbers), "phone", phone?.Number)
            .Set(nameof(Account.Addresses), "address", address?.Street1)
            .Set(nameof(Account.Addresses), "address2", address?.Street2)
            .Set(nameof(Account.Addresses), "city", address?.City)
            .Set(nameof(Account.Addresses), "state", address?.State)
            .Set(nameof(Account.Addresses), "zip", address?.PostalCode)
            .Set(nameof(Account.Addresses), "country", address?.Country)
            .Set(nameof(Account.Owner), "hubspot_owner_id", account.Owner?.RemoteId)
            .ToWrite();
    }
}
