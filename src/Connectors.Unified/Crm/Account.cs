namespace Connectors;

/// <summary>A company or organisation, in a CRM.</summary>
public sealed record Account : CommonModel
{
    /// <summary>Gets the model's stable id, its fields and its JSON form.</summary>
    public static ModelType<Account> Type { get; } = new("crm.account", UnifiedJson.Default);

    /// <summary>Gets the name.</summary>
    public string? Name { get => field; init => field = Set(value, 0); }

    /// <summary>Gets the domain of the company's web and e-mail addresses, such as <c>example.com</c>.</summary>
    public string? Domain { get => field; init => field = Set(value, 1); }

    /// <summary>Gets the web address.</summary>
    public string? Website { get => field; init => field = Set(value, 2); }

    /// <summary>Gets what the company is, as text.</summary>
    public string? Description { get => field; init => field = Set(value, 3); }

    /// <summary>Gets the branch of trade, in the provider's words, such as <c>COMPUTER_SOFTWARE</c>.</summary>
    public string? Industry { get => field; init => field = Set(value, 4); }

    /// <summary>Gets what the company is to us: known values <c>PROSPECT</c>, <c>CUSTOMER</c>, <c>PARTNER</c>, <c>RESELLER</c>, <c>VENDOR</c>, <c>OTHER</c>.</summary>
    public AccountType? AccountType { get => field; init => field = Set(value, 5); }

    /// <summary>Gets how far the company has come on the way to being a customer: known values <c>SUBSCRIBER</c>, <c>LEAD</c>, <c>MARKETING_QUALIFIED_LEAD</c>, <c>SALES_QUALIFIED_LEAD</c>, <c>OPPORTUNITY</c>, <c>CUSTOMER</c>, <c>EVANGELIST</c>, <c>OTHER</c>.</summary>
    public LifecycleStage? LifecycleStage { get => field; init => field = Set(value, 6); }

    /// <summary>Gets the number of people who work there.</summary>
    public int? NumberOfEmployees { get => field; init => field = Set(value, 7); }

    /// <summary>Gets the revenue of a year; the currency is often not told.</summary>
    public Money? AnnualRevenue { get => field; init => field = Set(value, 8); }

    /// <summary>Gets the year in which the company was founded, such as 1998.</summary>
    public int? FoundedYear { get => field; init => field = Set(value, 9); }

    /// <summary>Gets the time zone, in the provider's words, such as <c>America/New_York</c>.</summary>
    public string? TimeZone { get => field; init => field = Set(value, 10); }

    /// <summary>Gets the web address of the LinkedIn page.</summary>
    public string? LinkedInUrl { get => field; init => field = Set(value, 11); }

    /// <summary>Gets the phone numbers, as the provider writes them; an empty list says that there is none.</summary>
    public IReadOnlyList<PhoneNumber>? PhoneNumbers { get => field; init => field = Set(ValueList.Of(value), 12); }

    /// <summary>Gets the postal addresses; an empty list says that there is none.</summary>
    public IReadOnlyList<PostalAddress>? Addresses { get => field; init => field = Set(ValueList.Of(value), 13); }

    /// <summary>Gets the user who looks after the company.</summary>
    public RemoteRef<User>? Owner { get => field; init => field = Set(value, 14); }

    /// <summary>Gets the company that owns this one.</summary>
    public RemoteRef<Account>? Parent { get => field; init => field = Set(value, 15); }

    /// <summary>Gets the moment of the last call, meeting, e-mail or note.</summary>
    public DateTimeOffset? LastActivityAt { get => field; init => field = Set(value, 16); }
}
