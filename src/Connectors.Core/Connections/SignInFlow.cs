using Connectors.Auth;
using Connectors.Definitions;
using Connectors.Http;
using Connectors.Storage;

namespace Connectors;

/// <summary>The sign-in by OAuth: a redirect out, a callback in. Begun sign-ins are durable, used once, and good for ten minutes.</summary>
internal sealed class SignInFlow(IConnectionStore store, ConnectionSaving saving, Envelope envelope, IRuntimes runtimes, TimeProvider time)
{
    private static readonly TimeSpan s_life = TimeSpan.FromMinutes(10);

    /// <summary>Begins a sign-in.</summary>
    public async Task<AuthorizationStart> StartAsync(ConnectionKey key, Uri callback, AuthorizationOptions options, CancellationToken cancellationToken)
    {
        var runtime = runtimes.Get(key.Provider);
        OAuth2Scheme[] schemes = [.. runtime.Definition.Auth.OfType<OAuth2Scheme>()];
        var scheme = Array.Find(schemes, scheme => options.Scheme is null || scheme.Name == options.Scheme) ?? throw new ConnectorException(new()
        {
            Kind = ErrorKind.NotSupported,
            Connection = key,
            What = $"{runtime.Definition.DisplayName} has no sign-in by OAuth{(options.Scheme is { } name ? $" named '{name}'" : "")} here",
            ToDo = schemes.Length > 0 ? $"Name one of {string.Join(", ", schemes.Select(static scheme => scheme.Name))}." : "Connect with IConnections.ConnectAsync.",
        });
        var redirectUri = Checked(key, callback);
        var draft = await saving.DraftAsync(key, scheme, SettingsCheck.Checked(runtime.Definition, key, options.Settings), cancellationToken).ConfigureAwait(false);
        using var client = runtime.CreateSignInClient();
        var call = OAuthCall.OfApp(runtime.Definition, runtime.Options, draft, client, time, scheme.TokenEndpoint);

        var (state, binding) = (OAuthPkce.NewSecret(), OAuthPkce.NewSecret());
        var pending = new PendingSignIn
        {
            Key = key.ToString(),
            Scheme = scheme.Name,
            Scopes = [.. options.Scopes ?? scheme.ScopesFor(runtime.Options)],
            Settings = draft.Settings.ToDictionary(StringComparer.Ordinal),
            RedirectUri = redirectUri,
            Verifier = scheme.UsePkce ? OAuthPkce.NewSecret() : null,
            BindingHash = PendingSignIn.Hash(binding),
            ExpiresAt = time.GetUtcNow() + s_life,
        };
        var address = OAuthSignIn.Address(call, scheme, pending.Scopes, redirectUri, state, pending.Verifier);
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
        if (runtime.Definition.Scheme(pending.Scheme) is not OAuth2Scheme scheme)
        {
            throw Again(key, ErrorKind.Configuration, $"The definition has no OAuth scheme '{pending.Scheme}' any more");
        }

        if (parameters.GetValueOrDefault("error") is { } error)
        {
            throw SignInErrors.Of(runtime.Definition, key, error, parameters.GetValueOrDefault("error_description"));
        }

        if (parameters.GetValueOrDefault("code") is not { Length: > 0 } code)
        {
            throw CallbackQuery.Invalid("has no code");
        }

        var draft = await saving.DraftAsync(key, scheme, new(pending.Settings), cancellationToken).ConfigureAwait(false);
        using var client = runtime.CreateSignInClient();
        var call = OAuthCall.OfApp(runtime.Definition, runtime.Options, draft, client, time, scheme.TokenEndpoint);
        return (draft, await OAuthSignIn.ExchangeAsync(call, scheme, pending.Scopes, code, pending.RedirectUri, pending.Verifier, cancellationToken).ConfigureAwait(false));
    }

    private async Task<PendingSignIn> TakeAsync(string? state, string binding, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(state))
        {
            throw CallbackQuery.Invalid("has no state");
        }

        var id = PendingSignIn.IdOf(state);
        var payload = await store.TakeSignInAsync(id, cancellationToken).ConfigureAwait(false);
        if (payload is not { } sealedSignIn || PendingSignIn.Open(envelope, id, sealedSignIn) is not { } pending || pending.ExpiresAt <= time.GetUtcNow())
        {
            throw Again(null, ErrorKind.Authorization, "This sign-in is not known: it was completed already, or began more than ten minutes ago");
        }

        return pending.IsBoundTo(binding)
            ? pending
            : throw Again(ConnectionKey.Parse(pending.Key), ErrorKind.Authorization, "This sign-in was begun in another session");
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

    private static ConnectorException Again(ConnectionKey? key, ErrorKind kind, string what) =>
        new(new() { Kind = kind, Connection = key, What = what, ToDo = "Start the sign-in again." });
}
