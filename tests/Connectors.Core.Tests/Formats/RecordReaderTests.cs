using System.Text;
using System.Text.Json.Serialization;
using Connectors.Definitions;

namespace Connectors.Core.Tests.Formats;

/// <summary>Records read one by one out of JSON Lines, one JSON array, and XML.</summary>
public sealed class RecordReaderTests
{
    private static readonly RecordReader<Item> s_lines = StreamOf.NdJson(ItemJson.Default.Item);
    private static readonly RecordReader<Item> s_array = StreamOf.JsonArray(ItemJson.Default.Item);
    private static readonly RecordReader<Item> s_nested = StreamOf.JsonArray(ItemJson.Default.Item, "data", "items");
    private static readonly RecordReader<Item> s_xml = StreamOf.Xml("item", element => new Item((int)element.Attribute("id")!, (string?)element.Element("{urn:x}name") ?? element.Value));

    [Theory]
    [InlineData("{\"id\":1,\"name\":\"a\"}\n{\"id\":2,\"name\":\"b\"}\n")]
    [InlineData("{\"id\":1,\"name\":\"a\"}\r\n\r\n  \n { \"name\" : \"b\" , \"id\" : 2 }")]
    [InlineData("\uFEFF{\"id\":1,\"name\":\"a\"}\n{\"id\":2,\"name\":\"b\",\"more\":[{\"x\":null}]}")]
    public Task NdJson_Lines_AreRecordsWhereverTheyAreCut(string document) => GivesAsync(s_lines, document, "1a", "2b");

    [Theory]
    [InlineData("[{\"id\":1,\"name\":\"a\"},{\"id\":2,\"name\":\"b\"}]")]
    [InlineData("\uFEFF [ {\"id\":1,\"name\":\"a\",\"x\":[[],{}]} ,\n{\"id\":2,\"x\":{\"y\":\"]\"},\"name\":\"b\"} ] \n")]
    public Task JsonArray_AtTheRoot_GivesItsElementsWhereverTheyAreCut(string document) => GivesAsync(s_array, document, "1a", "2b");

    [Theory]
    [InlineData("{\"data\":{\"items\":[{\"id\":1,\"name\":\"a\"},{\"id\":2,\"name\":\"b\"}]}}")]
    [InlineData("{\"items\":[{\"id\":9}],\"x\":{\"data\":{\"items\":[8]}},\"data\":{\"x\":{\"items\":[7]},\"y\":[\"items\"],\"items\":[{\"id\":1,\"name\":\"a\",\"items\":[1]},{\"id\":2,\"name\":\"b\"}],\"next\":null},\"total\":2}")]
    public Task JsonArray_InsideAnObject_IsFoundByItsPlaceAlone(string document) => GivesAsync(s_nested, document, "1a", "2b");

    [Theory]
    [InlineData("<?xml version=\"1.0\"?><l><item id=\"1\">a</item><item id=\"2\"><![CDATA[b]]></item></l>")]
    [InlineData("<l xmlns:n=\"urn:x\"><!-- c --><head><x/></head><items>\n <item id=\"1\" ><n:name>a</n:name><item id=\"9\"/></item>\n<item id='2'>&#98;</item></items><tail/></l>\n")]
    public Task Xml_Elements_AreRecordsWhereverTheyAreCut(string document) => GivesAsync(s_xml, document, "1a", "2b");

    [Fact]
    public async Task Xml_InUtf16_IsReadByItsMark()
    {
        byte[] bytes = [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("<?xml version=\"1.0\" encoding=\"utf-16\"?><l><item id=\"1\">日</item></l>")];

        Assert.Equal("日", Assert.Single(await s_xml.ReadAsync(new PieceStream(bytes, () => 5), new()).ToListAsync()).Record.Name);
    }

    [Fact]
    public async Task ReadAsync_Empty_IsAnEmptyList()
    {
        Assert.Empty(await s_lines.ReadAsync(new PieceStream(""), new()).ToListAsync());
        Assert.Empty(await s_array.ReadAsync(new PieceStream("[ ]"), new()).ToListAsync());
        Assert.Empty(await s_nested.ReadAsync(new PieceStream("{\"data\":{\"items\":[]}}"), new()).ToListAsync());
        Assert.Empty(await s_xml.ReadAsync(new PieceStream("<l/>"), new()).ToListAsync());
    }

    [Fact]
    public async Task ReadAsync_RawAskedFor_IsEachRecordsOwnBytes()
    {
        var asked = new RecordReading { IncludeRaw = true };
        var csv = StreamOf.Csv(row => row.Text("name"));

        Assert.Equal(["{ \"id\":1 }", "{\"id\":2,\"x\":\"ä\"}"], await RawAsync(s_lines, "{ \"id\":1 }\r\n{\"id\":2,\"x\":\"ä\"}\n"));
        Assert.Equal(["{ \"id\":1 }", "{\"id\":2,\"x\":\"ä\"}"], await RawAsync(s_array, "[ { \"id\":1 } , {\"id\":2,\"x\":\"ä\"}]"));
        Assert.Equal(["<item id=\"1\"><a>ä</a></item>"], await RawAsync(s_xml, "<l> <item id='1'><a>ä</a></item></l>"));
        Assert.Equal(["1,\"a\"\"\r\nä\""], await RawAsync(csv, "id,name\r\n1,\"a\"\"\r\nä\"\r\n"));

        async Task<List<string>> RawAsync<T>(RecordReader<T> reader, string document) =>
            await reader.ReadAsync(new PieceStream(document, 4), asked).Select(read => read.Raw!.AsText()).ToListAsync();
    }

    [Theory]
    [InlineData("[{\"id\":1},{\"id\":2}")]
    [InlineData("[{\"id\":1},{\"id\":2")]
    [InlineData("[{\"id\":1},")]
    [InlineData("[{\"id\":1}")]
    [InlineData("[")]
    [InlineData("")]
    public Task JsonArray_CutAnywhere_IsTorn(string document) => IsTornAsync(s_array, document);

    [Theory]
    [InlineData("{\"data\":{\"items\":[]}")]
    [InlineData("{\"data\":{\"items\":[{\"id\":1}],\"next\":\"ab")]
    [InlineData("{\"data\":{\"x\":1")]
    public Task JsonArray_CutAroundTheArray_IsTorn(string document) => IsTornAsync(s_nested, document);

    [Theory]
    [InlineData("{\"id\":1}\n{\"id\":2,\"na")]
    [InlineData("{\"id\":1}\n{")]
    public Task NdJson_CutInALine_IsTorn(string document) => IsTornAsync(s_lines, document);

    [Theory]
    [InlineData("<l><item id=\"1\">a</item>")]
    [InlineData("<l><item id=\"1\">a</it")]
    [InlineData("<l><item id=\"1\">a</item><item id=\"2")]
    [InlineData("")]
    public Task Xml_CutAnywhere_IsTorn(string document) => IsTornAsync(s_xml, document);

    [Theory]
    [InlineData("[{\"id\":1}] x")]
    [InlineData("[{\"id\":1}][]")]
    [InlineData("[{\"id\":1},]")]
    [InlineData("[{\"id\":1} {\"id\":2}]")]
    [InlineData("{\"error\":\"no\"}")]
    [InlineData("[{\"id\":\"x\"}]")]
    [InlineData("[null]")]
    [InlineData("<html>")]
    public Task JsonArray_ThatIsNone_IsAnError(string document) => IsWrongAsync(s_array, document);

    [Theory]
    [InlineData("{\"data\":{\"more\":[]}}")]
    [InlineData("{\"data\":{\"items\":null}}")]
    [InlineData("{\"data\":[]}")]
    [InlineData("{\"error\":\"no\"}")]
    [InlineData("[]")]
    [InlineData("\"data\"")]
    [InlineData("{\"data\":{\"items\":[]}}}")]
    public Task JsonArray_NotAtItsPlace_IsAnError(string document) => IsWrongAsync(s_nested, document);

    [Theory]
    [InlineData("{\"id\":1} x\n")]
    [InlineData("{\"id\":1}{\"id\":2}\n")]
    [InlineData("{\"id\":\n1}\n")]
    [InlineData("null\n")]
    public Task NdJson_LineThatIsNoRecord_IsAnError(string document) => IsWrongAsync(s_lines, document);

    [Theory]
    [InlineData("<l><item id=\"1\">a</item></l><l/>")]
    [InlineData("<l><item id=\"1\">a</b></l>")]
    [InlineData("<!DOCTYPE l [<!ENTITY e \"x\">]><l><item id=\"1\">&e;</item></l>")]
    [InlineData("<!DOCTYPE l SYSTEM \"http://127.0.0.1:1/x.dtd\"><l><item id=\"1\">a</item></l>")]
    [InlineData("<l><item>a</item></l>")]
    public Task Xml_ThatIsNotGood_IsAnError(string document) => IsWrongAsync(s_xml, document);

    [Theory]
    [InlineData("<error><code>17</code></error>")]
    [InlineData("<html><items><item id=\"1\">a</item></items></html>")]
    public Task Xml_WithAnotherRootThanStated_IsAnError(string document) => IsWrongAsync(StreamOf.Xml("item", element => new Item((int)element.Attribute("id")!, element.Value), root: "items"), document);

    [Fact]
    public Task Xml_WithTheRootStated_IsRead() => GivesAsync(StreamOf.Xml("item", element => new Item((int)element.Attribute("id")!, element.Value), root: "items"), "<?xml version=\"1.0\"?><x:items xmlns:x=\"urn:x\"><item id=\"1\">a</item><item id=\"2\">b</item></x:items>", "1a", "2b");

    [Fact]
    public Task Xml_TooDeep_IsAnError() => IsWrongAsync(s_xml, $"<l><item id=\"1\">{string.Concat(Enumerable.Repeat("<a>", 100_000))}");

    [Theory]
    [InlineData("lines", "{\"name\":\"", "x")]
    [InlineData("array", "[{\"name\":\"", "x")]
    [InlineData("array", "[{\"x\":[", "1,")]
    [InlineData("nested", "{\"x\":\"", "x")]
    [InlineData("xml", "<l><item>", "x")]
    [InlineData("xml", "<l><item>", "<a>x</a>")]
    [InlineData("xml", "<l><item x=\"", "x")]
    [InlineData("xml", "<l><!-- ", "x")]
    [InlineData("xml", "<l>", "x")]
    public async Task ReadAsync_ARecordThatNeverEnds_StopsAtTheBound(string format, string begin, string again)
    {
        const int Bound = 200_000;
        var reader = format switch { "lines" => s_lines, "array" => s_array, "nested" => s_nested, _ => s_xml };
        var endless = new EndlessStream(begin, again);

        var error = await Assert.ThrowsAsync<UnreadableAnswerException>(async () => await reader.ReadAsync(endless, new() { MaxRecordBytes = Bound }).CountAsync());

        Assert.Contains("MaxRecordBytes", error.Message, StringComparison.Ordinal);
        Assert.InRange(endless.Position, Bound, 4 * Bound);
    }

    [Theory]
    [InlineData(1000, true)]
    [InlineData(1001, false)]
    public async Task JsonArray_RecordAtTheBound_IsReadHoweverItComes(int length, bool isRead)
    {
        var record = $"{{\"id\":1,\"name\":\"{new string('x', length - 18)}\"}}";
        Assert.Equal(length, record.Length);
        foreach (var size in new[] { 1, 333, 100_000 })
        {
            var read = s_array.ReadAsync(new PieceStream($"[{record},{record}]", size), new() { MaxRecordBytes = 1000 }).CountAsync();

            if (isRead)
            {
                Assert.Equal(2, await read);
            }
            else
            {
                await Assert.ThrowsAsync<UnreadableAnswerException>(() => read.AsTask());
            }
        }
    }

    [Fact]
    public async Task ReadAsync_RecordThatDoesNotFit_NamesThePlaceAndNotTheValue()
    {
        var json = await Assert.ThrowsAsync<UnreadableAnswerException>(async () => await s_lines.ReadAsync(new PieceStream("{\"id\":1}\n{\"id\":\"secret\"}\n"), new()).CountAsync());
        var csv = await Assert.ThrowsAsync<UnreadableAnswerException>(async () => await StreamOf.Csv(row => int.Parse(row["id"])).ReadAsync(new PieceStream("id\n1\nsecret\n"), new()).CountAsync());

        Assert.Equal(("record 2 at $.id", 2), (json.Message, json.Record));
        Assert.Equal(("row 3 (FormatException)", 3), (csv.Message, csv.Record));
        Assert.DoesNotContain("secret", json.ToString() + csv, StringComparison.Ordinal);
    }

    private static async Task GivesAsync(RecordReader<Item> reader, string document, params string[] expected)
    {
        foreach (var size in new[] { 1, 2, 3, 7, 1000 })
        {
            Assert.Equal(expected, (await reader.ReadAsync(new PieceStream(document, size), new()).ToListAsync()).Select(read => $"{read.Record.Id}{read.Record.Name}"));
        }
    }

    private static Task IsTornAsync(RecordReader<Item> reader, string document) => FailsAsync(reader, document, isTorn: true);

    private static Task IsWrongAsync(RecordReader<Item> reader, string document) => FailsAsync(reader, document, isTorn: false);

    private static async Task FailsAsync(RecordReader<Item> reader, string document, bool isTorn)
    {
        foreach (var size in new[] { 1, 5, 10_000 })
        {
            var error = await Assert.ThrowsAsync<UnreadableAnswerException>(async () => await reader.ReadAsync(new PieceStream(document, size), new()).CountAsync());

            Assert.Equal(isTorn, error.IsTorn);
        }
    }
}

internal sealed record Item(int Id, string? Name);

[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Item))]
internal sealed partial class ItemJson : JsonSerializerContext;
