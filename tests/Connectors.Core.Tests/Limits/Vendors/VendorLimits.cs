using Connectors.Definitions;

namespace Connectors.Core.Tests.Limits.Vendors;

/// <summary>The limits of vendors, each stated as its package would: one line a limit, with its header dialect.</summary>
internal static class VendorLimits
{
    private static readonly TimeSpan _second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan _hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan _day = TimeSpan.FromDays(1);

    public static IReadOnlyDictionary<string, IReadOnlyList<Limit>> All { get; } = new Dictionary<string, IReadOnlyList<Limit>>(StringComparer.Ordinal)
    {
        ["xero"] =
        [
            new("minute", LimitScope.Account, LimitKind.SlidingWindow, 60, _minute) { Headers = Xero("X-MinLimit-Remaining", "minute") },
            new("day", LimitScope.Account, LimitKind.SlidingWindow, 5_000, _day) { Headers = Xero("X-DayLimit-Remaining", "day") },
            new("app-minute", LimitScope.App, LimitKind.SlidingWindow, 10_000, _minute) { Headers = Xero("X-AppMinLimit-Remaining", "appminute") },
            new("at-once", LimitScope.Account, LimitKind.Concurrency, 5, TimeSpan.Zero) { Headers = Xero(null, "concurrent") },
        ],
        ["zendesk"] =
        [
            new("minute", LimitScope.Account, LimitKind.SlidingWindow, 200, _minute) { Headers = LimitHeaders.Of("ratelimit-") },
            new("tickets", LimitScope.Account, LimitKind.SlidingWindow, 100, _minute) { Group = "tickets.list", Headers = new() { In = "zendesk-ratelimit-tickets-index", Limit = "total", Remaining = "remaining", Reset = "resets" } },
            new("exports", LimitScope.Account, LimitKind.SlidingWindow, 10, _minute) { Group = "incremental" },
        ],
        ["pipedrive"] =
        [
            new("burst", LimitScope.Credential, LimitKind.FixedWindow, 20, 2 * _second) { Headers = LimitHeaders.Of("x-ratelimit-") },
            new("day", LimitScope.Account, LimitKind.FixedWindow, 30_000, _day) { Unit = "tokens", Cost = 10, Headers = new() { Remaining = "x-daily-ratelimit-token-remaining" } },
        ],
        ["quickbooks"] =
        [
            new("minute", LimitScope.Account, LimitKind.SlidingWindow, 500, _minute),
            new("at-once", LimitScope.Account, LimitKind.Concurrency, 10, TimeSpan.Zero),
            new("batch", LimitScope.Account, LimitKind.SlidingWindow, 40, _minute) { Group = "batch" },
        ],
        ["slack"] =
        [
            new("users.list", LimitScope.Connection, LimitKind.SlidingWindow, 20, _minute) { Group = "users.list" },
            new("conversations.history", LimitScope.Connection, LimitKind.SlidingWindow, 50, _minute) { Group = "conversations.history" },
        ],
        ["intercom"] = [new("slice", LimitScope.App, LimitKind.FixedWindow, 1_666, 10 * _second) { Headers = LimitHeaders.Of("X-RateLimit-") }],
        ["salesforce"] =
        [
            new("day", LimitScope.Account, LimitKind.SlidingWindow, 100_000, _day) { Headers = LimitHeaders.OfUsage("Sforce-Limit-Info", "api-usage") },
        ],
        ["jira"] =
        [
            new("tenant", LimitScope.Account, LimitKind.FixedWindow, 100_000, _hour) { Unit = "points", Headers = Jira("tenant-app-quota", "jira-quota-tenant-based") },
            new("global", LimitScope.App, LimitKind.FixedWindow, 65_000, _hour) { Unit = "points", Headers = Jira("global-app-quota", "jira-quota-global-based") },
            new("burst", LimitScope.Account, LimitKind.TokenBucket, 100, _second) { Headers = Jira("jira-burst-based", "jira-burst-based") },
        ],
        ["github"] =
        [
            new("core", LimitScope.Credential, LimitKind.FixedWindow, 5_000, _hour) { Except = ["search"], Headers = GitHub("core") },
            new("search", LimitScope.Credential, LimitKind.FixedWindow, 30, _minute) { Group = "search", Headers = GitHub("search") },
            new("points", LimitScope.Credential, LimitKind.SlidingWindow, 900, _minute) { Unit = "points" },
            new("at-once", LimitScope.Credential, LimitKind.Concurrency, 100, TimeSpan.Zero),
        ],
        ["hubspot"] =
        [
            new("ten-seconds", LimitScope.Account, LimitKind.SlidingWindow, 110, 10 * _second) { Share = 1, Except = ["search"], Headers = new() { Limit = "X-HubSpot-RateLimit-Max", Remaining = "X-HubSpot-RateLimit-Remaining", WindowMilliseconds = "X-HubSpot-RateLimit-Interval-Milliseconds" } },
            new("daily", LimitScope.Account, LimitKind.FixedWindow, 250_000, _day) { Headers = new() { Limit = "X-HubSpot-RateLimit-Daily", Remaining = "X-HubSpot-RateLimit-Daily-Remaining" } },
            new("search", LimitScope.Account, LimitKind.SlidingWindow, 5, _second) { Group = "search" },
        ],
        ["linear"] =
        [
            new("requests", LimitScope.Credential, LimitKind.TokenBucket, 5_000, _hour) { Headers = LimitHeaders.Of("X-RateLimit-Requests-") },
            new("complexity", LimitScope.Credential, LimitKind.TokenBucket, 2_000_000, _hour) { Unit = "complexity", Cost = 500, Headers = LimitHeaders.Of("X-RateLimit-Complexity-") with { Cost = "X-Complexity" } },
        ],
        ["microsoft-graph"] =
        [
            new("identity", LimitScope.Account, LimitKind.TokenBucket, 3_500, 10 * _second) { Unit = "resource-units", Headers = new() { Cost = "x-ms-resource-unit" } },
            new("sharepoint-minute", LimitScope.Account, LimitKind.SlidingWindow, 1_250, _minute) { Unit = "units", Cost = 2, Headers = LimitHeaders.Of("RateLimit-") },
            new("sharepoint-day", LimitScope.Account, LimitKind.SlidingWindow, 1_200_000, _day) { Unit = "units", Cost = 2 },
        ],
        ["google-drive"] =
        [
            new("project", LimitScope.App, LimitKind.SlidingWindow, 1_000_000, _minute) { Unit = "units", Cost = 5 },
            new("user", LimitScope.Credential, LimitKind.SlidingWindow, 325_000, _minute) { Unit = "units", Cost = 5 },
            new("day", LimitScope.App, LimitKind.FixedWindow, 400_000_000, _day) { Unit = "units", Cost = 5 },
        ],
        ["google-calendar"] =
        [
            new("project", LimitScope.App, LimitKind.SlidingWindow, 10_000, _minute),
            new("user", LimitScope.Credential, LimitKind.SlidingWindow, 600, _minute),
        ],
        ["greenhouse"] = [new("window", LimitScope.Credential, LimitKind.FixedWindow, 75, 30 * _second) { Headers = LimitHeaders.Of("X-RateLimit-") }],
        ["gusto"] = [new("minute", LimitScope.Credential, LimitKind.SlidingWindow, 200, _minute) { Headers = LimitHeaders.Of("X-RateLimit-") }],
        ["clearbit"] = [new("minute", LimitScope.Credential, LimitKind.FixedWindow, 600, _minute) { Headers = LimitHeaders.Of("x-ratelimit-") }],
        ["mapbox"] = [new("minute", LimitScope.Credential, LimitKind.FixedWindow, 600, _minute) { Headers = new() { Limit = "X-Rate-Limit-Limit", Reset = "X-Rate-Limit-Reset", WindowSeconds = "X-Rate-Limit-Interval" } }],
        ["lever"] = [new("bucket", LimitScope.Credential, LimitKind.TokenBucket, 20, 2 * _second)],
        ["netsuite"] = [new("at-once", LimitScope.Account, LimitKind.Concurrency, 5, TimeSpan.Zero)],
        ["mailchimp"] = [new("at-once", LimitScope.Account, LimitKind.Concurrency, 10, TimeSpan.Zero)],
        ["kit"] = [new("minute", LimitScope.Credential, LimitKind.SlidingWindow, 600, _minute)],
        ["bill"] =
        [
            new("hour", LimitScope.App, LimitKind.FixedWindow, 20_000, _hour),
            new("at-once", LimitScope.Account, LimitKind.Concurrency, 3, TimeSpan.Zero),
        ],
        ["stripe"] = [new("second", LimitScope.Account, LimitKind.SlidingWindow, 100, _second) { Share = 1 }],
        ["facebook"] = [new("app", LimitScope.App, LimitKind.SlidingWindow, 100, _hour) { Unit = "percent", Cost = 0 }],
    };

    private static LimitHeaders Xero(string? remaining, string reason) => new() { Remaining = remaining, Reason = "X-Rate-Limit-Problem", ReasonIs = reason };

    private static LimitHeaders GitHub(string resource) => LimitHeaders.Of("x-ratelimit-") with { Subject = "x-ratelimit-resource", SubjectIs = resource };

    private static LimitHeaders Jira(string policy, string reason) => LimitHeaders.OfPolicy(policy) with { PolicyPrefix = "Beta-", Reason = "RateLimit-Reason", ReasonIs = reason };
}
