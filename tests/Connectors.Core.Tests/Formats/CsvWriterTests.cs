using System.Text;
using Connectors.Definitions;

namespace Connectors.Core.Tests.Formats;

/// <summary>CSV as it is sent. That it is read back by others is shown in <see cref="CsvOracleTests"/>.</summary>
public sealed class CsvWriterTests
{
    [Fact]
    public async Task ToBody_Rows_AreQuotedWhereTheyMustBe()
    {
        var body = new CsvWriter().Row("id", "name").Row("1", "Ada \"the\" first").Row("2", "a,b\r\nc").Row(null, " x").Row("=1+1", "日").ToBody();

        var content = body.CreateContent();

        Assert.Equal("id,name\r\n1,\"Ada \"\"the\"\" first\"\r\n2,\"a,b\r\nc\"\r\n,\" x\"\r\n=1+1,日\r\n", await content.ReadAsStringAsync());
        Assert.Equal("text/csv; charset=utf-8", content.Headers.ContentType!.ToString());
    }

    [Fact]
    public void Row_OneEmptyColumn_IsNoBlankLine() =>
        Assert.Equal("\"\"\n", Encoding.UTF8.GetString(new CsvWriter { NewLine = "\n" }.Row("").Written.Span));

    [Fact]
    public void Row_OtherNumberOfColumns_IsRefused()
    {
        var writer = new CsvWriter().Row("a", "b");

        Assert.Throws<ArgumentException>(() => writer.Row("a"));
        Assert.Throws<ArgumentException>(() => writer.Row());
        Assert.Throws<ArgumentException>(() => new CsvWriter { NewLine = "|" });
        Assert.Throws<ArgumentException>(() => new CsvWriter('"'));
    }
}
