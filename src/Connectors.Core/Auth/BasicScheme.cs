using System.Net.Http.Headers;
using System.Text;
using Connectors.Auth;

namespace Connectors.Definitions;

/// <summary>HTTP Basic (RFC 7617, UTF-8). Takes a <see cref="BasicCredential"/>, or a key in the user's place.</summary>
public sealed class BasicScheme : AuthScheme
{
    private readonly string? _fixedPassword;

    /// <summary>Creates the scheme that takes user name and password.</summary>
    /// <param name="name">The scheme's name in the definition.</param>
    public BasicScheme(string name = "basic")
        : base(name)
    {
    }

    private BasicScheme(string name, string fixedPassword)
        : base(name) => _fixedPassword = fixedPassword;

    /// <summary>Creates the scheme that takes an <see cref="ApiKeyCredential"/> and sends the key as the user.</summary>
    /// <param name="password">The password that goes with every key: often empty or <c>x</c>.</param>
    /// <param name="name">The scheme's name in the definition.</param>
    public static BasicScheme KeyAsUser(string password = "", string name = "api-key") => new(name, password);

    /// <inheritdoc/>
    public override bool Accepts(Credential credential) => _fixedPassword is null ? credential is BasicCredential : credential is ApiKeyCredential;

    /// <inheritdoc/>
    public override ValueTask ApplyAsync(AuthContext context, CancellationToken cancellationToken)
    {
        PreparedHeader.Authorize(context, this, static (context, scheme) => ((BasicScheme)scheme).Make(context));
        return ValueTask.CompletedTask;
    }

    internal static AuthenticationHeaderValue Value(string user, string password) =>
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")));

    private AuthenticationHeaderValue Make(AuthContext context)
    {
        var (what, user, password) = context.Credential is ApiKeyCredential key
            ? ("key", key.Key.Reveal(), _fixedPassword!)
            : ("user name", ((BasicCredential)context.Credential).User, ((BasicCredential)context.Credential).Password.Reveal());
        if (user.Length == 0 || user.Contains(':', StringComparison.Ordinal) || user.Any(char.IsControl) || password.Any(char.IsControl))
        {
            throw new ConnectorException(new()
            {
                Kind = ErrorKind.Validation,
                Connection = context.Connection.Key,
                What = $"The credential's {what} is empty or holds a colon, or it or the password holds a control character: HTTP Basic cannot carry it (RFC 7617)",
                ToDo = $"Copy the {what} from the provider again, without anything around it, and connect again.",
            });
        }

        return Value(user, password);
    }
}
