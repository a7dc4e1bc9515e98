namespace Connectors.HubSpot;

/// <summary>An owner as HubSpot sends it: a user, or a queue, who can own records. Prints its id only.</summary>
public sealed record HubSpotOwner
{
    /// <summary>Gets the owner's id, which stands in <c>hubspot_owner_id</c>; it is not the user's id.</summary>
    [JsonRequired]
    public string Id { get; set; } = "";

    /// <summary>Gets the e-mail address.</summary>
    public string? Email { get; set; }

    /// <summary>Gets the given name.</summary>
    public string? FirstName { get; set; }

    /// <summary>Gets the family name.</summary>
    public string? LastName { get; set; }

    /// <summary>Gets the user's id.</summary>
    public long? UserId { get; set; }

    /// <summary>Gets the user's id, also of a user who cannot sign in any more.</summary>
    public long? UserIdIncludingInactive { get; set; }

    /// <summary>Gets what the owner is: <c>PERSON</c>, <c>QUEUE</c>.</summary>
    public string? Type { get; set; }

    /// <summary>Gets when the owner was created.</summary>
    public DateTimeOffset? CreatedAt { get; set; }

    /// <summary>Gets when the owner was last changed.</summary>
    public DateTimeOffset? UpdatedAt { get; set; }

    /// <summary>Gets whether the owner was removed from the account.</summary>
    public bool Archived { get; set; }

    /// <summary>Gets the teams.</summary>
    public IReadOnlyList<HubSpotTeam>? Teams { get; set; }

    /// <inheritdoc/>
    public override string ToString() => $"{nameof(HubSpotOwner)} {Id}";
}

/// <summary>A team that an owner is in.</summary>
/// <param name="Id">The team's id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Primary">Whether it is the owner's main team.</param>
public sealed record HubSpotTeam(string Id, string? Name, bool Primary);
