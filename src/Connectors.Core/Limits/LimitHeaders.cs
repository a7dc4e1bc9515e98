namespace Connectors.Definitions;

/// <summary>
/// The headers that tell of one limit. Numbers may have a fraction or more behind them (<c>100, 100;w=60</c>); a reset may be seconds from
/// now, seconds or milliseconds since 1970, an HTTP date or an ISO 8601 time, whatever its header is called. What cannot be read counts
/// as absent.
/// </summary>
public sealed record LimitHeaders
{
    /// <summary>Gets the header with the permits of the window.</summary>
    public string? Limit { get; init; }

    /// <summary>Gets the header with the permits left.</summary>
    public string? Remaining { get; init; }

    /// <summary>Gets the header with the permits used; what is left is taken from it. Its value may hold the permits too: <c>18/5000</c>.</summary>
    public string? Used { get; init; }

    /// <summary>Gets the header that says when the window ends.</summary>
    public string? Reset { get; init; }

    /// <summary>Gets the header with the length of the window in milliseconds.</summary>
    public string? WindowMilliseconds { get; init; }

    /// <summary>Gets the header with the length of the window in seconds.</summary>
    public string? WindowSeconds { get; init; }

    /// <summary>Gets the header with what the call cost in the limit's unit: <c>X-Complexity</c>.</summary>
    public string? Cost { get; init; }

    /// <summary>
    /// Gets the one header in which all the others are members: with <c>Sforce-Limit-Info</c> here, <see cref="Used"/> is <c>api-usage</c> of
    /// <c>api-usage=18/5000</c>.
    /// </summary>
    public string? In { get; init; }

    /// <summary>Gets the name under which the <c>RateLimit</c> and <c>RateLimit-Policy</c> fields tell of the limit: <c>daily</c> of <c>"daily";r=50;t=30</c>.</summary>
    public string? Policy { get; init; }

    /// <summary>Gets what stands before the names of these two fields where the provider only tries them out: <c>Beta-</c>. The plain ones count more.</summary>
    public string? PolicyPrefix { get; init; }

    /// <summary>
    /// Gets the header that says which limit the others tell of, where several limits have the same ones: <c>x-ratelimit-resource</c>. Where
    /// it stands in an answer and names another limit, nothing is read.
    /// </summary>
    public string? Subject { get; init; }

    /// <summary>Gets the value of <see cref="Subject"/> that means this limit: <c>search</c>.</summary>
    public string? SubjectIs { get; init; }

    /// <summary>Gets the header that says in a refusal which limit refused: <c>X-Rate-Limit-Problem</c>.</summary>
    public string? Reason { get; init; }

    /// <summary>Gets the value of <see cref="Reason"/> that means this limit: <c>minute</c>.</summary>
    public string? ReasonIs { get; init; }

    /// <summary>Names the usual three by what they begin with.</summary>
    /// <param name="prefix">What stands before <c>Limit</c>, <c>Remaining</c> and <c>Reset</c>: <c>X-RateLimit-</c>.</param>
    public static LimitHeaders Of(string prefix) =>
        new() { Limit = prefix + "Limit", Remaining = prefix + "Remaining", Reset = prefix + "Reset" };

    /// <summary>Names a policy of the <c>RateLimit</c> field.</summary>
    /// <param name="policy">The policy's name.</param>
    public static LimitHeaders OfPolicy(string policy) => new() { Policy = policy };

    /// <summary>Names one header that tells of used and allowed permits: <c>api-usage=18/5000</c>.</summary>
    /// <param name="header">The header.</param>
    /// <param name="member">The member in it, or <see langword="null"/> where the header is the value.</param>
    public static LimitHeaders OfUsage(string header, string? member = null) =>
        member is null ? new() { Used = header } : new() { In = header, Used = member };
}
