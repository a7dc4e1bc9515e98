using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Connectors.Definitions;

namespace Connectors.Auth;

/// <summary>
/// Checks the <c>id_token</c> of a sign-in as OpenID Connect Core 1.0, 3.1.3.7 has it. It comes straight from the token endpoint over TLS, which proves who sent it;
/// where the issuer's metadata name its keys, the signature is checked as well.
/// </summary>
internal static class OAuthIdToken
{
    private const int MaxLength = 64 << 10;
    private static readonly TimeSpan s_skew = TimeSpan.FromMinutes(5);

    /// <summary>Whether a sign-in gives one that can be checked.</summary>
    public static bool IsAskedFor(OAuth2Scheme scheme, IReadOnlyList<string> scopes) => scheme.Issuer is not null && scopes.Contains("openid", StringComparer.Ordinal);

    /// <summary>Checks it and gives its claims.</summary>
    /// <exception cref="ConnectorException">It is missing, or not what was asked for (<see cref="ErrorKind.Protocol"/>). Its contents are not shown.</exception>
    public static async Task<JsonElement> CheckAsync(OAuthCall call, OAuth2Scheme scheme, Secret idToken, string? nonce, CancellationToken cancellationToken)
    {
        if (idToken.IsEmpty)
        {
            throw Problem(call, "The token endpoint gave no id_token, although 'openid' was asked for");
        }

        var text = idToken.Reveal();
        string[] parts = text.Length <= MaxLength ? text.Split('.') : [];
        if (parts.Length != 3 || Read(parts[0]) is not { } header || Read(parts[1]) is not { } claims)
        {
            throw Problem(call, "The id_token is not a signed token (JWS) with claims");
        }

        if (Fault(call, scheme, claims, nonce) is { } fault)
        {
            throw Problem(call, $"The id_token {fault}");
        }

        if (OAuthTokenAnswer.Text(header, "alg") is not { Length: > 0 } algorithm || algorithm == "none")
        {
            throw Problem(call, "The id_token is not signed");
        }

        if (call.Server?.Keys is { } keys && OAuthKeys.Knows(algorithm) && !await IsSignedAsync(call, keys, algorithm, header, parts, cancellationToken).ConfigureAwait(false))
        {
            throw Problem(call, "The id_token is not signed by one of the issuer's keys");
        }

        return claims;
    }

    private static string? Fault(OAuthCall call, OAuth2Scheme scheme, JsonElement claims, string? nonce)
    {
        var now = call.Time.GetUtcNow();
        var issuer = call.Server?.Issuer ?? OAuthIssuer.Of(scheme.Issuer!, call.Definition, call.Connection, claims);
        var authorized = OAuthTokenAnswer.Text(claims, "azp");
        return issuer is null || OAuthTokenAnswer.Text(claims, "iss") != issuer ? "is another issuer's (iss)"
            : OAuthTokenAnswer.Text(claims, "sub") is not { Length: > 0 } ? "does not say whose it is (sub)"
            : !Audiences(claims).Contains(call.ClientId, StringComparer.Ordinal) ? "is for another app (aud)"
            : authorized is not null && authorized != call.ClientId ? "is for another app (azp)"
            : Moment(claims, "exp") is not { } end || end + s_skew <= now ? "has ended (exp); check this machine's clock"
            : Moment(claims, "iat") is not { } made || made - s_skew > now ? "was made in the future (iat); check this machine's clock"
            : nonce is not null && OAuthTokenAnswer.Text(claims, "nonce") != nonce ? "belongs to another sign-in (nonce)"
            : null;
    }

    private static async Task<bool> IsSignedAsync(OAuthCall call, Uri address, string algorithm, JsonElement header, string[] parts, CancellationToken cancellationToken)
    {
        if (!TryDecode(parts[2], out var signature))
        {
            return false;
        }

        var signed = Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}");
        var id = OAuthTokenAnswer.Text(header, "kid");
        var discovery = call.Discovery ?? new();
        return OAuthKeys.Verify(await discovery.KeysAsync(call, address, again: false, cancellationToken).ConfigureAwait(false), algorithm, id, signed, signature)
            ?? OAuthKeys.Verify(await discovery.KeysAsync(call, address, again: true, cancellationToken).ConfigureAwait(false), algorithm, id, signed, signature)
            ?? false;
    }

    private static IEnumerable<string> Audiences(JsonElement claims) => !claims.TryGetProperty("aud", out var audience) ? [] : audience.ValueKind switch
    {
        JsonValueKind.String => [audience.GetString()!],
        JsonValueKind.Array => audience.EnumerateArray().Where(static item => item.ValueKind == JsonValueKind.String).Select(static item => item.GetString()!),
        _ => [],
    };

    private static DateTimeOffset? Moment(JsonElement claims, string name) =>
        claims.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number
            && double.TryParse(value.GetRawText(), NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds)
            && seconds is >= 0 and < 200_000_000_000
            ? DateTimeOffset.UnixEpoch.AddSeconds(seconds)
            : null;

    private static JsonElement? Read(string part)
    {
        if (!TryDecode(part, out var bytes))
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(bytes);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (JsonException)
        {
            // Its message could show a part of the token.
            return null;
        }
    }

    /// <summary>Base64url without padding, as RFC 7515 has it: anything else is refused.</summary>
    private static bool TryDecode(string part, out byte[] bytes)
    {
        var isPlain = part.All(static character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_') && Base64Url.IsValid(part);
        bytes = isPlain ? Base64Url.DecodeFromChars(part) : [];
        return isPlain;
    }

    private static ConnectorException Problem(OAuthCall call, string what) => new(call.Facts(ErrorKind.Protocol, what, "Start the sign-in again; if it goes on, compare OAuth2Scheme.Issuer with what the provider says."));
}
