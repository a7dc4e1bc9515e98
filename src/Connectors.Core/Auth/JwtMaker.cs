using System.Security.Cryptography;
using Connectors.Definitions;

namespace Connectors.Auth;

/// <summary>Makes the tokens that an app signs itself, and finds the keys for them.</summary>
internal static class JwtMaker
{
    /// <summary>Makes one token.</summary>
    /// <param name="profile">How.</param>
    /// <param name="key">With which key.</param>
    /// <param name="context">For whom.</param>
    /// <param name="hasId">Whether it has an id of its own.</param>
    /// <param name="scope">The scopes that it asks for, where they are a claim.</param>
    public static TokenSet Make(JwtProfile profile, SigningKey key, JwtContext context, bool hasId = false, string? scope = null)
    {
        var issuedAt = context.Now - profile.ClockSkew;
        var expiresAt = issuedAt + profile.Lifetime;
        if (expiresAt <= context.Now)
        {
            throw new ConnectorException(new()
            {
                Kind = ErrorKind.Configuration,
                Connection = context.Connection.Key,
                What = $"The tokens that the scheme makes end before they are sent: their lifetime ({profile.Lifetime}) is not more than the clock skew ({profile.ClockSkew})",
                ToDo = "Raise JwtProfile.Lifetime to the most that the provider takes, or lower ClockSkew.",
            });
        }

        var payload = JsonWebSignature.Write((profile, context, hasId: hasId || profile.HasId, scope, issuedAt, expiresAt), static (writer, made) =>
        {
            Text("iss", made.profile.Issuer(made.context));
            Text("sub", made.profile.Subject(made.context));
            Text("scope", made.scope);
            Text("aud", made.profile.Audience(made.context));
            Text("jti", made.hasId ? RandomNumberGenerator.GetHexString(32, lowercase: true) : null);
            foreach (var (name, value) in made.profile.Claims)
            {
                if (value(made.context) is { } node)
                {
                    writer.WritePropertyName(name);
                    node.WriteTo(writer);
                }
            }

            writer.WriteNumber("iat", made.issuedAt.ToUnixTimeSeconds());
            writer.WriteNumber("exp", made.expiresAt.ToUnixTimeSeconds());

            void Text(string name, string? value)
            {
                if (value is not null && !made.profile.Claims.ContainsKey(name))
                {
                    writer.WriteString(name, value);
                }
            }
        });
        return new()
        {
            AccessToken = JsonWebSignature.Compact(key, JsonWebSignature.Header(key), payload),
            IssuedAt = context.Now,
            ExpiresAt = expiresAt,
        };
    }

    /// <summary>Gives the credential's key; reads it once.</summary>
    /// <exception cref="ConnectorException">It cannot be used.</exception>
    public static SigningKey KeyOf(PrivateKeyCredential credential, SigningAlgorithm? algorithm, Connection connection)
    {
        if (credential.Signing is { } known && (algorithm is null || known.Algorithm == algorithm))
        {
            return known;
        }

        return credential.Signing = SigningKey.TryReadPem(credential.PrivateKey, algorithm, credential.KeyId, out var problem) ?? throw Refused(connection, "private key", problem);
    }

    /// <summary>Makes the error of a key that cannot be used.</summary>
    public static ConnectorException Refused(Connection connection, string what, string problem) => new(new()
    {
        Kind = ErrorKind.Validation,
        Connection = connection.Key,
        What = $"The credential's {what} cannot be used for signing: {problem}",
        ToDo = $"Take the {what} from the provider again, whole and unchanged, and connect again.",
    });
}
