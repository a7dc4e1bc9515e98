namespace Connectors.Definitions;

/// <summary>
/// Where the accounts that one sign-in covers are listed, and the setting that says which of them a connection is to: Xero's tenants,
/// Atlassian's sites. The setting is told by this list and entered by nobody; it may stand in <see cref="ConnectorDefinition.Headers"/>, in
/// a host (<c>https://api.atlassian.com/ex/jira/{cloud_id}</c>) and in requests (<see cref="EndpointContext.Required"/>).
/// </summary>
public sealed class GrantAccounts
{
    private readonly Func<IConnector, CancellationToken, Task<IReadOnlyList<AccountIdentity>>> _list;

    /// <summary>States a list that comes in one answer.</summary>
    /// <param name="setting">The name of the setting that takes the id of the account: <c>tenant_id</c>.</param>
    /// <param name="list">Lists the accounts; called without the setting, so neither its host nor its path may need it.</param>
    public GrantAccounts(string setting, Endpoint<NoContent, IReadOnlyList<AccountIdentity>> list)
        : this(setting, (Endpoint)list) => _list = (connector, cancellationToken) => connector.CallAsync(list, default, null, cancellationToken);

    /// <summary>States a list that comes in pages.</summary>
    /// <param name="setting">The name of the setting that takes the id of the account: <c>page_id</c>.</param>
    /// <param name="list">Lists the accounts; called without the setting, so neither its host nor its path may need it.</param>
    public GrantAccounts(string setting, ListEndpoint<AccountIdentity> list)
        : this(setting, (Endpoint)list) => _list = (connector, cancellationToken) => AllAsync(connector, list, cancellationToken);

    private GrantAccounts(string setting, Endpoint endpoint)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(setting);
        ArgumentNullException.ThrowIfNull(endpoint);
        (Setting, Endpoint, _list) = (setting, endpoint, null!);
    }

    /// <summary>Gets the name of the setting.</summary>
    public string Setting { get; }

    /// <summary>Gets the endpoint that lists the accounts.</summary>
    public Endpoint Endpoint { get; }

    /// <summary>Lists the accounts that have an id.</summary>
    internal async Task<IReadOnlyList<AccountIdentity>> ListAsync(IConnector connector, CancellationToken cancellationToken) =>
        [.. (await _list(connector, cancellationToken).ConfigureAwait(false)).Where(static account => account.Id is { Length: > 0 })];

    private static async Task<IReadOnlyList<AccountIdentity>> AllAsync(IConnector connector, ListEndpoint<AccountIdentity> list, CancellationToken cancellationToken)
    {
        List<AccountIdentity> accounts = [];
        await foreach (var account in connector.ListAsync(list).WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            accounts.Add(account);
        }

        return accounts;
    }
}
