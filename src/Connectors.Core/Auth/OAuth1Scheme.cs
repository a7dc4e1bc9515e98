using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Connectors.Auth;

namespace Connectors.Definitions;

/// <summary>
/// OAuth 1.0a (RFC 5849): each request is signed with the app's and the customer's keys over method, address, query and form; NetSuite's
/// token-based authentication. Takes a <see cref="SecretsCredential"/> with <see cref="ConsumerKey"/>, <see cref="ConsumerSecret"/>,
/// <see cref="Token"/> and <see cref="TokenSecret"/> (the last two are left out where the provider gives the app alone access).
/// </summary>
/// <param name="name">The scheme's name in the definition.</param>
public sealed class OAuth1Scheme(string name = "oauth1") : AuthScheme(name)
{
    /// <summary>The name of the app's key in the credential.</summary>
    public const string ConsumerKey = "consumer_key";

    /// <summary>The name of the app's secret in the credential.</summary>
    public const string ConsumerSecret = "consumer_secret";

    /// <summary>The name of the customer's token in the credential.</summary>
    public const string Token = "token";

    /// <summary>The name of the token's secret in the credential.</summary>
    public const string TokenSecret = "token_secret";

    /// <summary>Gets how requests are signed.</summary>
    /// <value>The default is <see cref="OAuth1SignatureMethod.HmacSha256"/>.</value>
    public OAuth1SignatureMethod SignatureMethod { get; init; } = OAuth1SignatureMethod.HmacSha256;

    /// <summary>Gets the realm; left out where it is <see langword="null"/>, and never signed.</summary>
    /// <value>The default is none. NetSuite: the account id in upper case, with an underscore.</value>
    public Func<AuthContext, string?> Realm { get; init; } = static _ => null;

    /// <summary>Gets whether <c>oauth_version</c> is sent, which RFC 5849 leaves open.</summary>
    /// <value>The default is <see langword="true"/>.</value>
    public bool SendVersion { get; init; } = true;

    internal override IReadOnlyList<string> SecretNames => [ConsumerKey, ConsumerSecret, Token, TokenSecret];

    /// <summary>Makes a nonce; a test puts the one of its vector here.</summary>
    internal Func<string> Nonce { get; init; } = static () => RandomNumberGenerator.GetHexString(32, lowercase: true);

    internal override string CredentialName => nameof(SecretsCredential);

    /// <inheritdoc/>
    public override bool Accepts(Credential credential) => credential is SecretsCredential secrets
        && secrets.Has(ConsumerKey) && secrets.Has(ConsumerSecret) && secrets.Has(Token) == secrets.Has(TokenSecret);

    /// <inheritdoc/>
    public override async ValueTask ApplyAsync(AuthContext context, CancellationToken cancellationToken)
    {
        var secrets = ((SecretsCredential)context.Credential).Values;
        List<KeyValuePair<string, string>> protocol = [new("oauth_consumer_key", secrets[ConsumerKey].Reveal())];
        if (secrets.TryGetValue(Token, out var token) && !token.IsEmpty)
        {
            protocol.Add(new("oauth_token", token.Reveal()));
        }

        protocol.Add(new("oauth_signature_method", SignatureMethod == OAuth1SignatureMethod.HmacSha1 ? "HMAC-SHA1" : "HMAC-SHA256"));
        protocol.Add(new("oauth_timestamp", context.Time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)));
        protocol.Add(new("oauth_nonce", Nonce()));
        if (SendVersion)
        {
            protocol.Add(new("oauth_version", "1.0"));
        }

        var address = context.Request.RequestUri!;
        List<KeyValuePair<string, string>> signed = [.. protocol, .. OAuth1Signature.Pairs(address.Query.AsSpan().TrimStart('?'))];
        if (IsForm(context.Request.Content))
        {
            signed.AddRange(OAuth1Signature.Pairs(Encoding.UTF8.GetString((await context.ReadBodyAsync(cancellationToken).ConfigureAwait(false)).Span)));
        }

        var text = OAuth1Signature.BaseString(context.Request.Method, address, signed);
        var key = OAuth1Signature.Key(secrets[ConsumerSecret], secrets.GetValueOrDefault(TokenSecret));
        protocol.Add(new("oauth_signature", OAuth1Signature.Sign(SignatureMethod, key, text)));
        context.Request.Headers.Authorization = new("OAuth", Header(Realm(context), protocol));
    }

    private static bool IsForm(HttpContent? content) =>
        content?.Headers.ContentType is MediaTypeHeaderValue { MediaType: { } type } && type.Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase);

    private static string Header(string? realm, List<KeyValuePair<string, string>> protocol)
    {
        var text = new StringBuilder();
        if (realm is not null)
        {
            text.Append("realm=\"").Append(OAuth1Signature.Encode(realm)).Append("\", ");
        }

        return text.AppendJoin(", ", protocol.Select(static pair => $"{pair.Key}=\"{OAuth1Signature.Encode(pair.Value)}\"")).ToString();
    }
}

/// <summary>How OAuth 1.0a signs.</summary>
public enum OAuth1SignatureMethod
{
    /// <summary>HMAC with SHA-256, as NetSuite asks for.</summary>
    HmacSha256,

    /// <summary>HMAC with SHA-1, the only HMAC of RFC 5849 itself.</summary>
    HmacSha1,
}
