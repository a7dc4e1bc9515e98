using Connectors.Core.Tests.Http;

namespace Connectors.Core.Tests.Formats;

/// <summary>What a streamed list holds does not depend on its length. Alone, for the whole process's heap is measured.</summary>
[Collection(nameof(FlatMemoryTests))]
public sealed class FlatMemoryTests
{
    private const long Mega = 1 << 20;

    [Theory]
    [InlineData("csv", "id,name\n", "17,\"some name, quoted\"\n", "", 200)]
    [InlineData("lines", "", "{\"id\":17,\"name\":\"some name\"}\n", "", 100)]
    [InlineData("array", "{\"items\":[{\"id\":1}", ",{\"id\":17,\"name\":\"some name\"}", "]}", 100)]
    [InlineData("xml", "<items>", "<item id=\"17\">some name</item>", "</items>", 50)]
    public async Task ListAsync_AnyLength_HoldsTheSame(string format, string begin, string again, string end, int megabytes)
    {
        var heaps = new List<long>();
        var step = megabytes * Mega / 5;
        using var bench = await Bench.OpenAsync(new FakeWire().ThenStream(() => new EndlessStream(begin, again, megabytes * Mega, end)
        {
            OnRead = count =>
            {
                if (count >= step * (heaps.Count + 1))
                {
                    heaps.Add(GC.GetTotalMemory(forceFullCollection: true));
                }
            },
        }));
        var list = format switch { "csv" => Exports.Csv, "lines" => Exports.Lines, "array" => Exports.Array, _ => Exports.Xml };

        var records = await bench.Connector.ListAsync(list).LongCountAsync();

        Assert.InRange(records * again.Length, megabytes * Mega, (megabytes + 1) * Mega);
        Assert.Equal(5, heaps.Count);
        Assert.InRange(heaps.Max() - heaps[0], 0, 3 * Mega);
    }
}

/// <summary>Runs when nothing else does.</summary>
[CollectionDefinition(nameof(FlatMemoryTests), DisableParallelization = true)]
public sealed class FlatMemoryRuns;
