using System.Text.Json;
using Connectors.Auth;

namespace Connectors.Definitions;

/// <summary>
/// A token that a call of the provider's own gives for what the customer entered: a session for user name and password (BILL), an
/// installation token for an app's key (GitHub). Fetched on first use, kept with the credential, and fetched again before it ends or
/// when an answer says that it ended (<see cref="ResponseAction.Renew"/>, by default status 401). Takes a <see cref="SecretsCredential"/>
/// that has <see cref="Secrets"/>; with <see cref="LoginScheme"/>, what that scheme takes.
/// </summary>
/// <param name="name">The scheme's name in the definition.</param>
public sealed class SessionScheme(string name = "session") : RenewableScheme(name)
{
    /// <summary>Gets the call that gives the token; goes to the definition's host <c>api</c> unless it names another.</summary>
    public required Func<SessionContext, RequestSpec> Login { get; init; }

    /// <summary>Gets what reads the token out of the answer, a JSON value. What is not there may throw: the answer is then an error.</summary>
    public required Func<JsonElement, SessionToken> Read { get; init; }

    /// <summary>Gets the names of the secrets that the customer enters.</summary>
    /// <value>The default is empty. BILL: <c>["username", "password", "organizationId", "devKey"]</c>.</value>
    public IReadOnlyList<string> Secrets { get; init; } = [];

    /// <summary>Gets how the login call itself is signed; its own secrets come from the same credential.</summary>
    /// <value>The default is <see langword="null"/>: by what <see cref="Login"/> puts into the request. GitHub: a <see cref="JwtScheme"/>.</value>
    public AuthScheme? LoginScheme { get; init; }

    /// <summary>Gets the headers that every other call carries.</summary>
    /// <value>The default is empty: <c>Authorization: Bearer</c> with the token. BILL: <c>["sessionId"] = s => s.Token, ["devKey"] = s => s.Secret("devKey")</c>.</value>
    public IReadOnlyDictionary<string, Func<SessionContext, string>> Headers { get; init; } = new Dictionary<string, Func<SessionContext, string>>(StringComparer.Ordinal);

    /// <summary>Gets how long a token holds where the answer does not say.</summary>
    /// <value>The default is <see langword="null"/>: until an answer says that it ended. A time that ends by idling only is no such time.</value>
    public TimeSpan? Lifetime { get; init; }

    /// <summary>Gets the statuses by which the provider refuses the credential for good, so that the customer must connect again.</summary>
    /// <value>The default is 401 and 403. GitHub: 404 as well, when the app was uninstalled.</value>
    public IReadOnlyList<int> RefusedStatuses { get; init; } = [401, 403];

    /// <summary>Gets the provider's codes by which it refuses the credential for good, as <see cref="ResponseRules.Error"/> reads them.</summary>
    /// <value>The default is empty. BILL: <c>BDC_1101</c>.</value>
    public IReadOnlyList<string> RefusedCodes { get; init; } = [];

    /// <inheritdoc/>
    public override IReadOnlyList<string> HeaderNames => Headers.Count == 0 ? base.HeaderNames : [.. Headers.Keys];

    internal override IReadOnlyList<string> SecretNames => Secrets;

    internal override string CredentialName => LoginScheme?.CredentialName ?? nameof(SecretsCredential);

    /// <inheritdoc/>
    public override bool Accepts(Credential credential) => LoginScheme is { } login
        ? credential is SecretsCredential or PrivateKeyCredential && login.Accepts(credential)
        : credential is SecretsCredential secrets && Secrets.All(secrets.Has);

    /// <inheritdoc/>
    public override ValueTask ApplyAsync(AuthContext context, CancellationToken cancellationToken)
    {
        if (Headers.Count == 0)
        {
            PreparedHeader.Authorize(context, this, static (context, _) => PreparedHeader.Bearer(context, context.Credential.Tokens?.AccessToken ?? default));
            return ValueTask.CompletedTask;
        }

        var session = new SessionContext(context.Connection, context.Definition, context.Credential, context.Time);
        foreach (var (header, value) in Headers)
        {
            context.SetHeader(header, value(session));
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public override DateTimeOffset? RenewAt(Credential credential) => credential.Tokens is { } token ? RenewalMoment.Of(token) : DateTimeOffset.MinValue;

    /// <inheritdoc/>
    public override async Task<Credential> RenewAsync(RenewContext context, CancellationToken cancellationToken) =>
        context.Credential.WithToken(await SessionLogin.RunAsync(this, context, cancellationToken).ConfigureAwait(false));
}

/// <summary>A token that a login call gave.</summary>
/// <param name="token">The token.</param>
/// <param name="expiresAt">When it ends, where the provider says so.</param>
public sealed class SessionToken(Secret token, DateTimeOffset? expiresAt = null)
{
    /// <summary>Gets the token.</summary>
    public Secret Token { get; } = token;

    /// <summary>Gets when it ends, or <see langword="null"/> when the provider does not say.</summary>
    public DateTimeOffset? ExpiresAt { get; } = expiresAt;

    /// <summary>Gets what else the answer told and the connection should keep: each becomes a setting of it.</summary>
    /// <value>The default is empty.</value>
    public IReadOnlyDictionary<string, string> Extras { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}

/// <summary>What a login call, and the headers of the calls after it, may depend on.</summary>
public readonly struct SessionContext
{
    private readonly ConnectorDefinition? _definition;
    private readonly Credential _credential;
    private readonly TimeProvider _time;

    internal SessionContext(Connection connection, ConnectorDefinition? definition, Credential credential, TimeProvider time)
    {
        Connection = connection;
        _definition = definition;
        _credential = credential;
        _time = time;
    }

    /// <summary>Gets the connection.</summary>
    public Connection Connection { get; }

    /// <summary>Gets the time.</summary>
    public DateTimeOffset Now => _time.GetUtcNow();

    /// <summary>Gets the token that the login gave, in the clear; empty before the first login.</summary>
    public string Token => _credential.Tokens?.AccessToken.Reveal() ?? "";

    /// <summary>Gets a setting of the connection, else its default, else <see langword="null"/>.</summary>
    /// <param name="name">The setting's name in the definition.</param>
    public string? this[string name] => SettingReading.Of(Connection, _definition, name);

    /// <summary>Gets a setting that must be there.</summary>
    /// <param name="name">The setting's name in the definition.</param>
    /// <returns>Its value.</returns>
    /// <exception cref="ConnectorException">The connection lacks it.</exception>
    public string Required(string name) => SettingReading.Required(Connection, _definition, name);

    /// <summary>Gives a secret of the <see cref="SecretsCredential"/>, in the clear.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>The secret.</returns>
    /// <exception cref="ConnectorException">The credential lacks it.</exception>
    public string Secret(string name) => _credential is SecretsCredential secrets && secrets.Values.TryGetValue(name, out var value)
        ? value.Reveal()
        : throw new ConnectorException(new()
        {
            Kind = ErrorKind.Validation,
            Connection = Connection.Key,
            What = $"The credential lacks the secret '{name}'",
            ToDo = $"Connect again with a SecretsCredential that has '{name}'.",
        });
}
