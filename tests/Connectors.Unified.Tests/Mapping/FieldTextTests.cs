using System.Globalization;
using Connectors.Definitions;

namespace Connectors.Unified.Tests;

public sealed class FieldTextTests
{
    [Theory]
    [InlineData("2026-05-01", "2026-05-01")]
    [InlineData(" 2026-05-01 ", "2026-05-01")]
    [InlineData("2026-05-01T23:59:00.000-05:00", "2026-05-01")]
    [InlineData("2026-05-01 10:00:00", "2026-05-01")]
    [InlineData("1777593600000", "2026-05-01")]
    [InlineData("-86400000", "1969-12-31")]
    [InlineData("0000-00-00", null)]
    [InlineData("2026-13-01", null)]
    [InlineData("2026-02-30", null)]
    [InlineData("2026-05-012", null)]
    [InlineData("05/01/2026", null)]
    [InlineData("99999999999999999", null)]
    [InlineData("soon", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void Date_Text_GivesTheDayOrNull(string? text, string? expected) => Assert.Equal(expected, FieldText.Of(FieldText.Date(text)));

    [Theory]
    [InlineData("2026-05-01T10:00:00.000Z", "2026-05-01T10:00:00.000Z")]
    [InlineData("2026-05-01T10:00:00Z", "2026-05-01T10:00:00.000Z")]
    [InlineData("2026-05-01T10:00:00.1234567Z", "2026-05-01T10:00:00.123Z")]
    [InlineData("2026-05-01T12:00:00+02:00", "2026-05-01T10:00:00.000Z")]
    [InlineData("2026-05-01 10:00:00", "2026-05-01T10:00:00.000Z")]
    [InlineData("2026-05-01", "2026-05-01T00:00:00.000Z")]
    [InlineData("1777629600123", "2026-05-01T10:00:00.123Z")]
    [InlineData("0000-00-00", null)]
    [InlineData("0000-00-00 00:00:00", null)]
    [InlineData("2026-05-01T25:00:00Z", null)]
    [InlineData("2026-05-01Tnonsense", null)]
    [InlineData("10:00", null)]
    [InlineData("5.3", null)]
    [InlineData("-9223372036854775808", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void Moment_Text_GivesTheMomentInUtcOrNull(string? text, string? expected)
    {
        var moment = FieldText.Moment(text);

        Assert.Equal(expected, FieldText.Of(moment));
        Assert.Equal(TimeSpan.Zero, moment?.Offset ?? TimeSpan.Zero);
    }

    [Theory]
    [InlineData("1234.50", "1234.50")]
    [InlineData("-0.2", "-0.2")]
    [InlineData("1.2E7", "12000000")]
    [InlineData("1,5", null)]
    [InlineData("1,234.50", null)]
    [InlineData("1e400", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void Decimal_Text_IsReadTheSameInEveryCulture(string? text, string? expected) => Assert.Equal(expected, FieldText.Of(FieldText.Decimal(text)));

    [Theory]
    [InlineData("120", 120)]
    [InlineData("120.0", 120)]
    [InlineData("120.5", null)]
    [InlineData("3000000000", null)]
    [InlineData("many", null)]
    public void Integer_Text_GivesWholeNumbersOnly(string text, int? expected) => Assert.Equal(expected, FieldText.Integer(text));

    [Theory]
    [InlineData("true", true)]
    [InlineData("Yes", true)]
    [InlineData("1", true)]
    [InlineData("FALSE", false)]
    [InlineData("no", false)]
    [InlineData("0", false)]
    [InlineData("maybe", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void Boolean_Text_GivesYesNoOrNull(string? text, bool? expected) => Assert.Equal(expected, FieldText.Boolean(text));

    [Theory]
    [InlineData("50000.00 USD", null, "50000.00 USD")]
    [InlineData("50000", "EUR", "50000 EUR")]
    [InlineData("50000", null, "50000")]
    [InlineData("50 000 USD", null, "")]
    [InlineData("USD 50000", null, "")]
    [InlineData("", "EUR", "")]
    [InlineData(null, "EUR", "")]
    public void Money_Text_GivesAmountAndCurrency(string? text, string? currency, string expected) =>
        Assert.Equal(expected, FieldText.Money(text, currency).ToString());

    [Fact]
    public void Split_TextWithEmptyItems_LeavesThemOut()
    {
        Assert.Equal(["a", "b c", "d"], FieldText.Split("a;; b c ;d;"));
        Assert.Equal(["a", "b"], FieldText.Split("a,b", ','));
        Assert.Empty(FieldText.Split(null));
        Assert.Empty(FieldText.Split(""));
    }

    [Fact]
    public void Join_List_GivesOneTextAndNullForNone()
    {
        Assert.Equal("a;b", FieldText.Join(["a", "b"]));
        Assert.Equal("", FieldText.Join([]));
        Assert.Null(FieldText.Join(null));
    }

    [Fact]
    public void Of_Null_GivesNull()
    {
        Assert.Null(FieldText.Of((DateOnly?)null));
        Assert.Null(FieldText.Of((DateTimeOffset?)null));
        Assert.Null(FieldText.Of((decimal?)null));
        Assert.Null(FieldText.Of((bool?)null));
        Assert.Equal("true", FieldText.Of(true));
        Assert.Equal("42", FieldText.Of(42));
    }

    [Theory]
    [InlineData("a text", "\"a text\"")]
    [InlineData(null, "null")]
    public void ToJson_Text_ComesBackFromJson(string? text, string json)
    {
        var value = FieldText.ToJson(text);

        Assert.Equal(json, value.GetRawText());
        Assert.Equal(text, FieldText.FromJson(value));
    }

    [Fact]
    public void FromJson_OtherKinds_GivesTheirJson()
    {
        var fields = Sample.CustomFields("""{"n":1.50,"b":true,"l":["a"]}""");

        Assert.Equal("1.50", FieldText.FromJson(fields["n"]));
        Assert.Equal("true", FieldText.FromJson(fields["b"]));
        Assert.Equal("""["a"]""", FieldText.FromJson(fields["l"]));
        Assert.Null(FieldText.FromJson(default));
    }

    [Fact]
    public void OrNull_BlankText_GivesNull()
    {
        Assert.Null(FieldText.OrNull(null));
        Assert.Null(FieldText.OrNull(" "));
        Assert.Equal(" a", FieldText.OrNull(" a"));
    }

    [Fact]
    public void Moment_Epoch_KeepsMilliseconds() =>
        Assert.Equal(DateTimeOffset.Parse("2026-05-01T10:00:00.123Z", CultureInfo.InvariantCulture), FieldText.Moment("1777629600123"));
}
