using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using Connectors.Definitions;

namespace Connectors.Auth;

/// <summary>Asks sign-in endpoints; what failed and may pass is sent again up to three times, where that spends nothing.</summary>
internal static class OAuthClient
{
    private const int Retries = 3;
    private static readonly HashSet<string> s_public = new(StringComparer.Ordinal)
    {
        "grant_type", "redirect_uri", "scope", "resource", "audience", "response_type", "client_id", "code_challenge_method",
    };

    private static readonly TimeSpan s_firstPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(20);

    /// <summary>Asks for tokens.</summary>
    /// <param name="call">For whom.</param>
    /// <param name="endpoint">Where, unless the call knows the server's own address.</param>
    /// <param name="grant">What is asked for.</param>
    /// <param name="fields">The grant's own fields.</param>
    /// <param name="previous">The tokens that the new ones take the place of.</param>
    /// <param name="requested">The scopes that are asked for.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    public static Task<TokenSet> RequestAsync(
        OAuthCall call,
        TokenEndpoint endpoint,
        OAuthGrant grant,
        IReadOnlyList<KeyValuePair<string, string>> fields,
        TokenSet? previous,
        IReadOnlyList<string>? requested,
        CancellationToken cancellationToken)
    {
        var address = call.Server?.Token ?? AddressTemplate.Resolve(
            endpoint.Address ?? throw new ConnectorException(call.Facts(ErrorKind.Configuration, "The definition states no token endpoint")),
            "token endpoint",
            call.Definition,
            call.Connection,
            withQuery: true);
        return RetryAsync(call, grant, () => AskAsync(call, endpoint, grant, () => OAuthMessage.Token(call, endpoint, address, fields), fields, previous, Tokens, cancellationToken), cancellationToken);

        TokenSet Tokens(JsonElement root, int status, DateTimeOffset asked)
        {
            var tokens = OAuthTokenAnswer.TokensIn(root, endpoint);
            if (OAuthTokenAnswer.Text(tokens, "access_token") is not { Length: > 0 })
            {
                throw new ConnectorException(call.Facts(ErrorKind.Protocol, "The token endpoint's answer holds no access token") with { StatusCode = status, AnswerLost = true });
            }

            return OAuthTokenAnswer.Text(tokens, "token_type") is { Length: > 0 } type && !endpoint.TokenTypes.Contains(type, StringComparer.OrdinalIgnoreCase)
                ? throw new ConnectorException(call.Facts(ErrorKind.Protocol, $"The token endpoint gives tokens of another type than {string.Join(", ", endpoint.TokenTypes)}") with { StatusCode = status, AnswerLost = true })
                : OAuthTokenAnswer.Read(root, endpoint, previous, requested, asked);
        }
    }

    /// <summary>Asks an endpoint beside the token endpoint, with a form and the token endpoint's proof.</summary>
    /// <param name="call">For whom.</param>
    /// <param name="endpoint">The token endpoint, for the client's proof and the provider's codes.</param>
    /// <param name="address">Where.</param>
    /// <param name="grant">What is asked for.</param>
    /// <param name="fields">The fields.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    public static Task<JsonElement> PostAsync(
        OAuthCall call, TokenEndpoint endpoint, Uri address, OAuthGrant grant, IReadOnlyList<KeyValuePair<string, string>> fields, CancellationToken cancellationToken) => RetryAsync(
            call,
            grant,
            () => AskAsync(call, endpoint, grant, () => OAuthMessage.Form(call, endpoint, address, fields), fields, null, static (root, _, _) => root.Clone(), cancellationToken),
            cancellationToken);

    /// <summary>Reads a public document.</summary>
    /// <returns>The JSON object there, or <see langword="null"/> where there is none.</returns>
    public static Task<JsonElement?> GetAsync(OAuthCall call, Uri address, CancellationToken cancellationToken) => RetryAsync<JsonElement?>(
        call,
        OAuthGrant.Metadata,
        async () =>
        {
            using var answer = await OAuthTransport.SendAsync(call, () => OAuthMessage.Get(address), cancellationToken).ConfigureAwait(false);
            if (OAuthError.OfStatus(call, answer.Status, RetryAfter(answer.Headers, call.Time.GetUtcNow())) is { } passing)
            {
                throw passing;
            }

            using var document = answer.IsSuccess ? OAuthMessage.Parse(answer) : null;
            return document?.RootElement.Clone();
        },
        cancellationToken);

    /// <summary>Asks again up to three times where the failure may pass and asking spends nothing.</summary>
    internal static async Task<T> RetryAsync<T>(OAuthCall call, OAuthGrant grant, Func<Task<T>> ask, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await ask().ConfigureAwait(false);
            }
            catch (ConnectorException exception) when (exception is { IsTransient: true, Facts.AnswerLost: true } && !call.MayRepeat && OAuthError.Spends(grant))
            {
                throw OAuthError.Lost(call, grant, exception);
            }
            catch (ConnectorException exception) when (attempt <= (grant == OAuthGrant.Device ? 0 : Retries) && exception.IsTransient && Pause(exception, attempt) is { } pause)
            {
                await Task.Delay(pause, call.Time, cancellationToken).ConfigureAwait(false);
            }
            catch (ConnectorException exception) when (grant == OAuthGrant.Code && exception.IsTransient)
            {
                // The callback is taken by now: it cannot be completed again.
                throw ConnectorException.From(exception.Facts with { ToDo = "Start the sign-in again, later." }, exception);
            }
        }
    }

    private static async Task<T> AskAsync<T>(
        OAuthCall call,
        TokenEndpoint endpoint,
        OAuthGrant grant,
        Func<HttpRequestMessage> make,
        IReadOnlyList<KeyValuePair<string, string>> fields,
        TokenSet? previous,
        Func<JsonElement, int, DateTimeOffset, T> read,
        CancellationToken cancellationToken)
    {
        List<string> secrets =
        [
            call.ClientSecret.Reveal(),
            .. fields.Where(static field => !s_public.Contains(field.Key)).Select(static field => field.Value),
            .. previous?.Secrets.Select(static secret => secret.Reveal()) ?? [],
        ];
        var asked = call.Time.GetUtcNow();
        using var answer = await OAuthTransport.SendAsync(call, make, cancellationToken).ConfigureAwait(false);
        secrets.AddRange(call.Assertions);
        var retryAfter = RetryAfter(answer.Headers, asked);
        if (OAuthError.OfStatus(call, answer.Status, retryAfter) is { } passing)
        {
            throw passing;
        }

        using var document = OAuthMessage.Parse(answer) ?? throw new ConnectorException(call.Facts(
            ErrorKind.Protocol,
            answer.Status is >= 300 and < 400 ? "The token endpoint answers with a redirect" : "The token endpoint's answer is not a JSON object") with { StatusCode = answer.Status, AnswerLost = answer.IsSuccess });
        try
        {
            return answer.IsSuccess && !OAuthError.IsRefusal(document.RootElement, endpoint, grant)
                ? read(document.RootElement, answer.Status, asked)
                : throw OAuthError.Of(call, endpoint, grant, answer.Status, document.RootElement, retryAfter, secrets);
        }
        catch (InvalidOperationException)
        {
            throw new ConnectorException(call.Facts(ErrorKind.Protocol, "The token endpoint's answer holds text that is no Unicode") with { StatusCode = answer.Status, AnswerLost = answer.IsSuccess });
        }
    }

    private static TimeSpan? Pause(ConnectorException exception, int attempt)
    {
        var jitter = 0.5 + (Random.Shared.NextDouble() / 2);
        return exception.Facts.RetryAfter switch
        {
            null => s_firstPause * Math.Pow(2, attempt - 1) * jitter,
            { } asked when asked <= s_longestPause => asked + (s_firstPause * jitter),
            _ => null,
        };
    }

    private static TimeSpan? RetryAfter(HttpResponseHeaders headers, DateTimeOffset now)
    {
        if (headers.RetryAfter is { } value)
        {
            var wait = value.Delta ?? value.Date - (headers.Date ?? now);
            return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
        }

        return headers.TryGetValues("Retry-After", out var raw)
            && double.TryParse(raw.FirstOrDefault(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
            && seconds < TimeSpan.FromDays(365).TotalSeconds
            ? TimeSpan.FromSeconds(Math.Ceiling(seconds))
            : null;
    }
}
