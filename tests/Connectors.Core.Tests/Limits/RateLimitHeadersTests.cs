using Connectors.Limits;

namespace Connectors.Core.Tests.Limits;

public sealed class RateLimitHeadersTests
{
    private static readonly DateTimeOffset _now = DateTimeOffset.FromUnixTimeSeconds(1_790_000_000);

    [Fact]
    public void Parse_CurrentDraft_GivesOneItemAQuota()
    {
        var items = Parse(
            ("RateLimit-Policy", "\"burst\";q=100;w=60,\"daily\";q=1000;w=86400;pk=:cHNsZWY=:"),
            ("RateLimit", "\"burst\";r=50;t=30 , \"daily\";r=0"));

        Assert.Equal([Item("burst", 100, 50, 30, 60), Item("daily", 1000, 0, null, 86400)], items);
    }

    [Fact]
    public void Parse_CurrentDraftOverSeveralLines_IsJoined() =>
        Assert.Equal([Item("a", null, 1, 2, null), Item("b", null, 3, null, null)], Parse(("RateLimit", "\"a\";r=1;t=2"), ("RateLimit", "\"b\";r=3")));

    [Fact]
    public void Parse_CurrentDraft_TellsTheUnit() =>
        Assert.Equal(
            [Item("bytes", 1000, 0, 9, null) with { Unit = "content-bytes" }],
            Parse(("RateLimit-Policy", "\"bytes\";q=1000;qu=\"content-bytes\""), ("RateLimit", "\"bytes\";r=0;t=9")));

    [Fact]
    public void Parse_Draft07_GivesItem()
    {
        Assert.Equal([Item(null, 100, 50, 5, 10)], Parse(("RateLimit", "limit=100, remaining=50, reset=5"), ("RateLimit-Policy", "100;w=10")));
        Assert.Equal([Item(null, null, 0, 5, null)], Parse(("RateLimit", "remaining=0, reset=5")));
    }

    [Fact]
    public void Parse_Draft03_GivesItem() =>
        Assert.Equal(
            [Item(null, 100, 50, 30, 60)],
            Parse(("RateLimit-Limit", "100, 100;w=60;comment=\"a, b\""), ("RateLimit-Remaining", "50"), ("RateLimit-Reset", "30")));

    [Fact]
    public void Parse_Draft03WithPolicyField_TakesWindowOfTheSameQuota() =>
        Assert.Equal(
            [Item(null, 50, 1, 2, 60)],
            Parse(("RateLimit-Limit", "50"), ("RateLimit-Remaining", "1"), ("RateLimit-Reset", "2"), ("RateLimit-Policy", "10;w=1, 50;w=60")));

    [Theory]
    [InlineData("X-RateLimit-", "17", 17)]
    [InlineData("X-RateLimit-", "0.25", 0.25)]
    [InlineData("X-RateLimit-", "1790000017", 17)]
    [InlineData("X-RateLimit-", "1790000017.5", 17.5)]
    [InlineData("X-RateLimit-", "1790000017250", 17.25)]
    [InlineData("X-RateLimit-", "Mon, 21 Sep 2026 14:13:37 GMT", 17)]
    [InlineData("X-RateLimit-", "2026-09-21T14:13:37Z", 17)]
    [InlineData("X-RateLimit-", "1689999999", 0)]
    [InlineData("X-Rate-Limit-", "1790000017", 17)]
    [InlineData("RateLimit-", "1790000017", 17)]
    public void Parse_ResetDialects_AreRead(string prefix, string reset, double seconds) =>
        Assert.Equal([Item(null, 50, 7, seconds, null)], Parse((prefix + "Limit", "50"), (prefix + "Remaining", "7"), (prefix + "Reset", reset)));

    [Fact]
    public void Parse_SkewedClock_CountsFromTheAnswersDate() =>
        Assert.Equal(
            [Item(null, null, 7, 17, null)],
            Parse(("Date", "Mon, 21 Sep 2026 13:00:00 GMT"), ("X-RateLimit-Remaining", "7"), ("X-RateLimit-Reset", $"{_now.ToUnixTimeSeconds() - 4400 + 17}")));

    [Fact]
    public void Parse_ResetAfter_GoesBeforeReset() =>
        Assert.Equal(
            [Item(null, 5, 0, 1.337, null)],
            Parse(("X-RateLimit-Limit", "5"), ("X-RateLimit-Remaining", "0"), ("X-RateLimit-Reset", "1790000002"), ("X-RateLimit-Reset-After", "1.337")));

    [Fact]
    public void Parse_Draft05_GivesItem() =>
        Assert.Equal(
            [Item(null, 10, 9, 1, 1)],
            Parse(("RateLimit-Limit", "10"), ("RateLimit-Remaining", "9"), ("RateLimit-Reset", "1"), ("RateLimit-Policy", "10;w=1;burst=100;comment=\"x, y\", 50;w=60")));

    [Fact]
    public void Parse_CurrentDraftWithPartitions_GivesOneItemEach() =>
        Assert.Equal(
            [Item("a", 10, 3, 5, 60), Item("a", 10, 0, 9, 60)],
            Parse(("RateLimit-Policy", "\"a\";q=10;w=60"), ("RateLimit", "\"a\";r=3;t=5;pk=:QQ==:, \"a\";r=0;t=9;pk=:Qg==:")));

    [Fact]
    public void Parse_NamesInAnyCase_AreRead() =>
        Assert.Equal([Item("default", 100, 50, 30, 60)], Parse(("ratelimit-policy", "\"default\";q=100;w=60"), ("Ratelimit", "\"default\";r=50;t=30")));

    [Fact]
    public void Parse_ResetAlone_IsReadWhereNobodyTellsMore()
    {
        Assert.Equal([Item(null, null, null, 9, null)], Parse(("X-RateLimit-Reset", "9")));
        Assert.Equal([Item(null, null, 4, 9, null)], Parse(("RateLimit-Reset", "1"), ("X-RateLimit-Remaining", "4"), ("X-RateLimit-Reset", "9")));
    }

    [Theory]
    [InlineData("X-RateLimit-Remaining", "-3", 0)]
    [InlineData("X-RateLimit-Remaining", "7.9", 7)]
    [InlineData("X-RateLimit-Remaining", "99999999999999999999", int.MaxValue)]
    [InlineData("X-RateLimit-Remaining", " 12 ", 12)]
    public void Parse_OddNumbers_AreBounded(string name, string value, long remaining) =>
        Assert.Equal([Item(null, null, remaining, 5, null)], Parse((name, value), ("X-RateLimit-Reset", "5")));

    [Theory]
    [InlineData("RateLimit", "\"default\";r")]
    [InlineData("RateLimit", "\"default\";r=-1")]
    [InlineData("RateLimit", "\"default;r=1")]
    [InlineData("RateLimit", "\"default\" r=1")]
    [InlineData("RateLimit", "\"default\";r=1,")]
    [InlineData("RateLimit", "limit=100")]
    [InlineData("RateLimit", ",")]
    [InlineData("X-RateLimit-Remaining", "many")]
    [InlineData("X-RateLimit-Remaining", "")]
    [InlineData("Other", "1")]
    public void Parse_Malformed_IsIgnored(string name, string value) => Assert.Empty(Parse((name, value)));

    [Fact]
    public void Parse_MalformedNewGeneration_FallsBackToTheOlder() =>
        Assert.Equal([Item(null, null, 3, null, null)], Parse(("RateLimit", "???;"), ("X-RateLimit-Remaining", "3"), ("X-RateLimit-Reset", "tomorrow")));

    private static IReadOnlyList<RateLimitItem> Parse(params (string Name, string Value)[] headers) =>
        RateLimitHeaders.Parse(Some.Headers(headers), _now);

    private static RateLimitItem Item(string? name, long? limit, long? remaining, double? reset, double? window) =>
        new(name, limit, remaining, Time(reset), Time(window));

    private static TimeSpan? Time(double? seconds) => seconds is { } time ? TimeSpan.FromSeconds(time) : null;
}
