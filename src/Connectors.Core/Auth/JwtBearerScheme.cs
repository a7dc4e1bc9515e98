using Connectors.Auth;

namespace Connectors.Definitions;

/// <summary>
/// OAuth 2.0 by a signed assertion (RFC 7523, 2.1): for a token that the customer's key signs, the provider gives an access token; there
/// is no refresh token, a new assertion takes its place. Google service accounts, Salesforce, Workday, DocuSign. Takes a
/// <see cref="PrivateKeyCredential"/>.
/// </summary>
/// <param name="name">The scheme's name in the definition.</param>
public sealed class JwtBearerScheme(string name = "jwt-bearer") : RenewableScheme(name)
{
    private const string Grant = "urn:ietf:params:oauth:grant-type:jwt-bearer";

    /// <summary>Gets where tokens are given. How a client proves itself there counts only with <see cref="WithClient"/>.</summary>
    public required TokenEndpoint TokenEndpoint { get; init; }

    /// <summary>Gets how the assertion is made.</summary>
    /// <value>The default is <c>iss</c> and <c>sub</c> of the credential, <c>aud</c> the token endpoint's address, five minutes.</value>
    public JwtProfile Assertion { get; init; } = new();

    /// <summary>Gets the scopes to ask for, unless the app's options name others.</summary>
    /// <value>The default is empty.</value>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>Gets what stands between two scopes.</summary>
    /// <value>The default is a space, as the standard has it.</value>
    public string ScopeSeparator { get; init; } = " ";

    /// <summary>Gets whether the scopes are a claim of the assertion, as Google has it, and not a form field.</summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool ScopeInAssertion { get; init; }

    /// <summary>Gets whether the app's own client proves itself beside the assertion, by <see cref="ConnectorOptions.ClientId"/> and what belongs to it.</summary>
    /// <value>The default is <see langword="false"/>: the assertion is all that is sent.</value>
    public bool WithClient { get; init; }

    internal override string CredentialName => nameof(PrivateKeyCredential);

    /// <inheritdoc/>
    public override bool Accepts(Credential credential) => credential is PrivateKeyCredential;

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
        var credential = (PrivateKeyCredential)context.Credential;
        var key = JwtMaker.KeyOf(credential, Assertion.Algorithm, context.Connection);
        IReadOnlyList<string> scopes = context.Options.Scopes.Count > 0 ? [.. context.Options.Scopes] : Scopes;
        var scope = scopes.Count > 0 ? string.Join(ScopeSeparator, scopes) : null;
        var call = WithClient ? OAuthCall.OfApp(context, TokenEndpoint) : new()
        {
            Definition = context.Definition,
            Options = context.Options,
            Connection = context.Connection,
            Client = context.Client,
            Time = context.Time,
            ClientId = "",
            ClientSecret = default,
            HasClient = false,
            ClientIsCustomers = true,
            MayRepeat = context.MayRepeat,
        };
        call.FreshFields = Assert;
        List<KeyValuePair<string, string>> fields = [new("grant_type", Grant)];
        if (scope is not null && !ScopeInAssertion)
        {
            fields.Add(new("scope", scope));
        }

        var token = await OAuthClient.RequestAsync(call, TokenEndpoint, OAuthGrant.JwtBearer, fields, credential.Token, scopes.Count > 0 ? scopes : null, cancellationToken).ConfigureAwait(false);
        return credential.WithToken(token);

        IEnumerable<KeyValuePair<string, string>> Assert(Uri address)
        {
            var claims = new JwtContext(context.Connection, context.Definition, context.Time.GetUtcNow(), credential.Issuer, credential.Subject, address.AbsoluteUri);
            var assertion = JwtMaker.Make(Assertion, key, claims, scope: ScopeInAssertion ? scope : null).AccessToken.Reveal();
            call.Assertions.Add(assertion);
            return [new("assertion", assertion)];
        }
    }
}
