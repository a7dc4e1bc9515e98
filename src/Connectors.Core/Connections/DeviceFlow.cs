using System.Text.Json;
using Connectors.Auth;
using Connectors.Definitions;
using Connectors.Http;
using Connectors.Storage;

namespace Connectors;

/// <summary>
/// The sign-in on another device (RFC 8628). What the token endpoint is asked with stays sealed in the store until the customer has answered, so that any process can
/// wait, and a wait that was given up can be taken up again.
/// </summary>
internal sealed class DeviceFlow(IConnectionStore store, ConnectionSaving saving, Envelope envelope, IRuntimes runtimes, TimeProvider time)
{
    private const string Grant = "urn:ietf:params:oauth:grant-type:device_code";
    private const int LongestInterval = 60;
    private static readonly TimeSpan s_slower = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(LongestInterval);
    private static readonly TimeSpan s_longestLife = TimeSpan.FromDays(1);

    /// <summary>Begins a sign-in.</summary>
    public async Task<DeviceAuthorization> StartAsync(ConnectionKey key, AuthorizationOptions options, CancellationToken cancellationToken)
    {
        var runtime = runtimes.Get(key.Provider);
        var scheme = SignInErrors.Scheme(
            runtime.Definition, key, options.Scheme, static scheme => scheme.DeviceAuthorizationEndpoint is not null || (scheme.Issuer is not null && OAuthServer.NeedsMetadata(scheme)));
        var draft = await saving.DraftAsync(key, scheme, SettingsCheck.Checked(runtime.Definition, key, options.Settings), cancellationToken).ConfigureAwait(false);
        using var client = runtime.CreateSignInClient();
        var call = OAuthCall.OfApp(runtime, draft, client, scheme.TokenEndpoint);
        var server = call.Server = await OAuthServer.OfAsync(call, scheme, cancellationToken).ConfigureAwait(false);
        var address = server.Device ?? throw SignInErrors.Again(key, $"{runtime.Definition.DisplayName} has no sign-in on another device", ErrorKind.NotSupported);

        string[] scopes = [.. options.Scopes ?? scheme.ScopesFor(runtime.Options)];
        List<KeyValuePair<string, string>> fields = [.. OAuthTarget.Fields(scheme, call)];
        if (scopes.Length > 0)
        {
            fields.Add(new("scope", string.Join(scheme.ScopeSeparator, scopes)));
        }

        var asked = time.GetUtcNow();
        var answer = await OAuthClient.PostAsync(call, scheme.TokenEndpoint, address, OAuthGrant.Start, fields, cancellationToken).ConfigureAwait(false);
        var handle = OAuthPkce.NewSecret();
        var (started, code) = DeviceAnswer.Read(call, answer, handle, asked, s_longestLife, LongestInterval);
        await SaveAsync(
            key,
            PendingSignIn.IdOf(handle),
            new()
            {
                Key = key.ToString(),
                Scheme = scheme.Name,
                Scopes = scopes,
                Settings = draft.Settings.ToDictionary(StringComparer.Ordinal),
                DeviceCode = code,
                Interval = (int)started.Interval.TotalSeconds,
                ExpiresAt = started.ExpiresAt,
            },
            cancellationToken).ConfigureAwait(false);
        return started;
    }

    /// <summary>Waits for the customer and gives the connection that is to be, and its credential. The customer's consent is spent then.</summary>
    public async Task<(Connection Draft, Credential Credential)> CompleteAsync(string handle, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(handle);
        var id = PendingSignIn.IdOf(handle);
        var pending = await TakeAsync(id, cancellationToken).ConfigureAwait(false) ?? throw Unknown();

        // Back at once: whoever stops waiting, be it by a crash, leaves it there for the next one.
        var key = ConnectionKey.Parse(pending.Key);
        await SaveAsync(key, id, pending, CancellationToken.None).ConfigureAwait(false);
        var runtime = runtimes.Get(key.Provider);
        var scheme = SignInErrors.Scheme(runtime.Definition, key, pending);
        var draft = await saving.DraftAsync(key, scheme, new(pending.Settings), cancellationToken).ConfigureAwait(false);
        using var client = runtime.CreateSignInClient();
        var call = OAuthCall.OfApp(runtime, draft, client, scheme.TokenEndpoint, mayRepeat: true);
        call.Server = await OAuthServer.OfAsync(call, scheme, cancellationToken).ConfigureAwait(false);
        try
        {
            var token = await PollAsync(call, scheme, pending, key, cancellationToken).ConfigureAwait(false);
            if (await TakeAsync(id, CancellationToken.None).ConfigureAwait(false) is null)
            {
                await GiveBackAsync(call, scheme, token).ConfigureAwait(false);
                throw SignInErrors.Again(key, "The sign-in was erased while it waited for the customer, so nothing was saved");
            }

            var none = new Dictionary<string, string>(StringComparer.Ordinal);
            return (draft, await OAuthSignIn.FinishAsync(call, scheme, new(pending.Scopes, null, null), token, null, none, CancellationToken.None).ConfigureAwait(false));
        }
        catch (ConnectorException exception) when (exception.Kind == ErrorKind.Authorization)
        {
            await TakeAsync(id, CancellationToken.None).ConfigureAwait(false);
            throw;
        }
    }

    private async Task<TokenSet> PollAsync(OAuthCall call, OAuth2Scheme scheme, PendingSignIn pending, ConnectionKey key, CancellationToken cancellationToken)
    {
        List<KeyValuePair<string, string>> fields = [new("grant_type", Grant), new("device_code", pending.DeviceCode!), .. OAuthTarget.Fields(scheme, call)];
        var interval = TimeSpan.FromSeconds(pending.Interval);
        var pause = interval;
        while (true)
        {
            if (time.GetUtcNow() + pause >= pending.ExpiresAt)
            {
                await Task.Delay(Max(pending.ExpiresAt - time.GetUtcNow(), TimeSpan.Zero), time, cancellationToken).ConfigureAwait(false);
                throw Ended(key);
            }

            await Task.Delay(pause, time, cancellationToken).ConfigureAwait(false);
            try
            {
                // Not cancelled half-way: its answer may hold the tokens, and they are given once.
                return await OAuthClient.RequestAsync(call, scheme.TokenEndpoint, OAuthGrant.Device, fields, null, pending.Scopes, CancellationToken.None).ConfigureAwait(false);
            }
            catch (ConnectorException exception) when (exception.ErrorCode == "authorization_pending")
            {
                pause = interval;
            }
            catch (ConnectorException exception) when (exception.ErrorCode == "slow_down")
            {
                pause = interval += s_slower;
            }
            catch (ConnectorException exception) when (exception.ErrorCode == "expired_token")
            {
                throw Ended(key);
            }
            catch (ConnectorException exception) when (exception.ErrorCode == "access_denied")
            {
                throw SignInErrors.Of(call.Definition, key, "access_denied", exception.Facts.VendorMessage);
            }
            catch (ConnectorException exception) when (exception.IsTransient)
            {
                pause = Max(exception.Facts.RetryAfter ?? TimeSpan.Zero, Max(interval, pause * 2 < s_longestPause ? pause * 2 : s_longestPause));
            }
        }
    }

    /// <summary>Whoever forgot the connection meanwhile wants none: what the customer has just granted is taken back, best effort.</summary>
    private static async Task GiveBackAsync(OAuthCall call, OAuth2Scheme scheme, TokenSet token)
    {
        try
        {
            await OAuthSignIn.RevokeAsync(call, scheme, token, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is ConnectorException or OperationCanceledException)
        {
            // The tokens end by themselves, and nobody has them.
        }
    }

    private async Task<PendingSignIn?> TakeAsync(string id, CancellationToken cancellationToken) =>
        await store.TakeSignInAsync(id, cancellationToken).ConfigureAwait(false) is { } payload
        && PendingSignIn.Open(envelope, id, payload) is { DeviceCode: not null } pending
        && pending.ExpiresAt > time.GetUtcNow()
            ? pending
            : null;

    private async Task SaveAsync(ConnectionKey key, string id, PendingSignIn pending, CancellationToken cancellationToken) =>
        await store.SaveSignInAsync(key, id, pending.Seal(envelope, id), pending.ExpiresAt, cancellationToken).ConfigureAwait(false);

    private static ConnectorException Unknown() => SignInErrors.Again(null, "This sign-in is not known: it was completed already, or the time to type its code is over");

    private static ConnectorException Ended(ConnectionKey key) => SignInErrors.Again(key, "The customer did not type the code in time");

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
