using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Connectors.Core.Tests.Formats;
using Connectors.Core.Tests.Http;
using Connectors.Core.Tests.Shapes;
using Microsoft.Extensions.DependencyInjection;

namespace Connectors.Core.Tests.Transfers;

/// <summary>Microsoft Graph's upload sessions, whose address must get no credential, on the same contract as Dropbox's.</summary>
public sealed class GraphUploadTests : IDisposable
{
    private const int Fragment = 327_680;
    private static readonly UploadOptions s_fragments = new() { ChunkSize = 2 * Fragment };
    private readonly GraphVendor _vendor = new();
    private readonly byte[] _file = DownloadTests.Some((5 * Fragment) + 1);

    public void Dispose() => _vendor.Dispose();

    [Fact]
    public async Task UploadAsync_LargeFile_GoesInFragmentsWithoutACredential()
    {
        using var bench = await OpenAsync();

        var item = await bench.Connector.UploadAsync(GraphFiles.Upload, "large file.dat", UploadSource.From(_file), s_fragments);

        Assert.Equal(_file, _vendor.Stored);
        Assert.Equal("item1", item.Id);
        Assert.Equal([$"bytes 0-655359/{_file.Length}", $"bytes 655360-1310719/{_file.Length}", $"bytes 1310720-1638400/{_file.Length}"], _vendor.Ranges);
        Assert.Empty(_vendor.Leaks);
    }

    [Fact]
    public async Task UploadAsync_AnswersAreLost_AsksForTheExpectedRanges()
    {
        _vendor.Lost = put => put == 1;
        using var bench = await OpenAsync();

        await bench.Connector.UploadAsync(GraphFiles.Upload, "a", UploadSource.From(new PieceStream(_file, () => 9999), _file.Length), s_fragments);

        Assert.Equal(_file, _vendor.Stored);
        Assert.Equal(3, _vendor.Ranges.Count);
        Assert.Equal(1, _vendor.Asked);
        Assert.Empty(_vendor.Leaks);
    }

    [Fact]
    public async Task UploadAsync_AnswerOfTheLastFragmentIsLost_FindsTheFileByItsHash()
    {
        _vendor.Lost = put => put == 3;
        using var bench = await OpenAsync();

        var item = await bench.Connector.UploadAsync(GraphFiles.Upload, "a", UploadSource.From(_file), s_fragments);

        Assert.Equal(("item1", 3), (item.Id, _vendor.Ranges.Count));
    }

    [Fact]
    public async Task UploadAsync_ProviderKeepsOnlyAPartOfAFragment_GoesOnFromThere()
    {
        _vendor.Keeps = Fragment;
        using var bench = await OpenAsync();

        await bench.Connector.UploadAsync(GraphFiles.Upload, "a", UploadSource.From(_file), s_fragments);

        Assert.Equal(_file, _vendor.Stored);
        Assert.Equal($"bytes 327680-983039/{_file.Length}", _vendor.Ranges[1]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task UploadAsync_ProviderLostWhatItHad_GoesBackWhereTheSourceCan(bool seeks)
    {
        _vendor.Forgets = true;
        using var bench = await OpenAsync();
        var source = seeks ? UploadSource.From(new MemoryStream(_file)) : UploadSource.From(new PieceStream(_file, () => 9999), _file.Length);

        if (seeks)
        {
            await bench.Connector.UploadAsync(GraphFiles.Upload, "a", source, s_fragments);
            Assert.Equal(_file, _vendor.Stored);
        }
        else
        {
            Assert.Equal(ErrorKind.Conflict, (await Assert.ThrowsAsync<ConnectorException>(() => bench.Connector.UploadAsync(GraphFiles.Upload, "a", source, s_fragments))).Kind);
        }
    }

    [Fact]
    public async Task UploadAsync_LengthIsNotKnown_SaysThatItMustBe()
    {
        using var bench = await OpenAsync();

        var error = await Assert.ThrowsAsync<ConnectorException>(() => bench.Connector.UploadAsync(GraphFiles.Upload, "a", UploadSource.From(new PieceStream(_file, () => 9999)), s_fragments));

        Assert.Equal(ErrorKind.Validation, error.Kind);
    }

    [Fact]
    public async Task UploadAsync_SessionIsOver_IsNoRefusalOfTheConnection()
    {
        using var bench = await OpenAsync();
        UploadSession? kept = null;
        _vendor.Over = true;

        var error = await Assert.ThrowsAsync<ConnectorException>(() => bench.Connector.UploadAsync(GraphFiles.Upload, "a", UploadSource.From(_file), s_fragments with
        {
            SaveSession = (session, _) =>
            {
                kept = session;
                return default;
            },
        }));

        Assert.Equal(ErrorKind.NotFound, error.Kind);
        Assert.DoesNotContain("tempauth", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("tempauth", kept!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task UploadAsync_Observed_ShowsOfTheAddressOnlyItsHost()
    {
        var seen = new Observer();
        using (var bench = await Bench.OpenAsync(_vendor, definition: GraphFiles.Definition, build: builder => builder.AddCallObserver("seen", _ => seen)))
        {
            await bench.Connector.UploadAsync(GraphFiles.Upload, "a", UploadSource.From(_file), s_fragments);
        }

        var puts = seen.Seen.Where(call => call.Method == "PUT").ToList();
        Assert.NotEmpty(puts);
        Assert.All(puts, call => Assert.Equal("https://contoso-my.sharepoint.com/", call.Uri));
    }

    [Fact]
    public async Task CancelUploadAsync_Session_IsGivenUpWithoutACredential()
    {
        using var bench = await OpenAsync();
        UploadSession? kept = null;
        _vendor.Over = true;
        await Assert.ThrowsAsync<ConnectorException>(() => bench.Connector.UploadAsync(GraphFiles.Upload, "a", UploadSource.From(_file), s_fragments with
        {
            SaveSession = (session, _) =>
            {
                kept = session;
                return default;
            },
        }));
        _vendor.Over = false;

        await bench.Connector.CancelUploadAsync(GraphFiles.Upload, "a", UploadSession.Parse(kept!.Text));

        Assert.True(_vendor.IsCancelled);
        Assert.Empty(_vendor.Leaks);
    }

    [Theory]
    [InlineData("http://store.test/up?tempauth=1")]
    [InlineData("https://10.0.0.1/up?tempauth=1")]
    [InlineData("https://localhost/up?tempauth=1")]
    [InlineData("https://intranet/up?tempauth=1")]
    [InlineData("https://user:pw@store.test/up?tempauth=1")]
    [InlineData("/up?tempauth=1")]
    [InlineData("file:///etc/passwd?tempauth=1")]
    public async Task UploadAsync_AddressThatIsNotPublic_IsRefusedBeforeAnythingIsSent(string address)
    {
        _vendor.Address = address;
        using var bench = await OpenAsync();

        var error = await Assert.ThrowsAsync<ConnectorException>(() => bench.Connector.UploadAsync(GraphFiles.Upload, "a", UploadSource.From(_file), s_fragments));

        Assert.Contains(error.Kind, new[] { ErrorKind.Protocol, ErrorKind.Validation });
        Assert.DoesNotContain("tempauth", error.ToString(), StringComparison.Ordinal);
        Assert.Empty(_vendor.Ranges);
    }

    private Task<Bench> OpenAsync() => Bench.OpenAsync(_vendor, definition: GraphFiles.Definition);

    private sealed class Observer : ICallObserver
    {
        private readonly System.Collections.Concurrent.ConcurrentQueue<CallObservation> _seen = new();

        public IEnumerable<CallObservation> Seen => _seen;

        public ValueTask ObserveAsync(IReadOnlyList<CallObservation> seen, CancellationToken cancellationToken)
        {
            foreach (var one in seen)
            {
                _seen.Enqueue(one);
            }

            return default;
        }
    }

    /// <summary>Graph and its store of files, played from the description of createUploadSession.</summary>
    private sealed class GraphVendor : HttpMessageHandler
    {
        private readonly MemoryStream _session = new();
        private long _length;
        private bool _isDone;

        public string Address { get; set; } = "https://contoso-my.sharepoint.com/personal/up/uploadSession?guid=1&tempauth=v1.eyJ";

        public List<string> Ranges { get; } = [];

        /// <summary>Headers that the upload address must not see.</summary>
        public List<string> Leaks { get; } = [];

        public byte[] Stored => _isDone ? _session.ToArray() : [];

        public Func<int, bool> Lost { get; set; } = static _ => false;

        public int? Keeps { get; set; }

        public bool Forgets { get; set; }

        public bool Over { get; set; }

        public bool IsCancelled { get; private set; }

        public int Asked { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken);
            if (request.RequestUri!.Host == "graph.microsoft.com")
            {
                return request.Headers.Authorization?.Scheme != "Bearer" ? Json(HttpStatusCode.Unauthorized, "{}")
                    : request.RequestUri.AbsolutePath.EndsWith(":/createUploadSession", StringComparison.Ordinal) ? Begin(body)
                    : _isDone ? Json(HttpStatusCode.OK, Item())
                    : Json(HttpStatusCode.NotFound, """{"error":{"code":"itemNotFound"}}""");
            }

            Leaks.AddRange(request.Headers.Where(header => header.Key is "Authorization" or "X-App" || header.Value.Any(value => value.Contains(Bench.Token, StringComparison.Ordinal))).Select(header => header.Key));
            if (Over || _isDone)
            {
                return Json(Over ? HttpStatusCode.Unauthorized : HttpStatusCode.NotFound, """{"error":{"code":"itemNotFound","innererror":{"code":"uploadSessionNotFound"}}}""");
            }

            Assert.Equal(Address, request.RequestUri.AbsoluteUri);
            switch (request.Method.Method)
            {
                case "GET":
                    Asked++;
                    return Json(HttpStatusCode.OK, Next());
                case "DELETE":
                    IsCancelled = true;
                    return new(HttpStatusCode.NoContent);
            }

            var answer = Put(request.Content!, body);
            return Lost(Ranges.Count) ? throw new HttpRequestException(HttpRequestError.ResponseEnded, "reset") : answer;
        }

        private HttpResponseMessage Begin(byte[] body)
        {
            _length = (long)JsonNode.Parse(body)!["item"]!["fileSize"]!;
            return Json(HttpStatusCode.OK, $$"""{"uploadUrl":"{{Address}}","expirationDateTime":"2026-11-27T00:00:00Z","nextExpectedRanges":["0-"]}""");
        }

        private HttpResponseMessage Put(HttpContent content, byte[] body)
        {
            var range = content.Headers.ContentRange!;
            Ranges.Add(range.ToString());
            if (range.Length != _length || range.To - range.From + 1 != body.Length || content.Headers.ContentLength != body.Length || (range.To + 1 < _length && body.Length % Fragment != 0))
            {
                return Json(HttpStatusCode.BadRequest, """{"error":{"code":"invalidRequest"}}""");
            }

            if (range.From != _session.Length)
            {
                return Json(HttpStatusCode.RequestedRangeNotSatisfiable, """{"error":{"code":"invalidRange","innererror":{"code":"fragmentOverlap"}}}""");
            }

            if (Forgets && Ranges.Count == 2)
            {
                _session.SetLength(0);
                return Json(HttpStatusCode.Accepted, Next());
            }

            _session.Write(body.AsSpan(0, Ranges.Count == 1 ? Keeps ?? body.Length : body.Length));
            _isDone = _session.Length == _length;
            return _isDone ? Json(HttpStatusCode.Created, Item()) : Json(HttpStatusCode.Accepted, Next());
        }

        private string Next() => $$"""{"expirationDateTime":"2026-11-27T00:00:00Z","nextExpectedRanges":["{{_session.Length.ToString(CultureInfo.InvariantCulture)}}-"]}""";

        private string Item() => $$"""{"id":"item1","name":"a","size":{{_length}},"file":{"hashes":{"quickXorHash":"{{QuickXor(_session.ToArray())}}"} } }""";

        /// <summary>Bit by bit, as the description has it: slow, and no code of the SDK's.</summary>
        private static string QuickXor(byte[] content)
        {
            var bits = new bool[160];
            for (var index = 0; index < content.Length; index++)
            {
                for (var bit = 0; bit < 8; bit++)
                {
                    bits[((index * 11L) + bit) % 160] ^= (content[index] >> bit & 1) == 1;
                }
            }

            for (var bit = 0; bit < 64; bit++)
            {
                bits[96 + bit] ^= ((long)content.Length >> bit & 1) == 1;
            }

            return Convert.ToBase64String([.. Enumerable.Range(0, 20).Select(cell => (byte)Enumerable.Range(0, 8).Sum(bit => bits[(cell * 8) + bit] ? 1 << bit : 0))]);
        }

        private static HttpResponseMessage Json(HttpStatusCode status, string body) => new(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
    }
}
