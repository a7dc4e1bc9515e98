using Connectors.Auth;

namespace Connectors.Definitions;

/// <summary>
/// OAuth 2.0 sign-in by authorization code, with PKCE (S256) and state, and renewal by refresh token, rotated or not.
/// Takes an <see cref="OAuthCredential"/>.
/// </summary>
/// <param name="name">The scheme's name in the definition.</param>
public sealed class OAuth2Scheme(string name = "oauth") : RenewableScheme(name)
{
    /// <summary>Gets where the customer signs in; may hold <c>{setting}</c> placeholders and a query.</summary>
    public required string AuthorizationEndpoint { get; init; }

    /// <summary>Gets where tokens are given.</summary>
    public required TokenEndpoint TokenEndpoint { get; init; }

    /// <summary>Gets where tokens are taken back on disconnect.</summary>
    /// <value>The default is <see langword="null"/>: nowhere.</value>
    public RevocationEndpoint? RevocationEndpoint { get; init; }

    /// <summary>Gets the scopes to ask for, unless the app's options name others.</summary>
    /// <value>The default is empty.</value>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>
    /// Gets what a granted scope allows beside itself: <c>["accounting.contacts"] = ["accounting.contacts.read"]</c>. A scope that is covered
    /// may cover others in turn.
    /// </summary>
    /// <value>The default is empty.</value>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> ScopesCovered { get; init; } = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);

    /// <summary>Gets what stands between two scopes in the request.</summary>
    /// <value>The default is a space, as the standard has it. Slack: a comma.</value>
    public string ScopeSeparator { get; init; } = " ";

    /// <summary>Gets whether PKCE is used.</summary>
    /// <value>The default is <see langword="true"/>. Turn it off only for a provider that refuses unknown parameters.</value>
    public bool UsePkce { get; init; } = true;

    /// <summary>Gets further parameters of the sign-in address. A value that is a <c>{setting}</c> is left out when the connection lacks it.</summary>
    /// <value>The default is empty. Example: <c>access_type=offline</c>.</value>
    public IReadOnlyDictionary<string, string> AuthorizeParameters { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Gets whether each renewal names the callback address again, as BambooHR asks.</summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool RedirectOnRefresh { get; init; }

    /// <summary>
    /// Gets how long the provider takes a refresh token that was used already, because its answer may have been lost.
    /// <see cref="TimeSpan.Zero"/>: not at all; <see cref="Timeout.InfiniteTimeSpan"/>: refresh tokens are not rotated. When a process
    /// ends, or an answer is lost, in the middle of a renewal, the token is sent again only within that time (and for a minute less,
    /// the time that a renewal may take); else the customer must connect again.
    /// </summary>
    /// <value>The default is zero, until a renewal shows that the refresh token stays the same. Xero: 30 minutes.</value>
    public TimeSpan RefreshTokenGrace { get; init; }

    /// <inheritdoc/>
    public override bool Accepts(Credential credential) => credential is OAuthCredential;

    /// <inheritdoc/>
    public override ValueTask ApplyAsync(AuthContext context, CancellationToken cancellationToken)
    {
        PreparedHeader.Authorize(context, this, static (context, _) =>
            PreparedHeader.Bearer(context, ((OAuthCredential)context.Credential).Token.AccessToken));
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public override bool CanRenew(Credential credential) => credential is OAuthCredential { Token.RefreshToken.IsEmpty: false };

    /// <inheritdoc/>
    public override DateTimeOffset? RenewAt(Credential credential) => RenewalMoment.Of(((OAuthCredential)credential).Token);

    /// <inheritdoc/>
    public override TimeSpan RepeatableFor(Credential credential) =>
        RefreshTokenGrace == TimeSpan.Zero && credential is OAuthCredential { Token.KeepsRefreshToken: true } ? Timeout.InfiniteTimeSpan : RefreshTokenGrace;

    /// <inheritdoc/>
    public override async Task<Credential> RenewAsync(RenewContext context, CancellationToken cancellationToken)
    {
        var token = ((OAuthCredential)context.Credential).Token;
        var call = OAuthCall.OfApp(context, TokenEndpoint);
        if (token.RefreshToken.IsEmpty)
        {
            throw ConnectorException.From(call.Facts(ErrorKind.Authorization, "The access token has ended, and the provider gave no refresh token with it"));
        }

        List<KeyValuePair<string, string>> fields = [new("grant_type", "refresh_token"), new("refresh_token", token.RefreshToken.Reveal())];
        if (RedirectOnRefresh && token.RedirectUri is { } redirect)
        {
            fields.Add(new("redirect_uri", redirect));
        }

        return new OAuthCredential(await OAuthClient.RequestAsync(call, TokenEndpoint, OAuthGrant.Refresh, fields, token, null, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Gives what was granted with all that it covers.</summary>
    internal HashSet<string> Covered(IReadOnlyList<string> granted)
    {
        var all = new HashSet<string>(granted, StringComparer.Ordinal);
        var open = new Queue<string>(granted);
        while (open.TryDequeue(out var scope))
        {
            foreach (var covered in ScopesCovered.GetValueOrDefault(scope) ?? [])
            {
                if (all.Add(covered))
                {
                    open.Enqueue(covered);
                }
            }
        }

        return all;
    }

    internal IReadOnlyList<string> ScopesFor(ConnectorOptions options) => options.Scopes.Count > 0 ? [.. options.Scopes] : Scopes;
}
