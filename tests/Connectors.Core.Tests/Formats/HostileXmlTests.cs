using System.Net;
using System.Text;
using Connectors.Core.Tests.Http;
using Connectors.Definitions;

namespace Connectors.Core.Tests.Formats;

/// <summary>XML made to do harm, by each way that XML is read: a page, a streamed list, an answer of SOAP.</summary>
public sealed class HostileXmlTests : IDisposable
{
    private const string Soap = "http://schemas.xmlsoap.org/soap/envelope/";
    private readonly string _secret = Path.Combine(Path.GetTempPath(), $"connectors-{Guid.NewGuid():N}.txt");

    public enum Way
    {
        Page,
        Streamed,
        Call,
    }

    public static TheoryData<Way> Ways { get; } = [.. Enum.GetValues<Way>()];

    public void Dispose() => File.Delete(_secret);

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Read_EntitiesOfEntities_AreNotExpanded(Way way)
    {
        var laughs = string.Concat(Enumerable.Range(1, 9).Select(level => $"<!ENTITY l{level} \"{string.Concat(Enumerable.Repeat($"&l{level - 1};", 10))}\">"));

        await RefusedAsync(way, $"<!DOCTYPE l [<!ENTITY l0 \"canary\">{laughs}]>", "<item>&l9;</item>");
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Read_EntityOfAFile_IsNotRead(Way way)
    {
        await File.WriteAllTextAsync(_secret, "canary-of-a-file");

        await RefusedAsync(way, $"<!DOCTYPE l [<!ENTITY x SYSTEM \"{new Uri(_secret)}\">]>", "<item>&x;</item>");
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Read_DocumentTypeElsewhere_IsNotFetched(Way way)
    {
        using var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        listener.Start();

        await RefusedAsync(way, $"<!DOCTYPE l SYSTEM \"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/x.dtd\">", "<item>1</item>");

        Assert.False(listener.Pending());
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Read_UndeclaredEntity_IsRefused(Way way) => await RefusedAsync(way, "", "<item>&nbsp;canary</item>");

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Read_ElementsInElements_AreBoundedInARecordAndOutside(Way way)
    {
        const int Depth = 200_000;
        var deep = string.Concat(Enumerable.Repeat("<a>", Depth)) + string.Concat(Enumerable.Repeat("</a>", Depth));

        Assert.Contains("128 deep", await RefusedAsync(way, "", $"<item>{deep}</item>"), StringComparison.Ordinal);
        Assert.Contains("128 deep", await RefusedAsync(way, "", deep), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Read_ThousandsOfAttributes_AreRefused(Way way)
    {
        var attributes = string.Concat(Enumerable.Range(0, 5_000).Select(index => $" a{index}=\"1\""));
        var namespaces = string.Concat(Enumerable.Range(0, 5_000).Select(index => $" xmlns:n{index}=\"urn:{index}\""));

        Assert.Contains("256 attributes", await RefusedAsync(way, "", $"<item{attributes}/>"), StringComparison.Ordinal);
        Assert.Contains("256 attributes", await RefusedAsync(way, "", $"<item{namespaces}/>"), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Read_AttributeWithoutEnd_IsBoundedByTheOptions(Way way)
    {
        var message = await RefusedAsync(way, "", $"<item a=\"{new string('x', 3 << 20)}\"/>", options => (options.MaxResponseBytes, options.MaxRecordBytes) = (1 << 20, 1 << 20));

        Assert.Contains($"{1 << 20}", message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Read_TextInManyPieces_TakesTimeInProportion(Way way)
    {
        // Put together piece by piece, each with all before it, this would take hours.
        const int Pieces = 200_000;

        Assert.Equal(["" + new string('x', Pieces * 2)], await ReadAsync(way, Utf8("", $"<item>{string.Concat(Enumerable.Repeat("x<![CDATA[x]]>", Pieces))}</item>")));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Read_InvalidUtf8_IsAnErrorAndNotAnotherText(Way way)
    {
        byte[] document = [.. Utf8("", "<item>canary-", open: true), 0xC3, 0x28, .. Utf8("</item>")];

        await RefusedAsync(way, document);
    }

    [Theory]
    [InlineData(Way.Page, "utf-7")]
    [InlineData(Way.Streamed, "utf-7")]
    [InlineData(Way.Call, "utf-7")]
    [InlineData(Way.Page, "utf-16")]
    [InlineData(Way.Streamed, "utf-16")]
    [InlineData(Way.Call, "utf-16")]
    [InlineData(Way.Page, "no-such")]
    [InlineData(Way.Streamed, "no-such")]
    [InlineData(Way.Call, "no-such")]
    public async Task Read_DeclaredEncodingThatItIsNot_IsRefused(Way way, string encoding) =>
        await RefusedAsync(way, $"<?xml version=\"1.0\" encoding=\"{encoding}\"?>", "<item>canary</item>");

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Read_KnownEncodings_AreRead(Way way)
    {
        const string Item = "<item>é</item>";
        byte[] utf16 = [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Document("<?xml version=\"1.0\" encoding=\"utf-16\"?>", "<item>雪</item>"))];
        byte[] mark = [0xEF, 0xBB, 0xBF, .. Utf8("", Item)];

        Assert.Equal(["雪"], await ReadAsync(way, utf16));
        Assert.Equal(["é"], await ReadAsync(way, mark));
        Assert.Equal(["é"], await ReadAsync(way, Encoding.Latin1.GetBytes(Document("<?xml version=\"1.0\" encoding=\"iso-8859-1\"?>", Item))));
        Assert.Equal(["é"], await ReadAsync(way, Encoding.Latin1.GetBytes(Document("", Item)), charset: "iso-8859-1"));
        Assert.Equal(["é"], await ReadAsync(way, Utf8("<?xml version=\"1.0\" encoding=\"utf-8\"?>", Item), charset: "no-such"));
    }

    private static byte[] Utf8(string prolog, string inside, bool open = false) => Encoding.UTF8.GetBytes(Document(prolog, inside, open));

    private static byte[] Utf8(string end) => Encoding.UTF8.GetBytes($"{end}</l></s:Body></s:Envelope>");

    private static string Document(string prolog, string inside, bool open = false) =>
        $"{prolog}<s:Envelope xmlns:s=\"{Soap}\"><s:Body><l>{inside}{(open ? "" : "</l></s:Body></s:Envelope>")}";

    private static Task<string> RefusedAsync(Way way, string prolog, string inside, Action<ConnectorOptions>? configure = null) => RefusedAsync(way, Utf8(prolog, inside), configure);

    private static async Task<string> RefusedAsync(Way way, byte[] document, Action<ConnectorOptions>? configure = null)
    {
        var error = await Assert.ThrowsAnyAsync<ConnectorException>(() => ReadAsync(way, document, configure: configure));

        Assert.Equal(ErrorKind.Protocol, error.Kind);
        Assert.DoesNotContain("canary", error.ToString(), StringComparison.Ordinal);
        return error.Message;
    }

    private static async Task<List<string>> ReadAsync(Way way, byte[] document, string? charset = null, Action<ConnectorOptions>? configure = null)
    {
        using var wire = new FakeWire().Then((_, _) =>
        {
            var content = new ByteArrayContent(document);
            content.Headers.TryAddWithoutValidation("Content-Type", charset is null ? "text/xml" : $"text/xml; charset={charset}");
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = content });
        });
        using var bench = await Bench.OpenAsync(wire, options =>
        {
            options.MaxRetries = 0;
            configure?.Invoke(options);
        });
        var service = new SoapService(_ => RequestSpec.Post("/"));
        return way switch
        {
            Way.Page => await bench.Connector.ListAsync(Endpoint.List("l", _ => RequestSpec.Get("/"), PageOf.Xml("item", item => item.Value, rest => rest.Name.LocalName), PageBy.Single<string>())).ToListAsync(),
            Way.Streamed => await bench.Connector.ListAsync(Endpoint.Streamed("l", _ => RequestSpec.Get("/"), StreamOf.Xml("item", item => item.Value))).ToListAsync(),
            _ => await bench.Connector.CallAsync(service.Read<string, List<string>>("l", (_, _) => new("x"), answer => [.. answer.Elements().Select(item => item.Value)]), ""),
        };
    }
}
