using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Connectors.Paging;

namespace Connectors.Core.Tests.Paging;

public sealed partial class TextPoolTests
{
    [Fact]
    public void Read_TextsThatComeAgain_AreOneString()
    {
        var type = TextPool.Over(PoolJson.Default.ListString);
        var texts = JsonSerializer.Deserialize("""["Springfield","Springfield","Springfield","Springfield"]""", type)!;

        Assert.Same(texts[2], texts[3]);
    }

    [Fact]
    public void Read_AnyTexts_AreWhatTheyAre()
    {
        var random = new Random(20261120);
        string[] texts =
        [
            "", "a", "1234567", "12345678", "12345679", "Größe", "日本語", "😀", "a\"b\\c\n", new('x', 64), new('x', 65), new('y', 4000),
            .. Enumerable.Range(0, 20_000).Select(_ => new string([.. Enumerable.Range(0, random.Next(0, 24)).Select(_ => (char)random.Next(' ', random.Next(2) == 0 ? '~' : 'ʯ'))])),
        ];
        var json = JsonSerializer.SerializeToUtf8Bytes([.. texts, .. texts, .. texts], PoolJson.Default.ListString);

        Assert.Equal([.. texts, .. texts, .. texts], JsonSerializer.Deserialize(json, TextPool.Over(PoolJson.Default.ListString))!);
    }

    [Fact]
    public void Read_NullsMapsAndWrongKinds_AreAsWithoutIt()
    {
        var map = JsonSerializer.Deserialize("""{"first":"one","second":null,"Größe":"one"}""", TextPool.Over(PoolJson.Default.DictionaryStringString))!;

        Assert.Equal(["first", "second", "Größe"], map.Keys);
        Assert.Equal(["one", null, "one"], map.Values);
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize("[1]", TextPool.Over(PoolJson.Default.ListString)));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize("[{}]", TextPool.Over(PoolJson.Default.ListString)));
    }

    [Fact]
    public void Read_FromManyThreads_IsRight()
    {
        var type = TextPool.Over(PoolJson.Default.ListString);
        string[] texts = [.. Enumerable.Range(0, 5000).Select(number => $"text {(number % 700).ToString(CultureInfo.InvariantCulture)}")];
        var json = Encoding.UTF8.GetBytes(JsonSerializer.Serialize([.. texts], PoolJson.Default.ListString));

        Parallel.For(0, 32, _ => Assert.Equal(texts, JsonSerializer.Deserialize(json, type)!));
    }

    [JsonSerializable(typeof(List<string>))]
    [JsonSerializable(typeof(Dictionary<string, string?>))]
    private sealed partial class PoolJson : JsonSerializerContext;
}
