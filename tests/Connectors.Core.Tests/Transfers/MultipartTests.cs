using System.Net;
using System.Text;
using Connectors.Core.Tests.Formats;
using Connectors.Core.Tests.Http;
using Connectors.Definitions;

namespace Connectors.Core.Tests.Transfers;

/// <summary>Bodies of several parts, byte by byte as RFC 7578 and RFC 2387 have them.</summary>
public sealed class MultipartTests
{
    [Fact]
    public async Task Multipart_FieldsAndAFile_IsWrittenAsTheStandardHasIt()
    {
        var body = RequestBody.Multipart(
            FormPart.Field("category", 17), FormPart.Field("fileName", "Prüfung"), FormPart.File("file", "日本語 \"x\"\r\n.txt", RequestBody.Bytes("content"u8.ToArray(), "text/plain")));

        var (text, type, _) = await WrittenAsync(body);

        var boundary = type["multipart/form-data; boundary=".Length..];
        Assert.Matches("^[0-9a-f]{32}$", boundary);
        Assert.Equal(
            $"--{boundary}\r\nContent-Disposition: form-data; name=\"category\"\r\n\r\n17\r\n" +
            $"--{boundary}\r\nContent-Disposition: form-data; name=\"fileName\"\r\n\r\nPrüfung\r\n" +
            $"--{boundary}\r\nContent-Type: text/plain\r\nContent-Disposition: form-data; name=\"file\"; filename=\"日本語 %22x%22%0D%0A.txt\"\r\n\r\ncontent\r\n" +
            $"--{boundary}--\r\n",
            text);
    }

    [Fact]
    public async Task Related_MetadataAndAFile_IsWrittenAsTheStandardHasIt()
    {
        var (text, type, _) = await WrittenAsync(RequestBody.Related(RequestBody.Text("""{"name":"x"}""", "application/json"), RequestBody.Bytes("content"u8.ToArray(), "application/pdf")));

        var boundary = type["multipart/related; boundary=".Length..];
        Assert.Equal(
            $"--{boundary}\r\nContent-Type: application/json\r\n\r\n{{\"name\":\"x\"}}\r\n--{boundary}\r\nContent-Type: application/pdf\r\n\r\ncontent\r\n--{boundary}--\r\n", text);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Multipart_StreamOfKnownLength_HasItsLength(bool seeks)
    {
        var file = new byte[100_000];
        var body = RequestBody.Multipart(FormPart.File("file", "a", RequestBody.Stream(() => seeks ? new MemoryStream(file) : new PieceStream(file, () => 999), "image/png", seeks ? null : file.Length)));

        var (text, _, length) = await WrittenAsync(body);

        Assert.Equal(text.Length, length);
    }

    [Fact]
    public async Task Multipart_StreamOfAnyLength_IsSentAsItIsRead()
    {
        var opened = 0;
        var held = 0L;
        var sink = new CountingStream();
        const long length = 300L << 20;
        var wire = new FormSink(content => content.CopyToAsync(sink));
        using var bench = await Bench.OpenAsync(wire);
        var body = RequestBody.Multipart(FormPart.File("file", "a", RequestBody.Stream(
            () =>
            {
                opened++;
                return new EndlessStream("", new string('x', 8192), length) { OnRead = read => held = Math.Max(held, read - sink.Count) };
            },
            "application/zip")));

        using var answer = await bench.Connector.SendAsync(new(HttpMethod.Post, "/files") { Body = body });

        Assert.InRange(sink.Count, length, length + 10_000);
        Assert.Equal(1, opened);
        Assert.InRange(held, 0, 1 << 20);
    }

    [Fact]
    public async Task Multipart_CallIsMadeAgain_OpensTheFileAnewAndSendsTheSame()
    {
        var bodies = new List<string>();
        var opened = 0;
        var wire = new FormSink(async content => bodies.Add(await content.ReadAsStringAsync())) { FirstStatus = HttpStatusCode.TooManyRequests };
        using var bench = await Bench.OpenAsync(wire);
        var body = RequestBody.Multipart(FormPart.File("file", "a", RequestBody.Stream(
            () =>
            {
                opened++;
                return new PieceStream("the file", 3);
            },
            "text/plain")));

        using var answer = await bench.Connector.SendAsync(new(HttpMethod.Post, "/files") { Body = body });

        Assert.Equal(2, opened);
        Assert.Equal(bodies[0], bodies[1]);
        Assert.Contains("the file", bodies[1], StringComparison.Ordinal);
    }

    private static async Task<(string Text, string Type, long? Length)> WrittenAsync(RequestBody body)
    {
        using var content = body.CreateContent();
        var (type, length) = (content.Headers.ContentType!.ToString(), content.Headers.ContentLength);
        return (Encoding.UTF8.GetString(await content.ReadAsByteArrayAsync()), type, length);
    }

    /// <summary>Takes bodies as a socket does.</summary>
    private sealed class FormSink(Func<HttpContent, Task> take) : HttpMessageHandler
    {
        private int _count;

        public HttpStatusCode FirstStatus { get; init; } = HttpStatusCode.OK;

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await take(request.Content!);
            var response = new HttpResponseMessage(_count++ == 0 ? FirstStatus : HttpStatusCode.OK) { Content = new StringContent("{}"), RequestMessage = request };
            response.Headers.TryAddWithoutValidation("Retry-After", "0");
            return response;
        }
    }

    private sealed class CountingStream : Stream
    {
        public long Count { get; private set; }

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => Count; set => throw new NotSupportedException(); }

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => Count += count;
    }
}
