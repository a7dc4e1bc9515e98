namespace Connectors;

/// <summary>What a connection holds to sign in with. A class, not a record: it never prints its members.</summary>
public abstract class Credential
{
    /// <inheritdoc/>
    public sealed override string ToString() => $"{GetType().Name} ***";

    /// <summary>Gives the secrets, so that they can be blanked in whatever the provider echoes.</summary>
    internal abstract IEnumerable<Secret> Secrets { get; }

    /// <summary>The tokens, where the credential is made of some.</summary>
    internal virtual TokenSet? Tokens => null;

    /// <summary>Gives the credential with a new token; only for those that hold one beside what it is asked with.</summary>
    internal virtual Credential WithToken(TokenSet token) => throw new NotSupportedException($"{GetType().Name} holds no token.");

    /// <summary>What a scheme made of this credential for its header, so that it is made once and not for each request.</summary>
    internal Auth.PreparedHeader? Prepared { get; set; }

    /// <summary>The key that the credential holds, once it was read.</summary>
    internal SigningKey? Signing { get; set; }
}

/// <summary>An API key.</summary>
/// <param name="key">The key.</param>
public sealed class ApiKeyCredential(Secret key) : Credential
{
    /// <summary>Gets the key.</summary>
    public Secret Key { get; } = key;

    internal override IEnumerable<Secret> Secrets => [Key];
}

/// <summary>A user name with a password.</summary>
/// <param name="user">The user name; no colon (RFC 7617).</param>
/// <param name="password">The password.</param>
public sealed class BasicCredential(string user, Secret password) : Credential
{
    /// <summary>Gets the user name.</summary>
    public string User { get; } = user ?? throw new ArgumentNullException(nameof(user));

    /// <summary>Gets the password.</summary>
    public Secret Password { get; } = password;

    internal override IEnumerable<Secret> Secrets => [Password];
}

/// <summary>A token that does not expire, or that the app renews itself.</summary>
/// <param name="token">The token.</param>
public sealed class BearerCredential(Secret token) : Credential
{
    /// <summary>Gets the token.</summary>
    public Secret Token { get; } = token;

    internal override IEnumerable<Secret> Secrets => [Token];
}

/// <summary>A customer's own OAuth client (client credentials grant), with the token that it was last given.</summary>
/// <param name="clientId">The client id.</param>
/// <param name="clientSecret">The client secret.</param>
public sealed class ClientCredential(string clientId, Secret clientSecret) : Credential
{
    /// <summary>Gets the client id.</summary>
    public string ClientId { get; } = clientId ?? throw new ArgumentNullException(nameof(clientId));

    /// <summary>Gets the client secret.</summary>
    public Secret ClientSecret { get; } = clientSecret;

    /// <summary>Gets the token that was last given, or <see langword="null"/> before the first one.</summary>
    public TokenSet? Token { get; init; }

    internal override TokenSet? Tokens => Token;

    internal override IEnumerable<Secret> Secrets => Token is null ? [ClientSecret] : [ClientSecret, .. Token.Secrets];

    internal override Credential WithToken(TokenSet token) => new ClientCredential(ClientId, ClientSecret) { Token = token };
}

/// <summary>
/// Secrets by name, for a scheme that needs others than a key, a password or a grant: the four keys of OAuth 1.0a, a user with password
/// and developer key for a session, whatever a scheme of your own needs. The scheme says which names it reads.
/// </summary>
/// <param name="values">The secrets, by the names that the scheme reads.</param>
public sealed class SecretsCredential(IReadOnlyDictionary<string, Secret> values) : Credential
{
    /// <summary>Gets the secrets, by name.</summary>
    public IReadOnlyDictionary<string, Secret> Values { get; } = new Dictionary<string, Secret>(values ?? throw new ArgumentNullException(nameof(values)), StringComparer.Ordinal);

    /// <summary>Gets what a scheme that is renewed was last given for the secrets (a session, a token), or <see langword="null"/> before the first time.</summary>
    public TokenSet? Token { get; init; }

    internal override TokenSet? Tokens => Token;

    internal override IEnumerable<Secret> Secrets => Token is null ? Values.Values : [.. Values.Values, .. Token.Secrets];

    internal bool Has(string name) => Values.TryGetValue(name, out var value) && !value.IsEmpty;

    internal override Credential WithToken(TokenSet token) => new SecretsCredential(Values) { Token = token, Signing = Signing };
}

/// <summary>
/// A private key with which tokens are asked for, or made (RFC 7523): a service account, a client that proves itself by its key; with
/// the token that it was last given.
/// </summary>
/// <param name="issuer">Whose key it is, the token's <c>iss</c>: a client id, a service account's address, an app id.</param>
/// <param name="privateKey">The private key: PEM (PKCS#8, PKCS#1 or SEC 1).</param>
public sealed class PrivateKeyCredential(string issuer, Secret privateKey) : Credential
{
    /// <summary>Gets whose key it is.</summary>
    public string Issuer { get; } = issuer ?? throw new ArgumentNullException(nameof(issuer));

    /// <summary>Gets the private key as PEM.</summary>
    public Secret PrivateKey { get; } = privateKey;

    /// <summary>Gets the key's id (<c>kid</c>), where the provider gave it one.</summary>
    public string? KeyId { get; init; }

    /// <summary>Gets in whose name calls are made (<c>sub</c>): a user name, an address. What it is where none is named, the scheme says.</summary>
    public string? Subject { get; init; }

    /// <summary>Gets the token that was last given, or <see langword="null"/> before the first one.</summary>
    public TokenSet? Token { get; init; }

    internal override TokenSet? Tokens => Token;

    internal override IEnumerable<Secret> Secrets => Token is null ? [PrivateKey] : [PrivateKey, .. Token.Secrets];

    internal override Credential WithToken(TokenSet token) => new PrivateKeyCredential(Issuer, PrivateKey) { KeyId = KeyId, Subject = Subject, Token = token, Signing = Signing };
}

/// <summary>A grant that a customer gave by signing in (OAuth 2.0 authorization code).</summary>
/// <param name="token">The tokens.</param>
public sealed class OAuthCredential(TokenSet token) : Credential
{
    /// <summary>Gets the tokens.</summary>
    public TokenSet Token { get; } = token;

    internal override TokenSet? Tokens => Token;

    internal override IEnumerable<Secret> Secrets => Token.Secrets;
}

/// <summary>What a token endpoint gave.</summary>
public sealed class TokenSet
{
    /// <summary>Gets the access token.</summary>
    public required Secret AccessToken { get; init; }

    /// <summary>Gets the refresh token, where there is one.</summary>
    public Secret RefreshToken { get; init; }

    /// <summary>Gets when the access token ends, or <see langword="null"/> when the provider does not say.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Gets when the tokens were given.</summary>
    public DateTimeOffset IssuedAt { get; init; }

    /// <summary>Gets the granted scopes, or <see langword="null"/> when the provider does not say.</summary>
    public IReadOnlyList<string>? Scopes { get; init; }

    /// <summary>Gets what else the token endpoint told and the definition asks for, such as <c>instance_url</c>.</summary>
    public IReadOnlyDictionary<string, string> Extras { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Whether the last renewal left the refresh token as it was: the provider does not rotate it.</summary>
    internal bool KeepsRefreshToken { get; init; }

    /// <summary>The callback address that the grant was given to; a few providers ask for it at each renewal.</summary>
    internal string? RedirectUri { get; init; }

    /// <summary>The resources and the audience that the access token is for, where the scheme names some.</summary>
    internal string? Target { get; init; }

    /// <summary>The identity token that came with the tokens: checked at once, and never stored.</summary>
    internal Secret IdToken { get; init; }

    internal IEnumerable<Secret> Secrets => new[] { AccessToken, RefreshToken, IdToken }.Where(static secret => !secret.IsEmpty);

    /// <summary>The same tokens as the ones of a sign-in that is complete.</summary>
    internal TokenSet Of(string? target, string? redirectUri, IReadOnlyDictionary<string, string> extras) => new()
    {
        AccessToken = AccessToken,
        RefreshToken = RefreshToken,
        ExpiresAt = ExpiresAt,
        IssuedAt = IssuedAt,
        Scopes = Scopes,
        Extras = extras,
        KeepsRefreshToken = KeepsRefreshToken,
        RedirectUri = redirectUri,
        Target = target,
    };
}
