using System.IO.Compression;
using System.Net;
using System.Text;
using Connectors.Core.Tests.Http;

namespace Connectors.Core.Tests.Formats;

/// <summary>Compressed bodies: read as they are meant, never short, and never more than they can be meant to be.</summary>
public sealed class CompressionTests
{
    private const int Mega = 1 << 20;
    private static readonly byte[] s_widget = Encoding.UTF8.GetBytes($$"""{"id":"1","name":"{{string.Concat(Enumerable.Range(0, 5000))}}"}""");

    public static TheoryData<string, string> Codings { get; } = new() { { "gzip", "gzip" }, { "x-gzip", "gzip" }, { "deflate", "zlib" }, { "deflate", "deflate" }, { "br", "br" }, { "GZip", "gzip" } };

    [Theory]
    [MemberData(nameof(Codings))]
    public async Task CallAsync_CompressedBody_IsReadAsItIsMeant(string coding, string made)
    {
        var wire = new FakeWire().ThenStream(() => new PieceStream(Exports.Compressed(made, s_widget), () => 1000), "application/json", coding: coding);
        using var bench = await Bench.OpenAsync(wire);

        Assert.Equal("1", (await bench.Connector.CallAsync(Acme.Widget, "1")).Id);
        using var raw = await bench.Connector.SendAsync(HttpMethod.Get, "/widgets/1");
        Assert.Equal(s_widget, raw.Body.ToArray());
        await using var stream = await bench.Connector.CallAsync(Acme.Export, "");
        var copy = new MemoryStream();
        await stream.CopyToAsync(copy);
        Assert.Equal(s_widget, copy.ToArray());
    }

    [Fact]
    public async Task CallAsync_TwoCodings_AreTakenOffInTurn()
    {
        var wire = new FakeWire().ThenStream(() => new PieceStream(Exports.Compressed("br", Exports.Compressed("gzip", s_widget)), () => 1000), "application/json", coding: "gzip, br");
        using var bench = await Bench.OpenAsync(wire);

        Assert.Equal("1", (await bench.Connector.CallAsync(Acme.Widget, "1")).Id);
    }

    [Theory]
    [MemberData(nameof(Codings))]
    public async Task SendAsync_CompressionCutShort_IsReadAgainAndNeverShort(string coding, string made)
    {
        var whole = Exports.Compressed(made, s_widget);
        foreach (var cut in new[] { 1, 9, whole.Length / 2, whole.Length - 2 })
        {
            var wire = new FakeWire().ThenStream(() => new PieceStream(whole.AsMemory(0, cut), () => 500), coding: coding).ThenStream(() => new MemoryStream(whole), coding: coding);
            using var bench = await Bench.OpenAsync(wire);

            using var raw = await bench.Connector.SendAsync(HttpMethod.Get, "/file");

            Assert.Equal(s_widget, raw.Body.ToArray());
            Assert.Equal(2, wire.Requests.Count);
        }
    }

    [Theory]
    [MemberData(nameof(Codings))]
    public async Task ListAsync_CompressionCutShortBetweenTwoRows_IsIncomplete(string coding, string made)
    {
        var rows = Encoding.UTF8.GetBytes("id,name\n" + string.Concat(Enumerable.Range(1, 20_000).Select(id => $"{id},name {id * 7919 % 10_007}\n")));
        var whole = Exports.Compressed(made, rows);
        using var bench = await Bench.OpenAsync(new FakeWire().ThenStream(() => new PieceStream(whole, () => 4096), coding: coding).ThenStream(() => new PieceStream(whole.AsMemory(0, whole.Length - 5), () => 4096), coding: coding));

        Assert.Equal(20_000, await bench.Connector.ListAsync(Exports.Csv).CountAsync());
        var error = await Assert.ThrowsAsync<IncompleteListException>(async () => await bench.Connector.ListAsync(Exports.Csv).CountAsync());
        Assert.InRange(error.Seen, 19_000, 20_000);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("br")]
    public async Task CallAsync_BytesThatAreNotOfTheCoding_AreAProtocolError(string coding)
    {
        var wire = new FakeWire().ThenStream(() => new PieceStream("{\"id\":\"not compressed at all, whatever the header says\"}"), "application/json", coding: coding);
        using var bench = await Bench.OpenAsync(wire, options => options.MaxRetries = 1);

        var error = await Assert.ThrowsAsync<ConnectorException>(() => bench.Connector.CallAsync(Acme.Widget, "1"));

        Assert.Equal(ErrorKind.Protocol, error.Kind);
        Assert.Contains("decompressed", error.Message, StringComparison.Ordinal);
    }

    /// <summary>What follows a good end changes nothing of what was before it; some servers fill up with zeros.</summary>
    [Theory]
    [MemberData(nameof(Codings))]
    public async Task SendAsync_BytesAfterTheCompressionsEnd_NeverMakeTheBodyAnother(string coding, string made)
    {
        foreach (var garbage in new[] { new byte[7], [0x1F, 0x8B], "garbage"u8.ToArray() })
        {
            foreach (var size in new[] { 1, 500, 1 << 20 })
            {
                byte[] sent = [.. Exports.Compressed(made, s_widget), .. garbage];
                using var bench = await Bench.OpenAsync(new FakeWire().ThenStream(() => new PieceStream(sent, () => size), coding: coding), options => options.MaxRetries = 0);
                try
                {
                    using var raw = await bench.Connector.SendAsync(HttpMethod.Get, "/file");
                    Assert.Equal(s_widget, raw.Body.ToArray());
                }
                catch (ConnectorException error)
                {
                    Assert.Equal(ErrorKind.Protocol, error.Kind);
                }
            }
        }
    }

    [Theory]
    [InlineData("zstd")]
    [InlineData("gzip, gzip, gzip")]
    [InlineData("gzip, zstd")]
    public async Task CallAsync_CodingThatIsNotKnown_IsAProtocolErrorWhereDataIsRead(string coding)
    {
        using var bench = await Bench.OpenAsync(new FakeWire().ThenStream(() => new MemoryStream(Exports.Compressed("gzip", s_widget)), "application/json", coding: coding), options => options.MaxRetries = 0);

        Assert.Equal(ErrorKind.Protocol, (await Assert.ThrowsAsync<ConnectorException>(() => bench.Connector.CallAsync(Acme.Widget, "1"))).Kind);
    }

    [Theory]
    [InlineData("identity")]
    [InlineData("")]
    [InlineData(",")]
    public async Task CallAsync_NoCodingAtAll_IsReadAsItIs(string coding)
    {
        using var bench = await Bench.OpenAsync(new FakeWire().ThenStream(() => new MemoryStream(s_widget), "application/json", coding: coding));

        Assert.Equal("1", (await bench.Connector.CallAsync(Acme.Widget, "1")).Id);
    }

    [Fact]
    public async Task CallAsync_ErrorBodyThatCannotBeDecompressed_IsStillTheErrorOfItsStatus()
    {
        var wire = new FakeWire().ThenStream(() => new PieceStream("no gzip"), "application/json", coding: "gzip", status: HttpStatusCode.Forbidden);
        using var bench = await Bench.OpenAsync(wire);

        Assert.Equal(ErrorKind.Permission, (await Assert.ThrowsAsync<ConnectorException>(() => bench.Connector.CallAsync(Acme.Widget, "1"))).Kind);
    }

    [Fact]
    public async Task CallAsync_EmptyBodyWithACoding_IsAnEmptyBody()
    {
        var wire = new FakeWire().ThenStream(() => Stream.Null, coding: "gzip");
        using var bench = await Bench.OpenAsync(wire);

        using var raw = await bench.Connector.SendAsync(HttpMethod.Get, "/file");

        Assert.True(raw.Body.IsEmpty);
    }

    [Fact]
    public async Task CallAsync_GigabyteInAMegabyte_IsNotReadFurtherThanTheLargestAnswer()
    {
        var bomb = Bomb("x");
        var bodies = new List<PieceStream>();
        var wire = new FakeWire().ThenStream(() => Sent(bomb, bodies), "application/json", coding: "gzip");
        using var bench = await Bench.OpenAsync(wire, options => options.MaxResponseBytes = Mega);

        var error = await Assert.ThrowsAsync<ConnectorException>(() => bench.Connector.CallAsync(Acme.Widget, "1"));

        Assert.Equal((ErrorKind.Protocol, false), (error.Kind, error.IsTransient));
        Assert.InRange(Assert.Single(bodies).Position, 1, bomb.Length / 10);
    }

    [Fact]
    public async Task CallAsync_GigabyteInAMegabyteOfError_IsReadAsFarAsAnyError()
    {
        var bomb = Bomb("x");
        var bodies = new List<PieceStream>();
        var wire = new FakeWire().ThenStream(() => Sent(bomb, bodies), "application/json", coding: "gzip", status: HttpStatusCode.BadRequest);
        using var bench = await Bench.OpenAsync(wire);

        Assert.Equal(ErrorKind.Validation, (await Assert.ThrowsAsync<ConnectorException>(() => bench.Connector.CallAsync(Acme.Widget, "1"))).Kind);
        Assert.InRange(Assert.Single(bodies).Position, 1, bomb.Length / 10);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("gzip, gzip")]
    public async Task Stream_GigabyteInAMegabyte_StopsAtTheGrowthThatIsAllowed(string coding)
    {
        var bomb = Bomb("x");
        bomb = coding == "gzip" ? bomb : Exports.Compressed("gzip", bomb);
        using var bench = await Bench.OpenAsync(new FakeWire().ThenStream(() => new PieceStream(bomb, () => 4096), coding: coding));
        await using var stream = await bench.Connector.CallAsync(Acme.Export, "");
        var read = 0L;

        var error = await Assert.ThrowsAsync<ConnectorException>(async () =>
        {
            var buffer = new byte[64 << 10];
            while (await stream.ReadAsync(buffer) is > 0 and var count)
            {
                read += count;
            }
        });

        Assert.Equal((ErrorKind.Protocol, false), (error.Kind, error.IsTransient));
        Assert.Contains("MaxExpansion", error.Message, StringComparison.Ordinal);
        Assert.InRange(read, 1, 20 * Mega);
    }

    [Fact]
    public async Task ListAsync_GigabyteInAMegabyte_StopsWithATypedErrorAfterTheRecordsThatWent()
    {
        using var bench = await Bench.OpenAsync(new FakeWire().ThenStream(() => new PieceStream(Bomb($"1,{new string('x', 2045)}\n", "id,name\n"), () => 4096), coding: "gzip"));
        var seen = 0;

        var error = await Assert.ThrowsAsync<ConnectorException>(async () =>
        {
            await foreach (var _ in bench.Connector.ListAsync(Exports.Csv))
            {
                seen++;
            }
        });

        Assert.Equal((ErrorKind.Protocol, false), (error.Kind, error.IsTransient));
        Assert.InRange(seen, 1, 20 * Mega / 2048);
    }

    [Fact]
    public async Task ListAsync_UniformDataAndAHigherBound_IsReadToItsEnd()
    {
        var rows = Encoding.UTF8.GetBytes("id,name\n" + string.Concat(Enumerable.Repeat($"1,{new string('x', 2045)}\n", 20 * Mega / 2048)));
        var body = Exports.Compressed("gzip", rows);
        using var bench = await Bench.OpenAsync(new FakeWire().ThenStream(() => new PieceStream(body, () => 4096), coding: "gzip"), options => options.MaxExpansion = 2000);

        Assert.Equal(20 * Mega / 2048, await bench.Connector.ListAsync(Exports.Csv).CountAsync());
    }

    private static PieceStream Sent(byte[] bytes, List<PieceStream> bodies)
    {
        bodies.Add(new(bytes, () => 4096));
        return bodies[^1];
    }

    /// <summary>A text again and again: a gigabyte in about a megabyte. Members of gzip in a row are one body (RFC 1952).</summary>
    internal static byte[] Bomb(string again, string begin = "")
    {
        var member = Exports.Compressed("gzip", Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(again, 16 * Mega / again.Length))), CompressionLevel.SmallestSize);
        return [.. begin.Length == 0 ? [] : Exports.Compressed("gzip", Encoding.UTF8.GetBytes(begin)), .. Enumerable.Repeat(member, 64).SelectMany(bytes => bytes)];
    }
}
