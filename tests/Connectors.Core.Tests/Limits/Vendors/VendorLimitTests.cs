using System.Globalization;
using Connectors.Definitions;
using Connectors.Limits;
using Microsoft.Extensions.DependencyInjection;

namespace Connectors.Core.Tests.Limits.Vendors;

/// <summary>What each vendor's answers say, read by the definitions of its limits.</summary>
public sealed class VendorLimitTests : IDisposable
{
    private static readonly DateTimeOffset _now = DateTimeOffset.FromUnixTimeSeconds(1_790_000_000);
    private readonly QuotaBench _bench = new();

    /// <summary>Gets vendor, limit, headers of an answer, and what they say: permits, left, seconds to the reset, seconds of the window, cost.</summary>
    public static TheoryData<string, string, string, string> Answers { get; } = new()
    {
        { "xero", "minute", "X-MinLimit-Remaining: 59|X-DayLimit-Remaining: 4999|X-AppMinLimit-Remaining: 9999", "left 59" },
        { "xero", "day", "X-MinLimit-Remaining: 59|X-DayLimit-Remaining: 4999|X-AppMinLimit-Remaining: 9999", "left 4999" },
        { "xero", "app-minute", "X-MinLimit-Remaining: 59|X-DayLimit-Remaining: 4999|X-AppMinLimit-Remaining: 9999", "left 9999" },
        { "xero", "minute", "X-Rate-Limit-Problem: minute", "refused" },
        { "xero", "day", "X-Rate-Limit-Problem: minute", "" },
        { "xero", "at-once", "X-Rate-Limit-Problem: Concurrent", "refused" },
        { "zendesk", "minute", "X-Rate-Limit: 700|X-Rate-Limit-Remaining: 699|ratelimit-limit: 700|ratelimit-remaining: 699|ratelimit-reset: 41", "permits 700 left 699 reset 41" },
        { "zendesk", "tickets", "zendesk-ratelimit-tickets-index: total=100; remaining=99; resets=41", "permits 100 left 99 reset 41" },
        { "zendesk", "tickets", "zendesk-ratelimit-tickets-index: total=many; remaining", "" },
        { "pipedrive", "burst", "x-ratelimit-limit: 20|x-ratelimit-remaining: 19|x-ratelimit-reset: 2|x-daily-ratelimit-token-remaining: 29990", "permits 20 left 19 reset 2" },
        { "pipedrive", "day", "x-ratelimit-limit: 20|x-ratelimit-remaining: 19|x-ratelimit-reset: 2|x-daily-ratelimit-token-remaining: 29990", "left 29990" },
        { "intercom", "slice", "X-RateLimit-Limit: 167|X-RateLimit-Remaining: 166|X-RateLimit-Reset: 1790000007", "permits 167 left 166 reset 7" },
        { "salesforce", "day", "Sforce-Limit-Info: api-usage=18/5000", "permits 5000 left 4982" },
        { "salesforce", "day", "Sforce-Limit-Info: api-usage=25/5000; per-app-api-usage=17/250(appName=sample-connected-app)", "permits 5000 left 4975" },
        { "salesforce", "day", "Sforce-Limit-Info: api-usage=10018/100000; api-bursts=1/750", "permits 100000 left 89982" },
        { "salesforce", "day", "Sforce-Limit-Info: api-usage=120/100", "permits 100 left 0" },
        { "salesforce", "day", "Sforce-Limit-Info: nothing", "" },
        { "jira", "global", "RateLimit-Policy: \"global-app-quota\";q=65000;w=3600|RateLimit: \"global-app-quota\";r=11000;t=600", "permits 65000 left 11000 reset 600 window 3600" },
        { "jira", "tenant", "RateLimit-Policy: \"global-app-quota\";q=65000;w=3600|RateLimit: \"global-app-quota\";r=11000;t=600", "" },
        { "jira", "tenant", "Beta-RateLimit-Policy: \"tenant-app-quota\";q=130000;w=3600|Beta-RateLimit: \"tenant-app-quota\";t=600", "permits 130000 reset 600 window 3600" },
        { "jira", "tenant", "RateLimit: \"tenant-app-quota\";r=9;t=6|Beta-RateLimit: \"tenant-app-quota\";r=8;t=5", "left 9 reset 6" },
        { "jira", "burst", "Retry-After: 1847|X-RateLimit-Limit: 100000|X-RateLimit-Remaining: 0|X-RateLimit-Reset: 2026-09-21T15:00:00Z|RateLimit-Reason: jira-quota-global-based", "" },
        { "jira", "global", "Retry-After: 1847|RateLimit-Reason: jira-quota-global-based", "refused" },
        { "github", "core", "x-ratelimit-limit: 5000|x-ratelimit-remaining: 4987|x-ratelimit-used: 13|x-ratelimit-reset: 1790001350|x-ratelimit-resource: core", "permits 5000 left 4987 reset 1350" },
        { "github", "core", "x-ratelimit-limit: 5000|x-ratelimit-remaining: 4000|x-ratelimit-reset: 1790001350|x-ratelimit-resource: graphql", "" },
        { "github", "search", "x-ratelimit-limit: 30|x-ratelimit-remaining: 0|x-ratelimit-reset: 1790000009|x-ratelimit-resource: search", "permits 30 left 0 reset 9" },
        { "hubspot", "ten-seconds", "X-HubSpot-RateLimit-Max: 190|X-HubSpot-RateLimit-Remaining: 188|X-HubSpot-RateLimit-Interval-Milliseconds: 10000|X-HubSpot-RateLimit-Daily: 625000", "permits 190 left 188 window 10" },
        { "hubspot", "daily", "X-HubSpot-RateLimit-Max: 190|X-HubSpot-RateLimit-Daily: 625000|X-HubSpot-RateLimit-Daily-Remaining: 624999", "permits 625000 left 624999" },
        { "linear", "requests", "X-RateLimit-Requests-Limit: 5000|X-RateLimit-Requests-Remaining: 4999|X-RateLimit-Requests-Reset: 1790003600250|X-Complexity: 12", "permits 5000 left 4999 reset 3600.25" },
        { "linear", "complexity", "X-Complexity: 12.5|X-RateLimit-Complexity-Limit: 2000000|X-RateLimit-Complexity-Remaining: 1999988|X-RateLimit-Complexity-Reset: 1790003600000", "permits 2000000 left 1999988 reset 3600 cost 13" },
        { "microsoft-graph", "identity", "x-ms-resource-unit: 2|x-ms-throttle-limit-percentage: 0.8", "cost 2" },
        { "microsoft-graph", "sharepoint-minute", "RateLimit-Limit: 1250|RateLimit-Remaining: 120|RateLimit-Reset: 17", "permits 1250 left 120 reset 17" },
        { "greenhouse", "window", "X-RateLimit-Limit: 50|X-RateLimit-Remaining: 49|X-RateLimit-Reset: 1790000030", "permits 50 left 49 reset 30" },
        { "gusto", "minute", "Date: Mon, 21 Sep 2026 14:13:00 GMT|X-RateLimit-Limit: 200|X-RateLimit-Remaining: 10|X-RateLimit-Reset: Mon, 21 Sep 2026 14:13:37 GMT", "permits 200 left 10 reset 37" },
        { "clearbit", "minute", "x-ratelimit-limit: 600|x-ratelimit-remaining: 598|x-ratelimit-reset: 1790000060", "permits 600 left 598 reset 60" },
        { "mapbox", "minute", "X-Rate-Limit-Interval: 60|X-Rate-Limit-Limit: 1000|X-Rate-Limit-Reset: 1790000021", "permits 1000 reset 21 window 60" },
    };

    public static TheoryData<string> Vendors { get; } = [.. VendorLimits.All.Keys];

    [Theory]
    [MemberData(nameof(Answers))]
    public void Read_VendorsAnswer_SaysWhatTheVendorMeans(string vendor, string limit, string headers, string says)
    {
        var answer = Some.Headers([.. headers.Split('|').Select(line => (line[..line.IndexOf(':')], line[(line.IndexOf(':') + 2)..]))]);
        var names = VendorLimits.All[vendor].Single(known => known.Name == limit).Headers!;

        Assert.Equal(says, Text(LimitReading.Read(names, answer, _now)));
    }

    [Theory]
    [MemberData(nameof(Vendors))]
    public void Limits_OfEachVendor_AreADefinition(string vendor) =>
        new ServiceCollection().AddConnectors().AddConnector(new ConnectorDefinition
        {
            Id = vendor,
            DisplayName = vendor,
            Hosts = "https://api.vendor.test",
            Auth = [new BearerScheme()],
            Endpoints = [],
            Limits = VendorLimits.All[vendor],
        });

    [Fact]
    public void Xero_RefusedByTheMinute_ClosesTheMinuteOnly()
    {
        var limits = VendorLimits.All["xero"];

        _bench.Call(Some.Request(limits, "a") with { AccountId = "one" }, Some.Refusal(40, ("X-Rate-Limit-Problem", "minute")));

        Assert.Equal(0, _bench.Drain(Some.Request(limits, "b") with { AccountId = "one" }));
        Assert.Equal(54, _bench.Drain(Some.Request(limits, "c") with { AccountId = "two" }));
    }

    [Fact]
    public void Jira_RefusedByTheGlobalQuota_ClosesItForAllTenants()
    {
        var limits = VendorLimits.All["jira"];

        _bench.Call(Some.Request(limits, "a") with { AccountId = "one" }, Some.Refusal(1847, ("RateLimit-Reason", "jira-quota-global-based"), ("X-RateLimit-Remaining", "0")));

        Assert.Equal(TimeSpan.FromSeconds(1847), _bench.Wait(limits, "b"));
    }

    [Fact]
    public void GitHub_SecondaryLimitWithoutATime_BacksOff()
    {
        var limits = VendorLimits.All["github"];

        _bench.Call(Some.Request(limits), Some.Refusal(null, ("x-ratelimit-remaining", "4000"), ("x-ratelimit-reset", "1790001350"), ("x-ratelimit-resource", "core")));

        Assert.Equal(TimeSpan.FromSeconds(1), _bench.Wait(limits));
    }

    [Fact]
    public void Linear_Complexity_IsSettledByTheAnswer()
    {
        var limits = VendorLimits.All["linear"];
        var request = Some.Request(limits) with { Costs = [new("complexity", 10_000)] };

        _bench.Call(request, Some.Answer(("X-Complexity", "12"), ("X-RateLimit-Complexity-Remaining", "1999988")));

        Assert.Equal(199, _bench.Drain(request));
    }

    public void Dispose() => _bench.Dispose();

    private static string Text(LimitReading reading)
    {
        return string.Join(' ', Parts());

        IEnumerable<string> Parts()
        {
            if (reading.Limit is { } limit)
            {
                yield return Invariant($"permits {limit}");
            }

            if (reading.Remaining is { } left)
            {
                yield return Invariant($"left {left}");
            }

            if (reading.Reset is { } reset)
            {
                yield return Invariant($"reset {reset.In.TotalSeconds}");
            }

            if (reading.Window is { } window)
            {
                yield return Invariant($"window {window.TotalSeconds}");
            }

            if (reading.Cost is { } cost)
            {
                yield return Invariant($"cost {cost}");
            }

            if (reading.IsReason)
            {
                yield return "refused";
            }
        }

        static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
    }
}
