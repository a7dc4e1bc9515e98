using System.Net.Http.Headers;
using System.Text;
using Connectors.Auth;

namespace Connectors.Definitions;

/// <summary>HTTP Basic (RFC 7617, UTF-8). Takes a <see cref="BasicCredential"/>, or a key in the user's place.</summary>
public sealed class BasicScheme : AuthScheme
{
    private readonly string? _fixedUser;
    private readonly string? _fixedPassword;

    /// <summary>Creates the scheme that takes user name and password.</summary>
    /// <param name="name">The scheme's name in the definition.</param>
    public BasicScheme(string name = "basic")
        : base(name)
    {
    }

    private BasicScheme(string name, string? fixedUser, string? fixedPassword)
        : base(name) => (_fixedUser, _fixedPassword) = (fixedUser, fixedPassword);

    /// <summary>Gets what is added to the user name that the customer enters.</summary>
    /// <value>The default is empty. Zendesk's API tokens: <c>/token</c>.</value>
    public string UserSuffix { get; init; } = "";

    /// <summary>Creates the scheme that takes an <see cref="ApiKeyCredential"/> and sends the key as the user.</summary>
    /// <param name="password">The password that goes with every key: often empty or <c>x</c>.</param>
    /// <param name="name">The scheme's name in the definition.</param>
    public static BasicScheme KeyAsUser(string password = "", string name = "api-key") => new(name, null, password);

    /// <summary>Creates the scheme that takes an <see cref="ApiKeyCredential"/> and sends the key as the password.</summary>
    /// <param name="user">The user name that goes with every key, where the provider does not look at it.</param>
    /// <param name="name">The scheme's name in the definition.</param>
    public static BasicScheme KeyAsPassword(string user, string name = "api-key") => new(name, user, null);

    internal override string CredentialName => _fixedUser is null && _fixedPassword is null ? nameof(BasicCredential) : nameof(ApiKeyCredential);

    /// <inheritdoc/>
    public override bool Accepts(Credential credential) => _fixedUser is null && _fixedPassword is null ? credential is BasicCredential : credential is ApiKeyCredential;

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
        var (what, user, password) = context.Credential switch
        {
            ApiKeyCredential key when _fixedUser is not null => ("key", _fixedUser, key.Key.Reveal()),
            ApiKeyCredential key => ("key", key.Key.Reveal(), _fixedPassword!),
            var basic => ("user name", ((BasicCredential)basic).User, ((BasicCredential)basic).Password.Reveal()),
        };
        if (user.Length == 0 || (_fixedUser is not null && password.Length == 0) || user.Contains(':', StringComparison.Ordinal) || user.Any(char.IsControl) || password.Any(char.IsControl))
        {
            throw new ConnectorException(new()
            {
                Kind = ErrorKind.Validation,
                Connection = context.Connection.Key,
                What = $"The credential's {what} is empty or holds a colon, or it or the password holds a control character: HTTP Basic cannot carry it (RFC 7617)",
                ToDo = $"Copy the {what} from the provider again, without anything around it, and connect again.",
            });
        }

        return Value(user + UserSuffix, password);
    }
}
