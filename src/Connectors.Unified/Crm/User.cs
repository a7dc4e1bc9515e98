namespace Connectors;

/// <summary>A person who uses the provider: an owner of contacts and opportunities in a CRM, a recruiter in an ATS.</summary>
/// <remarks>One model for users of every category: <c>RemoteRef&lt;User&gt;</c> names who owns a contact and who recruits for a job.</remarks>
public sealed record User : CommonModel
{
    /// <summary>Gets the model's stable id, its fields and its JSON form.</summary>
    public static ModelType<User> Type { get; } = new("crm.user", UnifiedJson.Default);

    /// <summary>Gets the full name as it is shown.</summary>
    public string? Name { get => field; init => field = Set(value, 0); }

    /// <summary>Gets the given name.</summary>
    public string? FirstName { get => field; init => field = Set(value, 1); }

    /// <summary>Gets the family name.</summary>
    public string? LastName { get => field; init => field = Set(value, 2); }

    /// <summary>Gets the e-mail address with which the person signs in.</summary>
    public string? Email { get => field; init => field = Set(value, 3); }

    /// <summary>Gets whether the person can sign in.</summary>
    public bool? IsActive { get => field; init => field = Set(value, 4); }

    /// <summary>Gets what the person does, as text.</summary>
    public string? JobTitle { get => field; init => field = Set(value, 5); }

    /// <summary>Gets the names of the teams that the person is in; an empty list says that there is none.</summary>
    public IReadOnlyList<string>? Teams { get => field; init => field = Set(ValueList.Of(value), 6); }
}
