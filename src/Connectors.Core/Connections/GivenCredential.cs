using Connectors.Auth;
using Connectors.Definitions;
using Connectors.Http;

namespace Connectors;

/// <summary>Makes a credential that the app brings fit to be proved and saved.</summary>
internal static class GivenCredential
{
    /// <summary>Finds the first scheme that takes it.</summary>
    /// <exception cref="ConnectorException">None does (<see cref="ErrorKind.Validation"/>), or the app's own client, without which it cannot be renewed, is missing.</exception>
    public static AuthScheme SchemeFor(ConnectorRuntime runtime, ConnectionKey key, Credential credential)
    {
        if (runtime.Definition.Auth.FirstOrDefault(scheme => scheme.Accepts(credential)) is not { } scheme)
        {
            throw new ConnectorException(new()
            {
                Kind = ErrorKind.Validation,
                Connection = key,
                What = $"{runtime.Definition.DisplayName} takes no such {credential.GetType().Name}; it takes {string.Join(", ", runtime.Definition.Auth.Select(Described))}",
                ToDo = runtime.Definition.Auth.Any(static scheme => scheme is OAuth2Scheme)
                    ? "Connect with one of these, or let the customer sign in: IConnections.StartAuthorizationAsync."
                    : "Connect with one of these.",
            });
        }

        if (scheme is OAuth2Scheme oauth && oauth.CanRenew(credential))
        {
            OAuthCall.RequireClient(runtime.Definition, runtime.Options, new() { Key = key, CredentialId = "", AuthScheme = scheme.Name }, oauth.TokenEndpoint);
        }

        return scheme;
    }

    /// <summary>What a scheme takes, its name, and the names of the secrets that it wants.</summary>
    private static string Described(AuthScheme scheme) =>
        $"{scheme.CredentialName} ({scheme.Name}{(scheme.SecretNames.Count == 0 ? "" : $": {string.Join(", ", scheme.SecretNames)}")})";

    /// <summary>Gets the first token of a credential that has none that holds, so that it can be proved before it is saved.</summary>
    public static async Task<Credential> ReadyAsync(ConnectorRuntime runtime, Connection draft, AuthScheme scheme, Credential credential, CancellationToken cancellationToken)
    {
        if (scheme is not RenewableScheme renewable || !renewable.CanRenew(credential) || Holds(renewable))
        {
            return credential;
        }

        // A renewal that spends something is awaited, also when the caller leaves: its answer is all that is left of a grant that rotates.
        cancellationToken.ThrowIfCancellationRequested();
        var mayRepeat = renewable.RepeatableFor(credential) == Timeout.InfiniteTimeSpan;
        using var budget = new CancellationTokenSource(CredentialRenewal.Budget, runtime.Time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(budget.Token, mayRepeat ? cancellationToken : CancellationToken.None);
        using var client = runtime.CreateSignInClient();
        try
        {
            return await renewable.RenewAsync(new(credential, draft, runtime.Definition, runtime.Options, client, runtime.Time, mayRepeat, runtime.Discovery), both.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException error) when (!both.IsCancellationRequested || budget.IsCancellationRequested)
        {
            throw CredentialErrors.Slow(draft, error);
        }
        catch (HttpRequestException error)
        {
            throw CredentialErrors.Unreachable(draft, error);
        }

        bool Holds(RenewableScheme renewable) => credential.Tokens is { } token ? !(token.ExpiresAt <= runtime.Time.GetUtcNow()) : renewable.RenewAt(credential) is null;
    }

    /// <summary>Whether the credential that the app has is used up: the refresh token is another one now.</summary>
    public static bool IsRotated(Credential given, Credential ready) =>
        !ReferenceEquals(given, ready) && ready.Tokens is { RefreshToken.IsEmpty: false } now && now.RefreshToken.Reveal() != given.Tokens?.RefreshToken.Reveal();
}
