namespace Connectors.Definitions;

/// <summary>Everything that a provider's package states, as data. Sync, capabilities, logs and the provider table all read it.</summary>
public sealed class ConnectorDefinition
{
    /// <summary>Gets the provider id, lower-case: <c>hubspot</c>.</summary>
    public required string Id { get; init => field = ProviderId.Check(value); }

    /// <summary>Gets the provider's name as it writes it: <c>HubSpot</c>.</summary>
    public required string DisplayName { get; init; }

    /// <summary>Gets the categories that the provider serves.</summary>
    public IReadOnlyList<ConnectorCategory> Categories { get; init; } = [];

    /// <summary>Gets the hosts.</summary>
    public required HostSet Hosts { get; init; }

    /// <summary>Gets what a customer enters beside the credential.</summary>
    public IReadOnlyList<ConnectionSetting> Settings { get; init; } = [];

    /// <summary>Gets the ways to sign in; the first one is the preferred one.</summary>
    public required IReadOnlyList<AuthScheme> Auth { get; init; }

    /// <summary>Gets the cheap call that proves a connection and tells whose account it is.</summary>
    public Endpoint<NoContent, AccountIdentity>? WhoAmI { get; init; }

    /// <summary>
    /// Gets where the accounts of a grant are listed, for a provider whose sign-in covers several of them (Xero, Atlassian). Concerns
    /// connections by an <see cref="OAuth2Scheme"/>; it proves them in the place of <see cref="WhoAmI"/>.
    /// </summary>
    /// <value>The default is <see langword="null"/>: a grant is one account's.</value>
    public GrantAccounts? Accounts { get; init; }

    /// <summary>
    /// Gets headers that are sent with every call, a raw one too; a request's own one of the same name counts more. A value that is a
    /// <c>{setting}</c> is the connection's, and left out where it lacks that: <c>["xero-tenant-id"] = "{tenant_id}"</c>. Not for secrets.
    /// </summary>
    /// <value>The default is empty.</value>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>
    /// Gets the domains that a host must be under when it comes from a setting or a token answer: <c>["salesforce.com", "force.com"]</c>.
    /// </summary>
    /// <value>The default is empty: any domain that the setting's pattern lets through.</value>
    public IReadOnlyList<string> HostSuffixes { get; init; } = [];

    /// <summary>Gets all endpoints, list endpoints among them.</summary>
    public required IReadOnlyList<Endpoint> Endpoints { get; init; }

    /// <summary>Gets what is stated of the common models.</summary>
    public IReadOnlyList<ModelBinding> Models { get; init; } = [];

    /// <summary>Gets the limits that the provider sets.</summary>
    public IReadOnlyList<Limit> Limits { get; init; } = [];

    /// <summary>Gets how answers are judged.</summary>
    public ResponseRules Rules { get; init; } = ResponseRules.Default;

    /// <summary>Gives what is stated of one common model.</summary>
    /// <typeparam name="TModel">The common model.</typeparam>
    /// <returns>The binding, or <see langword="null"/> when the connector does not know the model.</returns>
    public ModelBinding<TModel>? Binding<TModel>()
        where TModel : CommonModel
    {
        foreach (var model in Models)
        {
            if (model is ModelBinding<TModel> binding)
            {
                return binding;
            }
        }

        return null;
    }

    /// <inheritdoc/>
    public override string ToString() => Id;

    internal ConnectionSetting? Setting(string name) => Settings.FirstOrDefault(setting => setting.Name == name);

    /// <summary>Gives where the accounts of a connection's grant are listed, where it has to be one of several.</summary>
    internal GrantAccounts? AccountsOf(Connection connection) => Accounts is not null && Scheme(connection.AuthScheme) is OAuth2Scheme ? Accounts : null;

    internal AuthScheme? Scheme(string name) => Auth.FirstOrDefault(scheme => scheme.Name == name);
}

/// <summary>Whose account a connection is at the provider.</summary>
/// <param name="Id">The provider's id of the account (portal, workspace, company), or <see langword="null"/> where no call of the connection tells it.</param>
/// <param name="Name">Its name, where the provider tells it.</param>
public sealed record AccountIdentity(string? Id, string? Name = null);

/// <summary>What a provider is for. New values may be added.</summary>
public enum ConnectorCategory
{
    /// <summary>Customer relationship management.</summary>
    Crm,

    /// <summary>Human resources.</summary>
    Hris,

    /// <summary>Applicant tracking.</summary>
    Ats,

    /// <summary>Tickets and issues.</summary>
    Ticketing,

    /// <summary>Accounting.</summary>
    Accounting,

    /// <summary>Files.</summary>
    FileStorage,

    /// <summary>Chat and messages.</summary>
    Messaging,

    /// <summary>Marketing.</summary>
    Marketing,

    /// <summary>Anything else.</summary>
    Other,
}
