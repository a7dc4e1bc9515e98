using Connectors.Auth;

namespace Connectors.Definitions;

/// <summary>
/// A short-lived token that the app signs itself (RFC 7519) and sends as <c>Authorization: Bearer</c>; kept in memory until shortly
/// before its end. Takes a <see cref="PrivateKeyCredential"/>, or a <see cref="SecretsCredential"/> with the secret
/// <see cref="SecretName"/> (HS256) and, where the provider wants them, <see cref="IssuerName"/>, <see cref="SubjectName"/> and <see cref="KeyIdName"/>.
/// </summary>
/// <param name="name">The scheme's name in the definition.</param>
public sealed class JwtScheme(string name = "jwt") : AuthScheme(name)
{
    /// <summary>The shared secret's name in a <see cref="SecretsCredential"/>.</summary>
    public const string SecretName = "secret";

    /// <summary>The issuer's name in a <see cref="SecretsCredential"/>.</summary>
    public const string IssuerName = "issuer";

    /// <summary>The subject's name in a <see cref="SecretsCredential"/>.</summary>
    public const string SubjectName = "subject";

    /// <summary>The key id's name in a <see cref="SecretsCredential"/>.</summary>
    public const string KeyIdName = "key_id";

    /// <summary>Gets how the tokens are made.</summary>
    /// <value>The default is <c>iss</c> and <c>sub</c> of the credential, five minutes from <c>iat</c> to <c>exp</c>.</value>
    public JwtProfile Token { get; init; } = new();

    /// <summary>Gets the header that the token stands in.</summary>
    /// <value>The default is <c>Authorization</c>.</value>
    public string Header { get; init; } = "Authorization";

    /// <summary>Gets what stands before the token, its space included.</summary>
    /// <value>The default is <c>Bearer </c>, with the space.</value>
    public string Prefix { get; init; } = "Bearer ";

    /// <inheritdoc/>
    public override IReadOnlyList<string> HeaderNames => [Header];

    internal override string CredentialName => Token.Algorithm == SigningAlgorithm.HS256 ? nameof(SecretsCredential) : nameof(PrivateKeyCredential);

    /// <inheritdoc/>
    public override bool Accepts(Credential credential) => credential switch
    {
        PrivateKeyCredential => Token.Algorithm != SigningAlgorithm.HS256,
        SecretsCredential secrets => Token.Algorithm is null or SigningAlgorithm.HS256 && secrets.Has(SecretName),
        _ => false,
    };

    /// <inheritdoc/>
    public override ValueTask ApplyAsync(AuthContext context, CancellationToken cancellationToken)
    {
        var text = PreparedHeader.Passing(context, this, static (context, scheme) => ((JwtScheme)scheme).Make(context));
        CredentialPlaces.SetHeader(context.Request, Header, text);
        return ValueTask.CompletedTask;
    }

    private (string Text, DateTimeOffset Until) Make(AuthContext context)
    {
        var (key, issuer, subject) = context.Credential switch
        {
            PrivateKeyCredential own => (JwtMaker.KeyOf(own, Token.Algorithm, context.Connection), own.Issuer, own.Subject),
            SecretsCredential secrets => (KeyOf(secrets, context.Connection), Value(secrets, IssuerName), Value(secrets, SubjectName)),
            _ => throw CredentialErrors.WrongKind(context.Connection),
        };
        var token = JwtMaker.Make(Token, key, new(context.Connection, context.Definition, context.Time.GetUtcNow(), issuer, subject));
        return (Prefix + token.AccessToken.Reveal(), RenewalMoment.Of(token)!.Value);
    }

    private static SigningKey KeyOf(SecretsCredential credential, Connection connection) => credential.Signing ??=
        SigningKey.TryTakeSecret(credential.Values[SecretName], Value(credential, KeyIdName), out var problem) ?? throw JwtMaker.Refused(connection, "secret", problem);

    private static string? Value(SecretsCredential credential, string name) => credential.Has(name) ? credential.Values[name].Reveal() : null;
}
