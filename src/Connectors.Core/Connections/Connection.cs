namespace Connectors;

/// <summary>One customer's account at one provider, as the connection store keeps it. Holds no secret.</summary>
public sealed record Connection
{
    /// <summary>Gets the key.</summary>
    public required ConnectionKey Key { get; init; }

    /// <summary>Gets the credential that the connection uses; several connections may share one grant.</summary>
    public required string CredentialId { get; init; }

    /// <summary>Gets the name of the auth scheme, as the definition states it.</summary>
    public required string AuthScheme { get; init; }

    /// <summary>Gets what the customer entered when connecting, such as <c>subdomain</c>.</summary>
    public ConnectionSettings Settings { get; init; } = [];

    /// <summary>Gets the scopes that were granted, or <see langword="null"/> when the provider does not say.</summary>
    public IReadOnlyList<string>? GrantedScopes { get; init; }

    /// <summary>Gets the provider's id of the account, from the definition's cheap proving call.</summary>
    public string? AccountId { get; init; }

    /// <summary>Gets the account's name at the provider.</summary>
    public string? AccountName { get; init; }

    /// <summary>
    /// Gets a keyed hash of the credential and the settings in configuration that the connection was made from, by which a change there
    /// is noticed; <see langword="null"/> where it was not made from configuration. Nothing can be read from it.
    /// </summary>
    public string? ConfigurationHash { get; init; }

    /// <summary>Gets what the connection can do now.</summary>
    public ConnectionStatus Status { get; init; } = ConnectionStatus.Active;

    /// <summary>Gets why the status is not <see cref="ConnectionStatus.Active"/>.</summary>
    public string? StatusReason { get; init; }

    /// <summary>Gets since when the status holds.</summary>
    public DateTimeOffset StatusSince { get; init; }

    /// <summary>Gets when the connection was made.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Gets the version of the stored row; it grows by one with each change.</summary>
    public long Version { get; init; }

    /// <summary>Prints the key, the status and the account; no setting, no scope.</summary>
    public override string ToString() => (AccountName ?? AccountId) is { } account ? $"{Key} ({Status}, {account})" : $"{Key} ({Status})";
}

/// <summary>What a connection can do now.</summary>
public enum ConnectionStatus
{
    /// <summary>Calls are made.</summary>
    Active,

    /// <summary>
    /// The customer must connect the account again: a renewal or <see cref="IConnections.VerifyAsync"/> was refused for good. No call is made.
    /// </summary>
    ReconnectRequired,

    /// <summary>
    /// Calls fail, and are still tried: the provider could not be asked, or it refused a credential that cannot be renewed, such as a key,
    /// which may pass. A call that succeeds makes it <see cref="Active"/> again, after a minute at the earliest;
    /// <see cref="IConnections.VerifyAsync"/> and connecting anew do so at once.
    /// </summary>
    Failing,

    /// <summary>The app paused it: no call is made.</summary>
    Paused,

    /// <summary>
    /// The customer signed in, and the grant covers several accounts (or none): the app chooses one
    /// (<see cref="IConnections.ListAccountsAsync"/>, <see cref="IConnections.UseAccountAsync"/>). No other call is made until then.
    /// </summary>
    AccountRequired,

    /// <summary>
    /// It is being disconnected or forgotten: no call is made. Where that was cut off, <see cref="IConnections.DisconnectAsync"/> or
    /// <see cref="IConnections.ForgetAsync"/> goes on, and connecting anew brings it back.
    /// </summary>
    Disconnecting,
}
