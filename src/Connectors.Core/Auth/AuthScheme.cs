namespace Connectors.Definitions;

/// <summary>
/// How a credential is put on a request. Stateless and thread-safe: a definition holds one instance for all connections. A scheme of
/// your own is one method of <see cref="AuthScheme{TCredential}"/>.
/// </summary>
/// <param name="name">The scheme's name in the definition: <c>oauth</c>, <c>api-key</c>.</param>
public abstract class AuthScheme(string name)
{
    private static readonly IReadOnlyList<string> s_authorization = ["Authorization"];

    /// <summary>Gets the scheme's name in the definition.</summary>
    public string Name { get; } = name;

    /// <summary>Gets the headers that <see cref="ApplyAsync"/> sets: taken off before a resend to another origin, never logged.</summary>
    /// <value>The default is <c>Authorization</c>.</value>
    public virtual IReadOnlyList<string> HeaderNames => s_authorization;

    /// <summary>Gets the query parameters that <see cref="ApplyAsync"/> sets: taken off before a resend to another origin, never logged.</summary>
    /// <value>The default is empty.</value>
    public virtual IReadOnlyList<string> QueryNames => [];

    /// <summary>What it takes, in code, for the message to who connects with something else.</summary>
    internal virtual string CredentialName => "a credential of its own kind";

    /// <summary>The names that a <see cref="SecretsCredential"/> must have, for the message to who connects.</summary>
    internal virtual IReadOnlyList<string> SecretNames => [];

    /// <summary>Says whether a credential is of the kind that this scheme takes.</summary>
    /// <param name="credential">The credential.</param>
    public abstract bool Accepts(Credential credential);

    /// <summary>Puts the credential on the request. On a request that has one already (a resend), takes the place of it.</summary>
    /// <param name="context">Request and credential.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    public abstract ValueTask ApplyAsync(AuthContext context, CancellationToken cancellationToken);
}

/// <summary>
/// A scheme of your own: one method that puts a credential of one kind on a request. It overrides <see cref="AuthScheme.HeaderNames"/>
/// or <see cref="AuthScheme.QueryNames"/> beside it where it does not use <c>Authorization</c>. A signature over the body takes
/// <see cref="AuthContext.ReadBodyAsync"/>.
/// </summary>
/// <typeparam name="TCredential">The kind of credential: <see cref="ApiKeyCredential"/>, <see cref="SecretsCredential"/>, …</typeparam>
/// <param name="name">The scheme's name in the definition.</param>
public abstract class AuthScheme<TCredential>(string name) : AuthScheme(name)
    where TCredential : Credential
{
    /// <inheritdoc/>
    public override bool Accepts(Credential credential) => credential is TCredential;

    internal override string CredentialName => typeof(TCredential).Name;

    /// <inheritdoc/>
    public sealed override ValueTask ApplyAsync(AuthContext context, CancellationToken cancellationToken) =>
        ApplyAsync(context, (TCredential)context.Credential, cancellationToken);

    /// <summary>Puts the credential on the request; called for each attempt, so that a timestamp or nonce is always new.</summary>
    /// <param name="context">The request and what is known of the connection.</param>
    /// <param name="credential">The credential.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    protected abstract ValueTask ApplyAsync(AuthContext context, TCredential credential, CancellationToken cancellationToken);
}

/// <summary>A scheme whose credential ends and is renewed.</summary>
/// <param name="name">The scheme's name in the definition.</param>
public abstract class RenewableScheme(string name) : AuthScheme(name)
{
    /// <summary>Says whether the credential can be renewed at all: an OAuth grant without a refresh token cannot.</summary>
    /// <param name="credential">The credential.</param>
    public virtual bool CanRenew(Credential credential) => true;

    /// <summary>Says when the credential should be renewed; <see langword="null"/> when it does not end.</summary>
    /// <param name="credential">The credential.</param>
    public abstract DateTimeOffset? RenewAt(Credential credential);

    /// <summary>
    /// Says how long after a renewal was begun, whose end is not known (a crash, a lost answer), it may be begun again with the same
    /// credential: for as long the provider takes a refresh token that was used already.
    /// </summary>
    /// <param name="credential">The credential.</param>
    /// <returns><see cref="Timeout.InfiniteTimeSpan"/> by default: asking uses nothing up. Zero: never; the customer must connect again.</returns>
    public virtual TimeSpan RepeatableFor(Credential credential) => Timeout.InfiniteTimeSpan;

    /// <summary>Renews the credential at the provider.</summary>
    /// <param name="context">The credential and what is needed to renew it.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <returns>The new credential.</returns>
    /// <exception cref="ReconnectRequiredException">The provider accepts the credential no more.</exception>
    /// <exception cref="OutcomeUnknownException">The answer was lost, and the credential may be used up.</exception>
    public abstract Task<Credential> RenewAsync(RenewContext context, CancellationToken cancellationToken);
}

/// <summary>What a scheme needs to renew a credential.</summary>
public sealed class RenewContext
{
    internal RenewContext(
        Credential credential,
        Connection connection,
        ConnectorDefinition definition,
        ConnectorOptions options,
        HttpClient client,
        TimeProvider time,
        bool mayRepeat = false,
        Auth.OAuthDiscovery? discovery = null)
    {
        MayRepeat = mayRepeat;
        Discovery = discovery;
        Credential = credential;
        Connection = connection;
        Definition = definition;
        Options = options;
        Client = client;
        Time = time;
    }

    /// <summary>Gets the credential to renew.</summary>
    public Credential Credential { get; }

    /// <summary>Gets the connection.</summary>
    public Connection Connection { get; }

    /// <summary>Gets the definition.</summary>
    public ConnectorDefinition Definition { get; }

    /// <summary>Gets the app's options for the provider: client id and secret among them.</summary>
    public ConnectorOptions Options { get; }

    /// <summary>Gets a client without credentials, for the token endpoint. Redirects are off.</summary>
    public HttpClient Client { get; }

    /// <summary>Gets whether the provider may be asked again after an answer was lost (<see cref="RenewableScheme.RepeatableFor"/>).</summary>
    public bool MayRepeat { get; }

    /// <summary>Gets the clock.</summary>
    public TimeProvider Time { get; }

    /// <summary>Reads what issuers state, and remembers it.</summary>
    internal Auth.OAuthDiscovery? Discovery { get; }
}
