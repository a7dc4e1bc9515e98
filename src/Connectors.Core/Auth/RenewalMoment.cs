namespace Connectors.Auth;

/// <summary>When a token should be renewed, so that no request leaves with one that ends on the way.</summary>
internal static class RenewalMoment
{
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan s_shortest = TimeSpan.FromSeconds(60);

    /// <summary>
    /// A tenth of the token's life before its end; at most five minutes, at least one, and never more than a third of the life.
    /// <see langword="null"/> when the token does not end, or nobody knows.
    /// </summary>
    public static DateTimeOffset? Of(TokenSet token) => token.ExpiresAt is { } end ? end - Margin(end - token.IssuedAt) : null;

    /// <summary>Moves a moment later by up to a fifth of the margin, so that processes do not all renew at once, yet keeps the least margin.</summary>
    /// <param name="moment">The moment.</param>
    /// <param name="token">The token.</param>
    /// <param name="jitter">This process's share, from 0 to 1.</param>
    public static DateTimeOffset Jittered(DateTimeOffset moment, TokenSet? token, double jitter)
    {
        if (token?.ExpiresAt is not { } end || moment >= end)
        {
            return moment;
        }

        var later = moment + ((end - moment) * (jitter / 5));
        var latest = end - Least(end - token.IssuedAt);
        return later < latest ? later : moment > latest ? moment : latest;
    }

    private static TimeSpan Margin(TimeSpan life)
    {
        var tenth = life / 10;
        return tenth > s_longest ? s_longest : Max(tenth, Least(life));
    }

    private static TimeSpan Least(TimeSpan life) => life <= TimeSpan.Zero ? TimeSpan.Zero : life / 3 < s_shortest ? life / 3 : s_shortest;

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
