using Connectors.Auth;
using Connectors.Definitions;
using Connectors.Http;
using Connectors.Storage;

namespace Connectors;

/// <summary>The sign-in by OAuth: a redirect out, a callback in. Begun sign-ins are durable, used once, and good for ten minutes.</summary>
internal sealed class SignInFlow(IConnectionStore store, ConnectionSaving saving, Envelope envelope, IRuntimes runtimes, TimeProvider time)
{
    private const int MaxExtra = 256;
    private static readonly TimeSpan s_life = TimeSpan.FromMinutes(10);

    /// <summary>Begins a sign-in.</summary>
    public async Task<AuthorizationStart> StartAsync(ConnectionKey key, Uri callback, AuthorizationOptions options, CancellationToken cancellationToken)
    {
        var runtime = runtimes.Get(key.Provider);
        var scheme = SignInErrors.Scheme(runtime.Definition, key, options.Scheme, static scheme => scheme.AuthorizationEndpoint is not null || scheme.Issuer is not null);
        var redirectUri = Checked(key, callback);
        var draft = await saving.DraftAsync(key, scheme, SettingsCheck.Checked(runtime.Definition, key, options.Settings), cancellationToken).ConfigureAwait(false);
        using var client = runtime.CreateSignInClient();
        var call = OAuthCall.OfApp(runtime, draft, client, scheme.TokenEndpoint);

        var (state, binding) = SignInBinding.New();
        var round = OAuthRound.Begin(scheme, [.. options.Scopes ?? scheme.ScopesFor(runtime.Options)]);
        var address = await OAuthSignIn.AddressAsync(call, scheme, round, redirectUri, state, cancellationToken).ConfigureAwait(false);
        var pending = new PendingSignIn
        {
            Key = key.ToString(),
            Scheme = scheme.Name,
            Scopes = [.. round.Scopes],
            Settings = draft.Settings.ToDictionary(StringComparer.Ordinal),
            RedirectUri = redirectUri,
            Verifier = round.Verifier,
            Nonce = round.Nonce,
            ExpiresAt = time.GetUtcNow() + s_life,
        };
        var id = PendingSignIn.IdOf(state);
        await store.SaveSignInAsync(key, id, pending.Seal(envelope, id), pending.ExpiresAt, cancellationToken).ConfigureAwait(false);
        return new(address, binding);
    }

    /// <summary>Takes the callback and gives the connection that is to be, and its credential. The customer's consent is spent then.</summary>
    public async Task<(Connection Draft, Credential Credential)> CompleteAsync(string callbackQuery, string binding, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(binding);
        var parameters = CallbackQuery.Parse(callbackQuery);
        var pending = await TakeAsync(parameters.GetValueOrDefault("state"), binding, cancellationToken).ConfigureAwait(false);
        var key = ConnectionKey.Parse(pending.Key);
        var runtime = runtimes.Get(key.Provider);
        var scheme = SignInErrors.Scheme(runtime.Definition, key, pending);
        var draft = await saving.DraftAsync(key, scheme, new(pending.Settings), cancellationToken).ConfigureAwait(false);
        using var client = runtime.CreateSignInClient();
        var call = OAuthCall.OfApp(runtime, draft, client, scheme.TokenEndpoint);
        call.Server = await OAuthServer.OfAsync(call, scheme, cancellationToken).ConfigureAwait(false);
        CheckIssuer(call.Server, parameters.GetValueOrDefault("iss"));
        if (parameters.GetValueOrDefault("error") is { } error)
        {
            throw SignInErrors.Of(runtime.Definition, key, error, parameters.GetValueOrDefault("error_description"));
        }

        if (parameters.GetValueOrDefault("code") is not { Length: > 0 } code)
        {
            throw CallbackQuery.Invalid("has no code");
        }

        var extras = Extras(runtime.Definition, key, scheme, parameters);
        var round = new OAuthRound(pending.Scopes, pending.Verifier, pending.Nonce);
        return (draft, await OAuthSignIn.ExchangeAsync(call, scheme, round, code, pending.RedirectUri!, extras, cancellationToken).ConfigureAwait(false));
    }

    private async Task<PendingSignIn> TakeAsync(string? state, string binding, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(state))
        {
            throw CallbackQuery.Invalid("has no state");
        }

        if (!SignInBinding.Fits(state, binding))
        {
            throw SignInErrors.Again(null, "This sign-in was begun in another session than the one that its callback came to, so it was not completed");
        }

        var id = PendingSignIn.IdOf(state);
        return await store.TakeSignInAsync(id, cancellationToken).ConfigureAwait(false) is { } payload
            && PendingSignIn.Open(envelope, id, payload) is { RedirectUri: not null } pending
            && pending.ExpiresAt > time.GetUtcNow()
                ? pending
                : throw SignInErrors.Again(null, "This sign-in is not known: it was completed already, or began more than ten minutes ago");
    }

    /// <summary>Refuses a callback of another issuer: its code would be carried to this one (RFC 9207; mix-up attack).</summary>
    private static void CheckIssuer(OAuthServer server, string? named)
    {
        if (server.Issuer is { } issuer && (named is null ? server.NamesItself : named != issuer))
        {
            throw CallbackQuery.Invalid(named is null ? "does not name its issuer, as the provider promises" : "comes from another issuer than the one that the sign-in was begun with");
        }
    }

    private static Dictionary<string, string> Extras(ConnectorDefinition definition, ConnectionKey key, OAuth2Scheme scheme, Dictionary<string, string> parameters)
    {
        var extras = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in scheme.CallbackExtras)
        {
            if (parameters.GetValueOrDefault(name) is not { Length: > 0 } value)
            {
                continue;
            }

            if (value.Length > MaxExtra || value.Any(char.IsControl) || definition.Setting(name)?.Problem(value) is not null)
            {
                throw CallbackQuery.Invalid($"holds a '{name}' that is not as it should be");
            }

            extras[name] = value;
        }

        return extras;
    }

    private static string Checked(ConnectionKey key, Uri callback)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var isFit = callback.IsAbsoluteUri
            && (callback.Scheme == Uri.UriSchemeHttps || (callback.Scheme == Uri.UriSchemeHttp && callback.IsLoopback))
            && callback.UserInfo.Length == 0
            && callback.Fragment.Length == 0;

        // As it was written: providers compare it letter by letter with the registered one.
        return isFit ? callback.OriginalString : throw new ConnectorException(new()
        {
            Kind = ErrorKind.Validation,
            Connection = key,
            What = "The callback address is not an absolute https (or loopback http) address without user info and fragment",
        });
    }
}
