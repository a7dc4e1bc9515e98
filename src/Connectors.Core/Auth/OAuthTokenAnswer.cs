using System.Globalization;
using System.Text.Json;
using Connectors.Definitions;

namespace Connectors.Auth;

/// <summary>Reads what a token endpoint gave, in the shapes that vendors give it.</summary>
internal static class OAuthTokenAnswer
{
    private const double FirstEpoch = 1_000_000_000;
    private const double FirstMillisecondEpoch = 100_000_000_000;

    /// <summary>Makes the tokens of an answer that holds an access token.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="endpoint">What to keep of it.</param>
    /// <param name="previous">The tokens that these take the place of: what the answer does not tell stays as it was.</param>
    /// <param name="requested">The scopes that were asked for; the granted ones, when the answer names none (RFC 6749, 5.1).</param>
    /// <param name="asked">When the request was sent.</param>
    public static TokenSet Read(JsonElement answer, TokenEndpoint endpoint, TokenSet? previous, IReadOnlyList<string>? requested, DateTimeOffset asked)
    {
        var extras = previous is null ? new Dictionary<string, string>(StringComparer.Ordinal) : new(previous.Extras, StringComparer.Ordinal);
        foreach (var extra in endpoint.Extras.Where(static extra => !extra.IsClaim))
        {
            if (extra.Read(answer) is { } value)
            {
                extras[extra.Name] = value;
            }
        }

        var idToken = Text(answer, "id_token");
        answer = TokensIn(answer, endpoint);
        var refresh = Text(answer, "refresh_token") is { Length: > 0 } given ? new(given) : previous?.RefreshToken ?? default;
        return new()
        {
            AccessToken = new(Text(answer, "access_token")!),
            RefreshToken = refresh,
            KeepsRefreshToken = previous is { RefreshToken.IsEmpty: false } && refresh == previous.RefreshToken,
            IssuedAt = asked,
            ExpiresAt = Expiry(answer, asked),
            Scopes = Scopes(answer) ?? previous?.Scopes ?? requested,
            Extras = extras,
            RedirectUri = previous?.RedirectUri,
            Target = previous?.Target,
            IdToken = new(idToken ?? ""),
        };
    }

    /// <summary>Where in an answer the tokens stand: at its top, unless the endpoint says otherwise.</summary>
    public static JsonElement TokensIn(JsonElement answer, TokenEndpoint endpoint)
    {
        try
        {
            return endpoint.Tokens?.Invoke(answer) is { ValueKind: JsonValueKind.Object } nested ? nested : answer;
        }
        catch (Exception)
        {
            // The definition's own code, and what was sent for this answer is spent: whatever it throws, it did not find the tokens.
            return answer;
        }
    }

    /// <summary>A member as text, or <see langword="null"/>.</summary>
    public static string? Text(JsonElement answer, string name) =>
        answer.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static DateTimeOffset? Expiry(JsonElement answer, DateTimeOffset asked)
    {
        if (Number(answer, "expires_in") is { } seconds)
        {
            return After(asked, seconds);
        }

        // Greenhouse's transition tokens and older ones of others say "expires", in seconds or as a moment.
        var name = answer.TryGetProperty("expires_at", out _) ? "expires_at" : "expires";
        if (Number(answer, name) is { } number)
        {
            return number < FirstEpoch ? After(asked, number) : After(DateTimeOffset.UnixEpoch, number >= FirstMillisecondEpoch ? number / 1000 : number);
        }

        return DateTimeOffset.TryParse(
            Text(answer, name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var moment)
            ? moment
            : null;
    }

    /// <summary>Zero says that a token does not end (Mailchimp, Facebook): one that has ended already is not given.</summary>
    private static DateTimeOffset? After(DateTimeOffset start, double seconds) =>
        seconds > 0 && seconds < (DateTimeOffset.MaxValue - start).TotalSeconds ? start.AddSeconds(seconds) : null;

    private static double? Number(JsonElement answer, string name)
    {
        if (!answer.TryGetProperty(name, out var value))
        {
            return null;
        }

        var text = value.ValueKind switch
        {
            JsonValueKind.Number => value.GetRawText(),
            JsonValueKind.String => value.GetString(),
            _ => null,
        };
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;
    }

    private static string[]? Scopes(JsonElement answer) => List(answer, "scope") ?? List(answer, "scopes");

    private static string[]? List(JsonElement answer, string name)
    {
        if (!answer.TryGetProperty(name, out var value))
        {
            return null;
        }

        return value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
            JsonValueKind.Array => [.. value.EnumerateArray().Where(static item => item.ValueKind == JsonValueKind.String).Select(static item => item.GetString()!)],
            _ => null,
        };
    }
}
