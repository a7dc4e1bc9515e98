using System.Net.Http.Headers;

namespace Connectors.Limits;

/// <summary>What a general rate limit header says of one quota.</summary>
/// <param name="Name">The policy's name, where it has one.</param>
/// <param name="Limit">The permits of the window.</param>
/// <param name="Remaining">The permits left.</param>
/// <param name="ResetIn">The time until the window ends.</param>
/// <param name="Window">The length of the window.</param>
/// <param name="Unit">What is counted.</param>
internal readonly record struct RateLimitItem(
    string? Name, long? Limit, long? Remaining, TimeSpan? ResetIn, TimeSpan? Window, string Unit = Definitions.Limit.Requests);

/// <summary>
/// Reads the rate limit headers that are no provider's own: <c>RateLimit</c> and <c>RateLimit-Policy</c> in all generations of the IETF
/// draft, and <c>X-RateLimit-*</c>. The newest generation in the answer is taken; a malformed field counts as absent.
/// </summary>
internal static class RateLimitHeaders
{
    private static readonly Names[] s_names = [Names.Of("RateLimit-"), Names.Of("X-RateLimit-"), Names.Of("X-Rate-Limit-")];

    /// <summary>Reads what an answer says.</summary>
    /// <param name="headers">The answer's headers.</param>
    /// <param name="now">The time here, for absolute resets in an answer without a <c>Date</c>.</param>
    /// <returns>One item a quota; empty when the answer says nothing.</returns>
    internal static IReadOnlyList<RateLimitItem> Parse(HttpResponseHeaders headers, DateTimeOffset now)
    {
        if (!SaysAnything(headers))
        {
            return [];
        }

        var anchor = headers.Date ?? now;
        if (HeaderText.Joined(headers, "RateLimit") is { } field)
        {
            var items = Field(StructuredList.Parse(field), Policies(headers, ""));
            if (items.Count > 0)
            {
                return items;
            }
        }

        RateLimitItem? resetOnly = null;
        foreach (var names in s_names)
        {
            if (Fields(headers, names, anchor) is { } item)
            {
                if (item.Remaining is not null)
                {
                    return [item];
                }

                resetOnly ??= item;
            }
        }

        return resetOnly is { } only ? [only] : [];
    }

    /// <summary>Reads what the newest generation says of one policy.</summary>
    /// <param name="headers">The answer's headers.</param>
    /// <param name="name">The policy's name.</param>
    /// <param name="prefix">What may stand before the names of the fields; the plain ones count more.</param>
    /// <returns>What is said; a policy of which nothing is said but its quota has that alone.</returns>
    internal static RateLimitItem? Policy(HttpResponseHeaders headers, string name, string? prefix)
    {
        foreach (var before in (ReadOnlySpan<string>)(prefix is null ? [""] : ["", prefix]))
        {
            var policies = Policies(headers, before);
            var members = StructuredList.Parse(HeaderText.Joined(headers, before + "RateLimit"));
            if (members.FirstOrDefault(member => member.Key is null && member.Value == name) is { Parameters: not null } member)
            {
                return Item(member, policies);
            }

            if (policies.FirstOrDefault(policy => policy.Value == name) is { Parameters: not null } policy)
            {
                return new(name, policy.Number("q"), null, null, Time(policy.Number("w")), UnitOf(policy));
            }
        }

        return null;
    }

    private static IReadOnlyList<StructuredMember> Policies(HttpResponseHeaders headers, string prefix) =>
        StructuredList.Parse(HeaderText.Joined(headers, prefix + "RateLimit-Policy"));

    private static List<RateLimitItem> Field(IReadOnlyList<StructuredMember> members, IReadOnlyList<StructuredMember> policies)
    {
        if (members.Any(member => member.Key is not null))
        {
            return Draft07(members, policies);
        }

        // Draft 08 and later: "default";r=50;t=30, and "default";q=100;w=60 in the policy. A field with a member without r is malformed.
        var items = members.Select(member => Item(member, policies)).ToList();
        return items.TrueForAll(item => item.Remaining is not null) ? items : [];
    }

    private static RateLimitItem Item(StructuredMember member, IReadOnlyList<StructuredMember> policies)
    {
        var policy = policies.FirstOrDefault(policy => policy.Value == member.Value);
        var (quota, window) = policy.Parameters is null ? (null, null) : (policy.Number("q"), Time(policy.Number("w")));
        return new(member.Value, quota, member.Number("r"), Time(member.Number("t")), window, UnitOf(policy));
    }

    private static string UnitOf(StructuredMember policy) => policy.Parameters?.GetValueOrDefault("qu") ?? Definitions.Limit.Requests;

    // limit=100, remaining=50, reset=5, and 100;w=10 in the policy.
    private static List<RateLimitItem> Draft07(IReadOnlyList<StructuredMember> members, IReadOnlyList<StructuredMember> policies)
    {
        if (Value("remaining") is not { } remaining)
        {
            return [];
        }

        var limit = Value("limit");
        return [new(null, limit, remaining, Time(Value("reset")), Window(policies, limit))];

        long? Value(string key) => members.FirstOrDefault(member => member.Key == key).Value is { } text ? StructuredMember.Whole(text) : null;
    }

    // Three fields: drafts 00 to 06, and what was there before them. Some refuse with a reset alone.
    private static RateLimitItem? Fields(HttpResponseHeaders headers, Names names, DateTimeOffset anchor)
    {
        var remaining = HeaderText.Count(HeaderText.Joined(headers, names.Remaining));
        var reset = ResetTime.Parse(HeaderText.Single(headers, names.ResetAfter), anchor) ?? ResetTime.Parse(HeaderText.Single(headers, names.Reset), anchor);
        if (remaining is null && reset is null)
        {
            return null;
        }

        var text = HeaderText.Joined(headers, names.Limit);
        var limit = HeaderText.Count(text);
        return new(null, limit, remaining, reset?.In, Window(StructuredList.Parse(text), limit) ?? Window(Policies(headers, ""), limit));
    }

    private static TimeSpan? Window(IReadOnlyList<StructuredMember> policies, long? limit)
    {
        var policy = policies.FirstOrDefault(policy => limit is not null && policy.Parameters.ContainsKey("w") && StructuredMember.Whole(policy.Value) == limit);
        return policy.Parameters is null ? null : Time(policy.Number("w"));
    }

    private static TimeSpan? Time(long? seconds) => seconds is { } number ? HeaderText.Seconds(number) : null;

    /// <summary>Most answers of most providers say nothing, and each of them passes here.</summary>
    private static bool SaysAnything(HttpResponseHeaders headers)
    {
        foreach (var header in headers.NonValidated)
        {
            if (header.Key.StartsWith("RateLimit", StringComparison.OrdinalIgnoreCase) || header.Key.StartsWith("X-Rate", StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private sealed record Names(string Limit, string Remaining, string Reset, string ResetAfter)
    {
        public static Names Of(string prefix) => new(prefix + "Limit", prefix + "Remaining", prefix + "Reset", prefix + "Reset-After");
    }
}
