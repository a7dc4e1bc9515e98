using Connectors.Auth;

namespace Connectors.Definitions;

public sealed partial class OAuth2Scheme
{
    internal override string CredentialName => nameof(OAuthCredential);

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

        fields.AddRange(OAuthTarget.Fields(this, call));
        call.Server = await ServerAsync(call, cancellationToken).ConfigureAwait(false);
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

    internal string? FixedTarget => field ??= OAuthTarget.Fixed(this);

    internal IReadOnlyList<string> ScopesFor(ConnectorOptions options) => options.Scopes.Count > 0 ? [.. options.Scopes] : Scopes;

    /// <summary>Finds the token endpoint. When that fails, nothing was sent to it, so nothing of the grant is spent, whatever it failed of.</summary>
    private async Task<OAuthServer> ServerAsync(OAuthCall call, CancellationToken cancellationToken)
    {
        try
        {
            return await OAuthServer.OfAsync(call, this, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception)
        {
            throw new ConnectorException(call.Facts(ErrorKind.Timeout, "The issuer's metadata were not read in time") with { IsTransient = true }, exception);
        }
    }
}
