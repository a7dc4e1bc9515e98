using System.Net.Http.Headers;
using System.Security.Cryptography;
using Connectors.Auth;

namespace Connectors.Definitions;

/// <summary>
/// WS-Security UsernameToken (OASIS, profile 1.0): user name and password in the header of each SOAP envelope, 1.1 or 1.2; Workday's
/// web services. The request's body is the envelope; the token is put into it for each attempt. Takes a <see cref="BasicCredential"/>.
/// </summary>
/// <param name="name">The scheme's name in the definition.</param>
public sealed class UsernameTokenScheme(string name = "ws-security") : AuthScheme(name)
{
    /// <summary>Gets how the password is sent.</summary>
    /// <value>The default is <see cref="UsernameTokenPassword.Text"/>, as Workday has it.</value>
    public UsernameTokenPassword Password { get; init; } = UsernameTokenPassword.Text;

    /// <summary>Gets nothing: the credential is in the body.</summary>
    public override IReadOnlyList<string> HeaderNames => [];

    /// <summary>Makes a nonce; a test puts the one of its vector here.</summary>
    internal Func<byte[]> Nonce { get; init; } = static () => RandomNumberGenerator.GetBytes(16);

    internal override string CredentialName => nameof(BasicCredential);

    /// <inheritdoc/>
    public override bool Accepts(Credential credential) => credential is BasicCredential;

    /// <inheritdoc/>
    public override async ValueTask ApplyAsync(AuthContext context, CancellationToken cancellationToken)
    {
        var credential = (BasicCredential)context.Credential;
        var token = SoapSecurity.UsernameToken(context.Connection, credential, Password, context.Time.GetUtcNow(), Nonce());
        var body = SoapSecurity.Insert(context.Connection, Name, await context.ReadBodyAsync(cancellationToken).ConfigureAwait(false), token);
        var content = new ByteArrayContent(body);
        foreach (var (header, values) in context.Request.Content!.Headers.NonValidated)
        {
            if (!header.Equals("Content-Length", StringComparison.OrdinalIgnoreCase))
            {
                content.Headers.TryAddWithoutValidation(header, values);
            }
        }

        if (content.Headers.ContentType is MediaTypeHeaderValue type)
        {
            type.CharSet = "utf-8";
        }

        context.Request.Content.Dispose();
        context.Request.Content = content;
    }
}

/// <summary>How a UsernameToken carries the password.</summary>
public enum UsernameTokenPassword
{
    /// <summary>As it is (<c>PasswordText</c>); https hides it.</summary>
    Text,

    /// <summary>As a digest over a nonce, the time and the password (<c>PasswordDigest</c>).</summary>
    Digest,
}
