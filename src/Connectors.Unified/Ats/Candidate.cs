namespace Connectors;

/// <summary>A person who applies for jobs, in an ATS.</summary>
public sealed record Candidate : CommonModel
{
    /// <summary>Gets the model's stable id, its fields and its JSON form.</summary>
    public static ModelType<Candidate> Type { get; } = new("ats.candidate", UnifiedJson.Default);

    /// <summary>Gets the given name.</summary>
    public string? FirstName { get => field; init => field = Set(value, 0); }

    /// <summary>Gets the family name.</summary>
    public string? LastName { get => field; init => field = Set(value, 1); }

    /// <summary>Gets the given name that the person goes by.</summary>
    public string? PreferredName { get => field; init => field = Set(value, 2); }

    /// <summary>Gets the company where the person works now, as text.</summary>
    public string? CompanyName { get => field; init => field = Set(value, 3); }

    /// <summary>Gets what the person does there, as text.</summary>
    public string? JobTitle { get => field; init => field = Set(value, 4); }

    /// <summary>Gets the e-mail addresses; an empty list says that there is none.</summary>
    public IReadOnlyList<EmailAddress>? EmailAddresses { get => field; init => field = Set(ValueList.Of(value), 5); }

    /// <summary>Gets the phone numbers, as the provider writes them; an empty list says that there is none.</summary>
    public IReadOnlyList<PhoneNumber>? PhoneNumbers { get => field; init => field = Set(ValueList.Of(value), 6); }

    /// <summary>Gets the postal addresses; an empty list says that there is none.</summary>
    public IReadOnlyList<PostalAddress>? Addresses { get => field; init => field = Set(ValueList.Of(value), 7); }

    /// <summary>Gets the web addresses: own sites, social networks; an empty list says that there is none.</summary>
    public IReadOnlyList<WebLink>? Links { get => field; init => field = Set(ValueList.Of(value), 8); }

    /// <summary>Gets the tags, as text; an empty list says that there is none.</summary>
    public IReadOnlyList<string>? Tags { get => field; init => field = Set(ValueList.Of(value), 9); }

    /// <summary>Gets the time zone, in the provider's words.</summary>
    public string? TimeZone { get => field; init => field = Set(value, 10); }

    /// <summary>Gets whether only some users may see the person.</summary>
    public bool? IsPrivate { get => field; init => field = Set(value, 11); }

    /// <summary>Gets whether the person may be sent e-mail.</summary>
    public bool? CanEmail { get => field; init => field = Set(value, 12); }

    /// <summary>Gets the moment when something last happened with the person.</summary>
    public DateTimeOffset? LastActivityAt { get => field; init => field = Set(value, 13); }
}
