using Connectors.Limits;

namespace Connectors.Core.Tests.Limits;

public sealed class RetryAfterTests
{
    private static readonly DateTimeOffset _now = DateTimeOffset.FromUnixTimeSeconds(784111777 - 90);

    [Theory]
    [InlineData("0", 0)]
    [InlineData("120", 120)]
    [InlineData("120 ", 120)]
    [InlineData("1.5", 1.5)]
    [InlineData("0.0001", 0.001)]
    [InlineData("2147483648", 366 * 86400.0)]
    [InlineData("99999999999999999999999999999999999999", 366 * 86400.0)]
    [InlineData("Sun, 06 Nov 1994 08:49:37 GMT", 90)]
    [InlineData("Sun, 6 Nov 1994 08:49:37 GMT", 90)]
    [InlineData("Sunday, 06-Nov-94 08:49:37 GMT", 90)]
    [InlineData("Sun Nov  6 08:49:37 1994", 90)]
    [InlineData("Fri, 31 Dec 1993 23:59:59 GMT", 0)]
    public void Parse_ReadableValue_GivesTime(string value, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), RetryAfter.Parse(Some.Headers(("Retry-After", value)), _now));

    [Theory]
    [InlineData("-1")]
    [InlineData("soon")]
    [InlineData("")]
    [InlineData("1e3")]
    [InlineData("0x10")]
    [InlineData("Infinity")]
    [InlineData("120, 60")]
    [InlineData("1994-11-06T08:49:37Z")]
    [InlineData("Sun, 06 Nov 1994 08:49:37 +0200")]
    [InlineData("Sun, 36 Nov 1994 08:49:37 GMT")]
    public void Parse_Garbage_IsIgnored(string value) =>
        Assert.Null(RetryAfter.Parse(Some.Headers(("Retry-After", value)), _now));

    [Fact]
    public void Parse_AbsentOrTwice_IsIgnored()
    {
        Assert.Null(RetryAfter.Parse(Some.Headers(), _now));
        Assert.Null(RetryAfter.Parse(Some.Headers(("Retry-After", "1"), ("Retry-After", "2")), _now));
    }

    [Fact]
    public void Parse_DateWithSkewedClock_CountsFromTheAnswersDate()
    {
        var headers = Some.Headers(("Date", "Sun, 06 Nov 1994 08:49:07 GMT"), ("Retry-After", "Sun, 06 Nov 1994 08:49:37 GMT"));

        Assert.Equal(TimeSpan.FromSeconds(30), RetryAfter.Parse(headers, _now.AddHours(-7)));
        Assert.Equal(TimeSpan.FromSeconds(30), RetryAfter.Parse(headers, _now.AddHours(7)));
    }

    [Theory]
    [InlineData("Sunday, 06-Nov-94 08:49:37 GMT", 1994, 2026)]
    [InlineData("Saturday, 06-Nov-27 08:49:37 GMT", 2027, 2026)]
    [InlineData("Friday, 06-Nov-76 08:49:37 GMT", 2076, 2026)]
    [InlineData("Saturday, 06-Nov-77 08:49:37 GMT", 1977, 2026)]
    public void HttpDate_TwoDigitYear_IsNeverMoreThanFiftyYearsAhead(string text, int year, int now)
    {
        Assert.True(HttpDate.TryParse(text, new(now, 1, 1, 0, 0, 0, TimeSpan.Zero), out var date));
        Assert.Equal(new DateTimeOffset(year, 11, 6, 8, 49, 37, TimeSpan.Zero), date);
    }
}
