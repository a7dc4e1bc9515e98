using System.Globalization;

namespace Connectors.Benchmarks.Compare;

/// <summary>The same fields into the same common model, written by hand.</summary>
internal static class FloorMapping
{
    public static Contact[] ToContacts(FloorPage page)
    {
        var contacts = new Contact[page.Results.Count];
        for (var index = 0; index < contacts.Length; index++)
        {
            contacts[index] = ToContact(page.Results[index]);
        }

        return contacts;
    }

    private static Contact ToContact(FloorContact source)
    {
        var from = source.Properties;
        return new()
        {
            RemoteId = source.Id,
            RemoteCreatedAt = source.CreatedAt,
            RemoteModifiedAt = source.UpdatedAt,
            IsDeleted = source.Archived,
            FirstName = from.FirstName,
            LastName = from.LastName,
            JobTitle = from.JobTitle,
            CompanyName = from.Company,
            Account = Company(source) is { } company ? new RemoteRef<Account>(company) : null,
            Owner = from.OwnerId is { Length: > 0 } owner ? new RemoteRef<User>(owner) : null,
            EmailAddresses = Emails(from),
            PhoneNumbers = Phones(from),
            Addresses = [new() { Street1 = from.Address, City = from.City, State = from.State, PostalCode = from.Zip, Country = from.Country }],
            Website = from.Website,
            LifecycleStage = LifecycleStage.Match(from.LifecycleStage),
            LeadStatus = LeadStatus.Match(from.LeadStatus),
            HasOptedOutOfEmail = from.EmailOptOut switch { "true" => true, "false" => false, _ => null },
            LastActivityAt = from.LastActivityDate is { } moment ? DateTimeOffset.Parse(moment, CultureInfo.InvariantCulture) : null,
        };
    }

    private static string? Company(FloorContact source)
    {
        if (source.Associations?.Companies is { } companies)
        {
            foreach (var company in companies.Results)
            {
                if (company.Type == "contact_to_company")
                {
                    return company.Id;
                }
            }
        }

        return null;
    }

    private static List<EmailAddress> Emails(FloorProperties from)
    {
        var emails = new List<EmailAddress>(1);
        if (from.Email is { } first)
        {
            emails.Add(new(first));
        }

        if (from.AdditionalEmails is { } others)
        {
            foreach (var other in others.Split(';'))
            {
                emails.Add(new(other));
            }
        }

        return emails;
    }

    private static List<PhoneNumber> Phones(FloorProperties from)
    {
        var phones = new List<PhoneNumber>(2);
        if (from.Phone is { } phone)
        {
            phones.Add(new(phone) { Kind = PhoneKind.Work });
        }

        if (from.MobilePhone is { } mobile)
        {
            phones.Add(new(mobile) { Kind = PhoneKind.Mobile });
        }

        return phones;
    }
}
