namespace Connectors;

/// <summary>How one sign-in is started. Everything has a default; most sign-ins pass nothing.</summary>
public sealed record AuthorizationOptions
{
    /// <summary>Gets the name of the OAuth scheme to sign in with, for a provider that has several.</summary>
    /// <value>The default is the definition's first one.</value>
    public string? Scheme { get; init; }

    /// <summary>Gets the scopes to ask this customer for.</summary>
    /// <value>The default is those of the provider's options, and where they name none, those of the definition.</value>
    public IReadOnlyList<string>? Scopes { get; init; }

    /// <summary>
    /// Gets what the definition asks for beside the sign-in, such as <c>subdomain</c>; and where a sign-in covers several accounts, which of
    /// them is meant, where the app knows it: by the setting of <see cref="Definitions.ConnectorDefinition.Accounts"/>.
    /// </summary>
    public ConnectionSettings? Settings { get; init; }
}
