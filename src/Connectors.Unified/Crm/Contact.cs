namespace Connectors;

/// <summary>A person whom a company deals with, in a CRM.</summary>
public sealed record Contact : CommonModel
{
    /// <summary>Gets the model's stable id, its fields and its JSON form.</summary>
    public static ModelType<Contact> Type { get; } = new("crm.contact", UnifiedJson.Default);

    /// <summary>Gets the given name.</summary>
    public string? FirstName { get => field; init => field = Set(value, 0); }

    /// <summary>Gets the family name.</summary>
    public string? LastName { get => field; init => field = Set(value, 1); }

    /// <summary>Gets what the person does at the company, as text.</summary>
    public string? JobTitle { get => field; init => field = Set(value, 2); }

    /// <summary>Gets the company's name as text; it need not be that of <see cref="Account"/>.</summary>
    public string? CompanyName { get => field; init => field = Set(value, 3); }

    /// <summary>Gets the company that the person belongs to first of all.</summary>
    public RemoteRef<Account>? Account { get => field; init => field = Set(value, 4); }

    /// <summary>Gets the user who looks after the person.</summary>
    public RemoteRef<User>? Owner { get => field; init => field = Set(value, 5); }

    /// <summary>Gets the e-mail addresses; the first is the primary one, and an empty list says that there is none.</summary>
    public IReadOnlyList<EmailAddress>? EmailAddresses { get => field; init => field = Set(ValueList.Of(value), 6); }

    /// <summary>Gets the phone numbers, as the provider writes them; an empty list says that there is none.</summary>
    public IReadOnlyList<PhoneNumber>? PhoneNumbers { get => field; init => field = Set(ValueList.Of(value), 7); }

    /// <summary>Gets the postal addresses; an empty list says that there is none.</summary>
    public IReadOnlyList<PostalAddress>? Addresses { get => field; init => field = Set(ValueList.Of(value), 8); }

    /// <summary>Gets the person's or company's web address.</summary>
    public string? Website { get => field; init => field = Set(value, 9); }

    /// <summary>Gets how far the person has come on the way to being a customer: known values <c>SUBSCRIBER</c>, <c>LEAD</c>, <c>MARKETING_QUALIFIED_LEAD</c>, <c>SALES_QUALIFIED_LEAD</c>, <c>OPPORTUNITY</c>, <c>CUSTOMER</c>, <c>EVANGELIST</c>, <c>OTHER</c>.</summary>
    public LifecycleStage? LifecycleStage { get => field; init => field = Set(value, 10); }

    /// <summary>Gets how work on the person as a lead stands: known values <c>NEW</c>, <c>OPEN</c>, <c>IN_PROGRESS</c>, <c>ATTEMPTED_TO_CONTACT</c>, <c>CONNECTED</c>, <c>OPEN_DEAL</c>, <c>QUALIFIED</c>, <c>UNQUALIFIED</c>, <c>BAD_TIMING</c>, <c>CLOSED</c>.</summary>
    public LeadStatus? LeadStatus { get => field; init => field = Set(value, 11); }

    /// <summary>Gets whether the person has asked for no marketing e-mail.</summary>
    public bool? HasOptedOutOfEmail { get => field; init => field = Set(value, 12); }

    /// <summary>Gets the moment of the last call, meeting, e-mail or note.</summary>
    public DateTimeOffset? LastActivityAt { get => field; init => field = Set(value, 13); }
}
