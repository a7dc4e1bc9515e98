namespace Connectors.Greenhouse;

/// <summary>A candidate as Greenhouse sends it. Applications are not in it; they name the candidate.</summary>
/// <param name="Id">The id; 0 in a row that only says that a candidate is not shown, which a list counts as withheld.</param>
/// <param name="CreatedAt">When it was created.</param>
/// <param name="UpdatedAt">When it was last changed.</param>
/// <param name="FirstName">The given name.</param>
/// <param name="LastName">The family name.</param>
/// <param name="PreferredName">The given name that the person goes by.</param>
/// <param name="Company">Where the person works.</param>
/// <param name="Title">What the person does there.</param>
/// <param name="LastActivityAt">When something last happened.</param>
/// <param name="Private">Whether only some users may see the person.</param>
/// <param name="CanEmail">Whether the person may be sent e-mail.</param>
/// <param name="TimeZone">The time zone.</param>
/// <param name="Tags">The tags.</param>
/// <param name="LinkedUserIds">The users that are the same person.</param>
/// <param name="PhoneNumbers">Phone numbers: <c>home</c>, <c>work</c>, <c>mobile</c>, <c>skype</c>, <c>other</c>.</param>
/// <param name="Addresses">Postal addresses, each one text.</param>
/// <param name="EmailAddresses">E-mail addresses: <c>personal</c>, <c>work</c>, <c>other</c>.</param>
/// <param name="WebsiteAddresses">Web addresses: <c>personal</c>, <c>company</c>, <c>portfolio</c>, <c>blog</c>, <c>other</c>.</param>
/// <param name="SocialMediaAddresses">Profiles in social networks, without a type.</param>
/// <param name="CustomFields">The account's own fields by <c>name_key</c>.</param>
public sealed record GreenhouseCandidate(
    long Id,
    DateTimeOffset? CreatedAt,
    DateTimeOffset? UpdatedAt,
    string? FirstName,
    string? LastName,
    string? PreferredName,
    string? Company,
    string? Title,
    DateTimeOffset? LastActivityAt,
    bool? Private,
    bool? CanEmail,
    string? TimeZone,
    IReadOnlyList<string>? Tags,
    IReadOnlyList<long>? LinkedUserIds,
    IReadOnlyList<GreenhouseContactPoint>? PhoneNumbers,
    IReadOnlyList<GreenhouseContactPoint>? Addresses,
    IReadOnlyList<GreenhouseContactPoint>? EmailAddresses,
    IReadOnlyList<GreenhouseContactPoint>? WebsiteAddresses,
    IReadOnlyList<GreenhouseContactPoint>? SocialMediaAddresses,
    IReadOnlyDictionary<string, GreenhouseCustomField>? CustomFields)
{
    /// <inheritdoc/>
    public override string ToString() => $"{nameof(GreenhouseCandidate)} {Id}";
}

/// <summary>A phone number, an address, or the like.</summary>
/// <param name="Value">The value.</param>
/// <param name="Type">What it is for.</param>
public sealed record GreenhouseContactPoint(string? Value, string? Type = null)
{
    /// <inheritdoc/>
    public override string ToString() => $"{nameof(GreenhouseContactPoint)} {Type}";
}

/// <summary>The value of one of the account's own fields.</summary>
/// <param name="Name">The field's name for people.</param>
/// <param name="Type">Its type: <c>short_text</c>, <c>single_select</c>, <c>currency</c> and so on.</param>
/// <param name="Value">The value: any JSON.</param>
public sealed record GreenhouseCustomField(string? Name, string? Type, JsonElement Value);

/// <summary>A value to write into one of the account's own fields.</summary>
/// <param name="NameKey">The field's <c>name_key</c>.</param>
/// <param name="Value">The value; JSON null clears it.</param>
public sealed record GreenhouseCustomValue(string NameKey, JsonElement Value);

/// <summary>
/// What is written of a candidate. A <see langword="null"/> is not sent, and leaves things as they are; an empty text clears a field;
/// a list takes the place of the whole list that was there.
/// </summary>
public sealed record GreenhouseCandidateFields
{
    /// <summary>Gets the given name; needed to create.</summary>
    public string? FirstName { get; init; }

    /// <summary>Gets the family name; needed to create.</summary>
    public string? LastName { get; init; }

    /// <summary>Gets where the person works.</summary>
    public string? Company { get; init; }

    /// <summary>Gets what the person does there.</summary>
    public string? Title { get; init; }

    /// <summary>Gets e-mail addresses.</summary>
    public IReadOnlyList<GreenhouseContactPoint>? EmailAddresses { get; init; }

    /// <summary>Gets phone numbers.</summary>
    public IReadOnlyList<GreenhouseContactPoint>? PhoneNumbers { get; init; }

    /// <summary>Gets postal addresses.</summary>
    public IReadOnlyList<GreenhouseContactPoint>? Addresses { get; init; }

    /// <summary>Gets web addresses.</summary>
    public IReadOnlyList<GreenhouseContactPoint>? WebsiteAddresses { get; init; }

    /// <summary>Gets profiles in social networks; they have no type.</summary>
    public IReadOnlyList<GreenhouseContactPoint>? SocialMediaAddresses { get; init; }

    /// <summary>Gets tags.</summary>
    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>Gets whether the person may be sent e-mail.</summary>
    public bool? CanEmail { get; init; }

    /// <summary>Gets whether only some users may see the person.</summary>
    public bool? IsPrivate { get; init; }

    /// <summary>Gets values of the account's own fields.</summary>
    public IReadOnlyList<GreenhouseCustomValue>? CustomFields { get; init; }

    /// <summary>Gets an application to create with the candidate, without a candidate id; of no use in an update.</summary>
    public GreenhouseNewApplication? Application { get; init; }

    /// <inheritdoc/>
    public override string ToString() => nameof(GreenhouseCandidateFields);
}

internal sealed record GreenhouseCreatedCandidate(GreenhouseCandidate Candidate);
