using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using Connectors.Definitions;

namespace Connectors.Auth;

/// <summary>Asks a token endpoint: one form POST, sent again up to three times where the failure may pass.</summary>
internal static class OAuthClient
{
    internal const int Retries = 3;
    private static readonly TimeSpan s_firstPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(20);

    /// <summary>Asks for tokens.</summary>
    /// <param name="call">For whom.</param>
    /// <param name="endpoint">Where.</param>
    /// <param name="grant">What is asked for.</param>
    /// <param name="fields">The grant's own form fields.</param>
    /// <param name="previous">The tokens that the new ones take the place of.</param>
    /// <param name="requested">The scopes that are asked for.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    public static async Task<TokenSet> RequestAsync(
        OAuthCall call,
        TokenEndpoint endpoint,
        OAuthGrant grant,
        IReadOnlyList<KeyValuePair<string, string>> fields,
        TokenSet? previous,
        IReadOnlyList<string>? requested,
        CancellationToken cancellationToken)
    {
        var address = AddressTemplate.Resolve(endpoint.Address, "token endpoint", call.Definition, call.Connection, withQuery: true);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await AskAsync(call, endpoint, address, grant, fields, previous, requested, cancellationToken).ConfigureAwait(false);
            }
            catch (ConnectorException exception) when (exception is { IsTransient: true, Facts.AnswerLost: true } && !call.MayRepeat)
            {
                throw OAuthError.Lost(call, grant, exception);
            }
            catch (ConnectorException exception) when (attempt <= Retries && exception.IsTransient && Pause(exception, attempt) is { } pause)
            {
                await Task.Delay(pause, call.Time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static async Task<TokenSet> AskAsync(
        OAuthCall call,
        TokenEndpoint endpoint,
        Uri address,
        OAuthGrant grant,
        IReadOnlyList<KeyValuePair<string, string>> fields,
        TokenSet? previous,
        IReadOnlyList<string>? requested,
        CancellationToken cancellationToken)
    {
        List<string> secrets =
        [
            call.ClientSecret.Reveal(),
            .. fields.Where(static field => field.Key is not ("grant_type" or "redirect_uri" or "scope")).Select(static field => field.Value),
            .. previous?.Secrets.Select(static secret => secret.Reveal()) ?? [],
        ];
        var asked = call.Time.GetUtcNow();
        using var answer = await OAuthTransport.SendAsync(call, () => Message(call, endpoint, address, fields), cancellationToken).ConfigureAwait(false);
        secrets.AddRange(call.Assertions);
        var retryAfter = RetryAfter(answer.Headers, asked);
        if (OAuthError.OfStatus(call, answer.Status, retryAfter) is { } passing)
        {
            throw passing;
        }

        using var document = Parse(call, answer);
        var root = document.RootElement;
        if (!answer.IsSuccess || OAuthError.IsRefusal(root))
        {
            throw OAuthError.Of(call, endpoint, grant, answer.Status, root, retryAfter, secrets);
        }

        if (OAuthTokenAnswer.Text(root, "access_token") is not { Length: > 0 })
        {
            throw new ConnectorException(call.Facts(ErrorKind.Protocol, "The token endpoint's answer holds no access token") with { StatusCode = answer.Status, AnswerLost = true });
        }

        if (OAuthTokenAnswer.Text(root, "token_type") is { Length: > 0 } type && !endpoint.TokenTypes.Contains(type, StringComparer.OrdinalIgnoreCase))
        {
            throw new ConnectorException(call.Facts(ErrorKind.Protocol, $"The token endpoint gives tokens of another type than {string.Join(", ", endpoint.TokenTypes)}") with { StatusCode = answer.Status });
        }

        return OAuthTokenAnswer.Read(root, endpoint, previous, requested, asked);
    }

    private static HttpRequestMessage Message(OAuthCall call, TokenEndpoint endpoint, Uri address, IReadOnlyList<KeyValuePair<string, string>> fields)
    {
        List<KeyValuePair<string, string>> form = [.. fields, .. call.FreshFields?.Invoke(address) ?? []];
        foreach (var (name, value) in endpoint.Parameters)
        {
            if (AddressTemplate.Parameter(value, call.Definition, call.Connection) is { Length: > 0 } filled)
            {
                form.Add(new(name, filled));
            }
        }

        var message = new HttpRequestMessage(HttpMethod.Post, address);
        OAuthClientProof.Apply(call, endpoint.ClientAuthentication, message, form);
        message.Headers.Accept.Add(new("application/json"));
        message.Content = new FormUrlEncodedContent(form);
        return message;
    }

    private static JsonDocument Parse(OAuthCall call, OAuthAnswer answer)
    {
        try
        {
            var document = JsonDocument.Parse(answer.Body);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                return document;
            }

            document.Dispose();
        }
        catch (JsonException)
        {
            // The exception would say where in a body that may hold tokens; the status is enough.
        }

        throw new ConnectorException(call.Facts(
            ErrorKind.Protocol,
            answer.Status is >= 300 and < 400 ? "The token endpoint answers with a redirect" : "The token endpoint's answer is not a JSON object") with { StatusCode = answer.Status, AnswerLost = answer.IsSuccess });
    }

    internal static TimeSpan? Pause(ConnectorException exception, int attempt)
    {
        var jitter = 0.5 + (Random.Shared.NextDouble() / 2);
        return exception.Facts.RetryAfter switch
        {
            null => s_firstPause * Math.Pow(2, attempt - 1) * jitter,
            { } asked when asked <= s_longestPause => asked + (s_firstPause * jitter),
            _ => null,
        };
    }

    internal static TimeSpan? RetryAfter(HttpResponseHeaders headers, DateTimeOffset now)
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
