using Connectors.Auth;

namespace Connectors.Definitions;

/// <summary>
/// OAuth 2.0 client credentials: the customer's own client, for which a token is fetched on first use and kept. Takes a
/// <see cref="ClientCredential"/>; where the token endpoint asks for <see cref="ClientAuthentication.PrivateKeyJwt"/>, a
/// <see cref="PrivateKeyCredential"/> whose issuer is the client id.
/// </summary>
/// <param name="name">The scheme's name in the definition.</param>
public sealed class ClientCredentialsScheme(string name = "client-credentials") : RenewableScheme(name)
{
    /// <summary>Gets where tokens are given.</summary>
    public required TokenEndpoint TokenEndpoint { get; init; }

    /// <summary>Gets the scopes to ask for.</summary>
    /// <value>The default is empty: what the client may do.</value>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>Gets what stands between two scopes in the request.</summary>
    /// <value>The default is a space, as the standard has it.</value>
    public string ScopeSeparator { get; init; } = " ";

    internal override string CredentialName => TokenEndpoint.ClientAuthentication == ClientAuthentication.PrivateKeyJwt ? nameof(PrivateKeyCredential) : nameof(ClientCredential);

    /// <inheritdoc/>
    public override bool Accepts(Credential credential) =>
        TokenEndpoint.ClientAuthentication == ClientAuthentication.PrivateKeyJwt ? credential is PrivateKeyCredential : credential is ClientCredential;

    /// <inheritdoc/>
    public override ValueTask ApplyAsync(AuthContext context, CancellationToken cancellationToken)
    {
        PreparedHeader.Authorize(context, this, static (context, _) =>
            PreparedHeader.Bearer(context, context.Credential.Tokens?.AccessToken ?? default));
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public override DateTimeOffset? RenewAt(Credential credential) => credential.Tokens is { } token ? RenewalMoment.Of(token) : DateTimeOffset.MinValue;

    /// <inheritdoc/>
    public override async Task<Credential> RenewAsync(RenewContext context, CancellationToken cancellationToken)
    {
        var credential = context.Credential;
        var call = new OAuthCall
        {
            Definition = context.Definition,
            Options = context.Options,
            Connection = context.Connection,
            Client = context.Client,
            Time = context.Time,
            ClientId = (credential as PrivateKeyCredential)?.Issuer ?? ((ClientCredential)credential).ClientId,
            ClientSecret = (credential as ClientCredential)?.ClientSecret ?? default,
            ClientKey = OAuthClientKey.OfCustomer(credential, TokenEndpoint, context.Connection),
            ClientIsCustomers = true,
            Endpoint = TokenEndpoint,
            MayRepeat = context.MayRepeat,
        };
        List<KeyValuePair<string, string>> fields = [new("grant_type", "client_credentials")];
        if (Scopes.Count > 0)
        {
            fields.Add(new("scope", string.Join(ScopeSeparator, Scopes)));
        }

        var token = await OAuthClient.RequestAsync(call, TokenEndpoint, OAuthGrant.ClientCredentials, fields, credential.Tokens, Scopes.Count > 0 ? Scopes : null, cancellationToken).ConfigureAwait(false);
        return credential.WithToken(token);
    }
}
