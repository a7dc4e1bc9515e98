using System.Text.Json.Serialization;

namespace Connectors.Auth;

/// <summary>A credential as it is written before encryption. Holds secrets in the clear: a class, so that it never prints.</summary>
internal sealed class CredentialRecord
{
    private const string ApiKey = "api-key";
    private const string Basic = "basic";
    private const string Bearer = "bearer";
    private const string Client = "client";
    private const string OAuth = "oauth";
    private const string Secrets = "secrets";
    private const string PrivateKey = "private-key";

    public required string Kind { get; init; }

    public string? User { get; init; }

    public string? Secret { get; init; }

    public Dictionary<string, string>? Values { get; init; }

    public string? KeyId { get; init; }

    public string? Subject { get; init; }

    public TokenRecord? Token { get; init; }

    public static CredentialRecord From(Credential credential) => credential switch
    {
        ApiKeyCredential key => new() { Kind = ApiKey, Secret = key.Key.Reveal() },
        BasicCredential basic => new() { Kind = Basic, User = basic.User, Secret = basic.Password.Reveal() },
        BearerCredential bearer => new() { Kind = Bearer, Secret = bearer.Token.Reveal() },
        ClientCredential client => new() { Kind = Client, User = client.ClientId, Secret = client.ClientSecret.Reveal(), Token = TokenRecord.From(client.Token) },
        OAuthCredential oauth => new() { Kind = OAuth, Token = TokenRecord.From(oauth.Token) },
        SecretsCredential secrets => new()
        {
            Kind = Secrets,
            Values = secrets.Values.ToDictionary(static pair => pair.Key, static pair => pair.Value.Reveal(), StringComparer.Ordinal),
            Token = TokenRecord.From(secrets.Token),
        },
        PrivateKeyCredential key => new()
        {
            Kind = PrivateKey,
            User = key.Issuer,
            Secret = key.PrivateKey.Reveal(),
            KeyId = key.KeyId,
            Subject = key.Subject,
            Token = TokenRecord.From(key.Token),
        },
        _ => throw new NotSupportedException($"{credential.GetType().Name} cannot be stored."),
    };

    public Credential? ToCredential() => Kind switch
    {
        ApiKey => new ApiKeyCredential(new(Secret ?? "")),
        Basic => new BasicCredential(User ?? "", new(Secret ?? "")),
        Bearer => new BearerCredential(new(Secret ?? "")),
        Client => new ClientCredential(User ?? "", new(Secret ?? "")) { Token = Token?.ToToken() },
        Secrets => new SecretsCredential((Values ?? []).ToDictionary(static pair => pair.Key, static pair => new Secret(pair.Value), StringComparer.Ordinal)) { Token = Token?.ToToken() },
        PrivateKey => new PrivateKeyCredential(User ?? "", new(Secret ?? "")) { KeyId = KeyId, Subject = Subject, Token = Token?.ToToken() },
        OAuth when Token is not null => new OAuthCredential(Token.ToToken()),
        _ => null,
    };
}

/// <summary>Tokens as they are written before encryption.</summary>
internal sealed class TokenRecord
{
    public required string AccessToken { get; init; }

    public string? RefreshToken { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    public DateTimeOffset IssuedAt { get; init; }

    public IReadOnlyList<string>? Scopes { get; init; }

    public Dictionary<string, string>? Extras { get; init; }

    public string? RedirectUri { get; init; }

    public string? Target { get; init; }

    public bool? KeepsRefreshToken { get; init; }

    public static TokenRecord? From(TokenSet? token) => token is null ? null : new()
    {
        AccessToken = token.AccessToken.Reveal(),
        RefreshToken = token.RefreshToken.IsEmpty ? null : token.RefreshToken.Reveal(),
        ExpiresAt = token.ExpiresAt,
        IssuedAt = token.IssuedAt,
        Scopes = token.Scopes,
        Extras = token.Extras.Count == 0 ? null : new(token.Extras, StringComparer.Ordinal),
        RedirectUri = token.RedirectUri,
        Target = token.Target,
        KeepsRefreshToken = token.KeepsRefreshToken ? true : null,
    };

    public TokenSet ToToken() => new()
    {
        AccessToken = new(AccessToken),
        RefreshToken = RefreshToken is null ? default : new(RefreshToken),
        ExpiresAt = ExpiresAt,
        IssuedAt = IssuedAt,
        Scopes = Scopes,
        Extras = Extras ?? new(StringComparer.Ordinal),
        RedirectUri = RedirectUri,
        Target = Target,
        KeepsRefreshToken = KeepsRefreshToken ?? false,
    };
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CredentialRecord))]
internal sealed partial class CredentialJsonContext : JsonSerializerContext;
