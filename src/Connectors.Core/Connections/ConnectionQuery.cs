namespace Connectors;

/// <summary>Which connections are listed: those for which all that is set holds. All of them when nothing is set.</summary>
public sealed record ConnectionQuery
{
    /// <summary>Lists all connections.</summary>
    public static ConnectionQuery All { get; } = new();

    /// <summary>Gets the app's own id of its customer.</summary>
    public string? Tenant { get; init; }

    /// <summary>Gets the provider id.</summary>
    public string? Provider { get; init; }

    /// <summary>Gets the provider's id of the account. Set <see cref="Provider"/> as well: ids of two providers may be the same.</summary>
    public string? AccountId { get; init; }

    /// <summary>Gets the credential; several connections may share one grant.</summary>
    public string? CredentialId { get; init; }

    /// <summary>Says whether a connection is listed; for stores that hold them in memory.</summary>
    /// <param name="connection">The connection.</param>
    public bool Matches(Connection connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        return (Tenant is null || connection.Key.Tenant == Tenant)
            && (Provider is null || connection.Key.Provider == Provider)
            && (AccountId is null || connection.AccountId == AccountId)
            && (CredentialId is null || connection.CredentialId == CredentialId);
    }
}
