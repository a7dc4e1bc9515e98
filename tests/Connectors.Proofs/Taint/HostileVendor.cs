using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Connectors.Proofs.Taint;

/// <summary>A provider that shows whatever it was sent: in bodies, codes, headers, reasons and redirects. Also the ledger of its failures.</summary>
internal sealed class HostileVendor(Canaries canaries, HurriedTime time, int seed) : HttpMessageHandler
{
    private static readonly Uri s_elsewhere = new("https://elsewhere.test/");
    private readonly Random _random = new(seed);
    private readonly Lock _gate = new();
    private long _failures;
    private int _tokens;

    /// <summary>Gets how many requests were answered with a failure, or not at all.</summary>
    public long Failures => Interlocked.Read(ref _failures);

    /// <summary>Gets or sets the failure of requests to the API.</summary>
    public Fault? Api { get; set; }

    /// <summary>Gets or sets the failure of sign-in requests.</summary>
    public Fault? SignIn { get; set; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var isSignIn = request.RequestUri!.Host.StartsWith("auth.", StringComparison.Ordinal) || request.RequestUri.AbsolutePath == "/login";
        if ((isSignIn ? SignIn : Api) is not { } fault)
        {
            return isSignIn ? Tokens(request) : Good(request);
        }

        Interlocked.Increment(ref _failures);
        switch (fault.Kind)
        {
            case FaultKind.Unreachable:
                throw new HttpRequestException(HttpRequestError.ConnectionError, "Connection refused");
            case FaultKind.NameUnknown:
                throw new HttpRequestException(HttpRequestError.NameResolutionError, "Name or service not known");
            case FaultKind.BadCertificate:
                throw new HttpRequestException(HttpRequestError.SecureConnectionError, "The SSL connection could not be established");
            case FaultKind.Reset:
                throw new HttpRequestException(HttpRequestError.ResponseEnded, "The response ended prematurely", new IOException("Connection reset by peer"));
            case FaultKind.NoAnswer:
                while (!cancellationToken.IsCancellationRequested)
                {
                    time.Pass(TimeSpan.FromSeconds(20));
                }

                throw new TaskCanceledException("The request was canceled", null, cancellationToken);
        }

        var echo = await EchoAsync(request, isSignIn);
        var answer = new HttpResponseMessage((HttpStatusCode)fault.Status) { RequestMessage = request, Content = Body(fault, echo) };
        if (fault.Kind == FaultKind.Redirect)
        {
            answer.Headers.TryAddWithoutValidation("Location", $"{s_elsewhere}?echo={Uri.EscapeDataString(echo)}");
        }

        if (fault.Kind == FaultKind.Headers)
        {
            answer.Headers.TryAddWithoutValidation("X-Request-Id", echo);
            answer.Headers.TryAddWithoutValidation("WWW-Authenticate", $"Bearer error=\"{echo}\"");
            answer.Headers.TryAddWithoutValidation("Set-Cookie", $"echo={Uri.EscapeDataString(echo)}");
            answer.Headers.TryAddWithoutValidation("Retry-After", echo);
            answer.ReasonPhrase = echo.ReplaceLineEndings(" ").Replace('\r', ' ').Replace('\n', ' ');
        }

        return answer;
    }

    private static HttpContent Body(Fault fault, string echo) => fault.Kind switch
    {
        FaultKind.Text => new StringContent(echo, Encoding.UTF8, "text/plain"),
        FaultKind.Html => new StringContent($"<html><body>{WebUtility.HtmlEncode(echo)}</body></html>", Encoding.UTF8, "text/html"),
        FaultKind.Malformed => Json($"{{\"code\":\"{echo}\",\"access_token\":\"{echo}"),
        FaultKind.WrongShape => Json($"[{JsonSerializer.Serialize(echo)}]"),
        FaultKind.Empty => Json(""),
        FaultKind.Cut => new CutContent(echo),
        FaultKind.CodeOnly => Json(JsonSerializer.Serialize(new { code = echo, error = echo, status = echo })),
        _ => Json(JsonSerializer.Serialize(new
        {
            code = echo,
            message = $"Bad request: {echo}",
            error = fault.GrantError ?? echo,
            error_description = $"You sent {echo}",
            error_uri = echo,
            request_id = echo,
            fields = new[] { new { field = echo, message = echo } },
        })),
    };

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    private HttpResponseMessage Tokens(HttpRequestMessage request)
    {
        var number = Interlocked.Increment(ref _tokens) % 3;
        return new(HttpStatusCode.OK)
        {
            RequestMessage = request,
            Content = Json(JsonSerializer.Serialize(new
            {
                access_token = canaries.Make($"access token {number}"),
                refresh_token = canaries.Make($"refresh token {number}"),
                token_type = "bearer",
                expires_in = 3600,
            })),
        };
    }

    private static HttpResponseMessage Good(HttpRequestMessage request) => new(HttpStatusCode.OK)
    {
        RequestMessage = request,
        Content = Json("""{"id":"42","name":"Acme","items":[{"id":"1","name":"One"}],"next":null}"""),
    };

    /// <summary>Shows one part of what came, in one of the looks in which providers show things.</summary>
    private async Task<string> EchoAsync(HttpRequestMessage request, bool isSignIn)
    {
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(CancellationToken.None);
        var parts = request.Headers.Where(header => header.Key is not ("Accept" or "User-Agent")).SelectMany(header => header.Value).ToList();
        parts.AddRange(parts.Where(part => part.StartsWith("Basic ", StringComparison.Ordinal)).Select(part => Encoding.UTF8.GetString(Convert.FromBase64String(part[6..]))).ToList());
        parts.Add(request.RequestUri!.AbsoluteUri);
        parts.AddRange(request.RequestUri.Query.TrimStart('?').Split('&').Select(field => WebUtility.UrlDecode(field[(field.IndexOf('=', StringComparison.Ordinal) + 1)..])));
        parts.Add(body);
        if (isSignIn)
        {
            parts.AddRange(body.Split('&').Select(field => WebUtility.UrlDecode(field[(field.IndexOf('=', StringComparison.Ordinal) + 1)..])));
        }

        parts.RemoveAll(string.IsNullOrEmpty);
        lock (_gate)
        {
            var part = parts[_random.Next(parts.Count)];
            return _random.Next(9) switch
            {
                0 => Uri.EscapeDataString(part),
                1 => JsonEncodedText.Encode(part).ToString(),
                2 => JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(part),
                3 => Convert.ToBase64String(Encoding.UTF8.GetBytes(part)),
                4 => Convert.ToBase64String(Encoding.UTF8.GetBytes(part)).Replace('+', '-').Replace('/', '_').TrimEnd('='),
                5 => Convert.ToHexStringLower(Encoding.UTF8.GetBytes(part)),
                6 => $"{part}:{part}",
                _ => part,
            };
        }
    }

    /// <summary>A body that breaks off.</summary>
    private sealed class CutContent(string echo) : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => throw new IOException("Connection reset by peer");

        protected override Task<Stream> CreateContentReadStreamAsync() => Task.FromResult<Stream>(new CutStream(Encoding.UTF8.GetBytes($"{{\"items\":[{{\"id\":\"{echo}\"")));

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }

    private sealed class CutStream(byte[] beginning) : MemoryStream(beginning)
    {
        public override int Read(byte[] buffer, int offset, int count) => OrBreak(base.Read(buffer, offset, count));

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(OrBreak(base.Read(buffer.Span)));

        private static int OrBreak(int read) => read > 0 ? read : throw new IOException("Connection reset by peer");
    }
}
