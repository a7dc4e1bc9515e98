using System.Net;
using System.Text;
using Connectors.Core.Tests.Formats;
using Connectors.Core.Tests.Http;
using Connectors.Core.Tests.Shapes;
using Connectors.Definitions;

namespace Connectors.Core.Tests.Transfers;

/// <summary>Hashes of files, against published vectors, and where answers state them.</summary>
public sealed class HashTests
{
    private static readonly DownloadEndpoint<string> s_file = Endpoint.Download<string>("file.get", (id, _) => RequestSpec.Get($"/files/{id}"));

    public static TheoryData<string, byte[]> QuickXor { get; } = new()
    {
        { "AAAAAAAAAAAAAAAAAAAAAAAAAAA=", [] },
        { "AAAAAAAAAAAAAAAAAQAAAAAAAAA=", [0] },
        { "YQAAAAAAAAAAAAAAAQAAAAAAAAA=", "a"u8.ToArray() },
        { "YRDDGAAAAAAAAAAAAwAAAAAAAAA=", "abc"u8.ToArray() },
        { "SCgDG9jwBhBc4Q1ybAMZQgAAAAA=", "Hello World!"u8.ToArray() },
        { "QkGEfSisZcA7k+FCh71r2dbCayY=", [.. Enumerable.Range(0, 256).Select(value => (byte)value)] },
        { "bMSlbysmxJL6S75XwfMcQZOpcr4=", "The quick brown fox jumps over the lazy dog"u8.ToArray() },
    };

    public static TheoryData<string, int, string> Dropbox { get; } = new()
    {
        { "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", 0, "zero" },
        { "839e2d868a885f260431d186466f0f3c189ee0eee5cc444b54e717740ad7f1c3", 4_194_303, "zero" },
        { "c7e946d101855255d919ef0c70718633adf77d3dfb3adeeecf5d0cb4e951be58", 4_194_304, "zero" },
        { "14a4d47f23a30177885d9820122f17d2d3a55fe63f7f5c27b95f689e0b2accd6", 4_194_305, "zero" },
        { "03ae066c707c588592d9e27aa2444ca98423e0999024f1ceaa11a153790b37de", 8_388_608, "zero" },
        { "65c8e60f5934ecfb5508ec2aabfb9b1872fa41fae22bdf1c21ff28982f799f5a", 12_582_919, "counting" },
    };

    [Theory]
    [MemberData(nameof(QuickXor))]
    public void QuickXor_PublishedVector_IsMet(string expected, byte[] content) => Assert.Equal(expected, Convert.ToBase64String(Hash(HashKind.QuickXor, content, 7)));

    [Theory]
    [MemberData(nameof(Dropbox))]
    public void OfBlocks_DropboxVector_IsMet(string expected, int length, string fill) =>
        Assert.Equal(expected, Convert.ToHexStringLower(Hash(DropboxFiles.ContentHash, [.. Enumerable.Range(0, length).Select(value => fill == "zero" ? (byte)0 : (byte)(value % 256))], 100_003)));

    [Theory]
    [InlineData("md5", "900150983cd24fb0d6963f7d28e17f72")]
    [InlineData("sha-1", "a9993e364706816aba3e25717850c26c9cd0d89d")]
    [InlineData("sha-256", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    public void Start_VectorOfTheStandard_IsMet(string name, string expected) =>
        Assert.Equal(expected, Convert.ToHexStringLower(Hash(new[] { HashKind.Md5, HashKind.Sha1, HashKind.Sha256 }.Single(kind => kind.Name == name), "abc"u8.ToArray(), 2)));

    // RFC 9530, appendix A: the digest of {"hello": "world"} and a line feed.
    [Theory]
    [InlineData("Repr-Digest", "sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:", true)]
    [InlineData("Content-Digest", "unixsum=1, sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:", true)]
    [InlineData("Digest", "SHA-256=RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=", true)]
    [InlineData("Content-MD5", "UFIauregE76D7gDe0/n0JA==", true)]
    [InlineData("Repr-Digest", "sha-256=:AAAAqy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:", false)]
    [InlineData("Digest", "md5=AAAAAAAAAAAAAAAAAAAAAA==", false)]
    [InlineData("Content-MD5", "AAAAAAAAAAAAAAAAAAAAAA==", false)]
    public async Task DownloadAsync_HashInAStandardHeader_IsCompared(string header, string value, bool isRight)
    {
        var content = "{\"hello\": \"world\"}\n"u8.ToArray();
        var wire = new FakeWire().Then((_, _) =>
        {
            var response = new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(content) };
            if (!response.Headers.TryAddWithoutValidation(header, value))
            {
                response.Content.Headers.TryAddWithoutValidation(header, value);
            }

            return Task.FromResult(response);
        });
        using var bench = await Bench.OpenAsync(wire);
        await using var download = await bench.Connector.DownloadAsync(s_file, "1");

        if (isRight)
        {
            Assert.Equal(content, await DownloadTests.ReadAsync(download));
            Assert.True(download.IsVerified);
        }
        else
        {
            Assert.Equal(ErrorKind.Protocol, (await Assert.ThrowsAsync<ConnectorException>(() => DownloadTests.ReadAsync(download))).Kind);
        }
    }

    [Theory]
    [InlineData("Repr-Digest", "nonsense")]
    [InlineData("Repr-Digest", "sha-256=:*:, =")]
    [InlineData("Digest", ",=,")]
    [InlineData("Content-MD5", "?")]
    public async Task DownloadAsync_HashThatCannotBeRead_IsNotCompared(string header, string value)
    {
        var wire = new FakeWire().Then(HttpStatusCode.OK, "content", "text/plain", response => response.Headers.TryAddWithoutValidation(header, value));
        using var bench = await Bench.OpenAsync(wire);
        await using var download = await bench.Connector.DownloadAsync(s_file, "1");

        Assert.Equal("content", Encoding.UTF8.GetString(await DownloadTests.ReadAsync(download)));
        Assert.False(download.IsVerified);
    }

    [Fact]
    public async Task DownloadAsync_HashKnownFromMetadata_IsCompared()
    {
        using var bench = await Bench.OpenAsync(new FakeWire().Then(HttpStatusCode.OK, "content", "text/plain"));
        var right = new FileFacts { Length = 7, Hash = new(HashKind.QuickXor, Hash(HashKind.QuickXor, "content"u8.ToArray(), 3)) };

        await using var good = await bench.Connector.DownloadAsync(s_file, "1", new() { Expected = right });
        await good.CopyToAsync(Stream.Null);
        await using var bad = await bench.Connector.DownloadAsync(s_file, "1", new() { Expected = right with { Hash = FileHash.FromHex(HashKind.Md5, "00112233445566778899aabbccddeeff") } });

        Assert.True(good.IsVerified);
        Assert.Equal(ErrorKind.Protocol, (await Assert.ThrowsAsync<ConnectorException>(() => bad.CopyToAsync(Stream.Null))).Kind);
        Assert.Equal(ErrorKind.Conflict, (await Assert.ThrowsAsync<ConnectorException>(() => bench.Connector.DownloadAsync(s_file, "1", new() { Expected = right with { Length = 8 } }))).Kind);
    }

    [Fact]
    public async Task DownloadAsync_FileInACoding_IsDecodedAndNotGoneOnWith()
    {
        var whole = Exports.Compressed("gzip", DownloadTests.Some(100_000));
        var wire = new FakeWire().ThenStream(() => new PieceStream(whole.AsMemory(0, 50_000), () => 999, new IOException("reset")), "text/plain", coding: "gzip");
        using var bench = await Bench.OpenAsync(wire);
        await using var download = await bench.Connector.DownloadAsync(s_file, "1");

        var error = await Assert.ThrowsAsync<ConnectorException>(() => download.CopyToAsync(Stream.Null));

        Assert.Equal(ErrorKind.Transport, error.Kind);
        Assert.Single(wire.Requests);
    }

    [Theory]
    [InlineData("attachment; filename=\"a b.pdf\"", "a b.pdf")]
    [InlineData("attachment; filename=x; filename*=UTF-8''na%C3%AFve.pdf", "naïve.pdf")]
    [InlineData("attachment; filename=\"../../etc/passwd\"", "passwd")]
    [InlineData("attachment; filename=\"C:\\\\boot.ini\"", "boot.ini")]
    [InlineData("attachment; filename=\"..\"", null)]
    [InlineData("attachment", null)]
    public async Task DownloadAsync_NameOfTheFile_IsANameAndNoPath(string disposition, string? name)
    {
        var wire = new FakeWire().Then(HttpStatusCode.OK, "x", "application/pdf", response => response.Content.Headers.TryAddWithoutValidation("Content-Disposition", disposition));
        using var bench = await Bench.OpenAsync(wire);

        await using var download = await bench.Connector.DownloadAsync(s_file, "1");

        Assert.Equal((name, "application/pdf"), (download.Facts.Name, download.Facts.MediaType));
    }

    private static byte[] Hash(HashKind kind, byte[] content, int piece)
    {
        using var hasher = kind.Start();
        foreach (var bytes in content.Chunk(piece))
        {
            hasher.Append(bytes);
        }

        return hasher.Finish();
    }
}
