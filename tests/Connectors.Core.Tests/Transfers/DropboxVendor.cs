using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Connectors.Core.Tests.Formats;

namespace Connectors.Core.Tests.Transfers;

/// <summary>
/// Dropbox's content host, played from its official route descriptions: upload sessions by offset, commits, ranged downloads, errors as 409.
/// Knows nothing of the SDK. Its ledger is what tests count by.
/// </summary>
internal sealed class DropboxVendor : HttpMessageHandler
{
    private readonly Dictionary<string, MemoryStream> _sessions = new(StringComparer.Ordinal);
    private readonly HashSet<string> _over = new(StringComparer.Ordinal);
    private int _rev = 0xa1c10;

    public Dictionary<string, (byte[] Content, string Rev)> Files { get; } = new(StringComparer.Ordinal);

    /// <summary>What arrived: route, offset (of a session) and how many bytes.</summary>
    public List<(string Route, long Offset, int Bytes)> Ledger { get; } = [];

    public List<HttpRequestMessage> Requests { get; } = [];

    /// <summary>What goes wrong with a request: its route and its number, from 1.</summary>
    public Func<string, int, Fault> Faults { get; set; } = static (_, _) => Fault.None;

    /// <summary>After how many bytes the body of the n-th download breaks, from 1; null for not at all.</summary>
    public Func<int, int?> Breaks { get; set; } = static _ => null;

    /// <summary>Called when a download was begun, with its number.</summary>
    public Action<int>? Downloading { get; set; }

    public bool IgnoresRange { get; set; }

    public bool GivesETag { get; set; } = true;

    /// <summary>Changes a byte of what is sent, on the way.</summary>
    public bool Damages { get; set; }

    public int Downloads { get; private set; }

    public void Put(string path, byte[] content) => Files[path] = (content, (++_rev).ToString("x9", CultureInfo.InvariantCulture));

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Requests.Add(request);
        var route = request.RequestUri!.AbsolutePath["/2/files/".Length..];
        var body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken);
        if (Refusal(request, route, body) is { } bad)
        {
            return Text(HttpStatusCode.BadRequest, $"Error in call to API function \"files/{route}\": {bad}");
        }

        var argument = route == "get_metadata" ? JsonNode.Parse(body)! : JsonNode.Parse(request.Headers.GetValues("Dropbox-API-Arg").Single())!;
        Ledger.Add((route, (long?)argument["cursor"]?["offset"] ?? 0, route == "get_metadata" ? 0 : body.Length));
        var fault = Faults(route, Ledger.Count(entry => entry.Route == route));
        if (fault == Fault.LostRequest)
        {
            throw new HttpRequestException(HttpRequestError.ResponseEnded, "reset");
        }

        var answer = fault == Fault.Busy ? Text(HttpStatusCode.TooManyRequests, "too many", retryAfter: "0") : route switch
        {
            "download" => Download(request, (string)argument["path"]!),
            "get_metadata" => Files.ContainsKey((string)argument["path"]!) ? Json(HttpStatusCode.OK, Metadata((string)argument["path"]!, tag: true)) : Error("path/not_found/.", """{".tag":"path","path":{".tag":"not_found"}}"""),
            "upload" => Commit(argument, body),
            "upload_session/start" => Start(body),
            "upload_session/append_v2" => Append(argument, body),
            "upload_session/finish" => Finish(argument, body),
            _ => Text(HttpStatusCode.NotFound, "no such route"),
        };
        if (fault == Fault.LostAnswer)
        {
            answer.Dispose();
            throw new HttpRequestException(HttpRequestError.ResponseEnded, "reset");
        }

        return answer;
    }

    /// <summary>The rules of the three request styles.</summary>
    private static string? Refusal(HttpRequestMessage request, string route, byte[] body)
    {
        var type = request.Content?.Headers.ContentType?.MediaType;
        var isContent = route is "download" or "upload" || route.StartsWith("upload_session", StringComparison.Ordinal);
        return request.Method != HttpMethod.Post ? "not a POST"
            : request.RequestUri!.Host != (isContent ? "content.dropboxapi.com" : "api.dropboxapi.com") ? "wrong host"
            : request.Headers.Authorization?.Scheme != "Bearer" ? "no token"
            : isContent && request.Headers.GetValues("Dropbox-API-Arg").Single().Any(letter => letter is < ' ' or > '~') ? "the argument header is not header-safe"
            : route == "download" ? (body.Length > 0 || type is not null ? "a download has no body and no Content-Type" : null)
            : type != (isContent ? "application/octet-stream" : "application/json") ? $"bad Content-Type '{type}'"
            : null;
    }

    private HttpResponseMessage Download(HttpRequestMessage request, string path)
    {
        if (!Files.TryGetValue(path, out var file))
        {
            return Error("path/not_found/..", """{".tag":"path","path":{".tag":"not_found"}}""");
        }

        var number = ++Downloads;
        var tag = $"W/\"{file.Rev}\"".Replace("W/", "", StringComparison.Ordinal);
        var range = IgnoresRange ? null : request.Headers.Range?.Ranges.Single();
        if (range is not null && request.Headers.IfRange is { } condition && condition.EntityTag?.Tag != tag)
        {
            range = null;
        }

        if (request.Headers.IfNoneMatch.Any(known => known.Tag == tag))
        {
            return new(HttpStatusCode.NotModified) { Headers = { ETag = new(tag) } };
        }

        if (range?.From >= file.Content.Length)
        {
            return new(HttpStatusCode.RequestedRangeNotSatisfiable) { Content = new ByteArrayContent([]) { Headers = { ContentRange = new(file.Content.Length) } } };
        }

        var (from, to) = ((int)(range?.From ?? 0), (int)Math.Min(range?.To ?? long.MaxValue, file.Content.Length - 1));
        var sent = file.Content[from..(to + 1)];
        if (Damages && sent.Length > 0)
        {
            sent[^1] ^= 1;
        }

        var content = Breaks(number) is { } after && after < sent.Length
            ? new StreamContent(new PieceStream(sent.AsMemory(0, after), () => 1000, new IOException("reset")))
            : new StreamContent(new PieceStream(sent, () => 1000));
        content.Headers.ContentLength = sent.Length;
        content.Headers.ContentType = new("application/octet-stream");
        if (range is not null)
        {
            content.Headers.ContentRange = new ContentRangeHeaderValue(from, to, file.Content.Length);
        }

        var answer = new HttpResponseMessage(range is null ? HttpStatusCode.OK : HttpStatusCode.PartialContent) { Content = content };
        if (GivesETag)
        {
            answer.Headers.ETag = new(tag);
        }

        answer.Headers.TryAddWithoutValidation("Dropbox-API-Result", Safe(Metadata(path, tag: false)));
        Downloading?.Invoke(number);
        return answer;
    }

    private HttpResponseMessage Start(byte[] body)
    {
        var id = $"pid_upload_session:{_sessions.Count + 1}";
        _sessions[id] = new();
        _sessions[id].Write(body);
        return Json(HttpStatusCode.OK, $$"""{"session_id":"{{id}}"}""");
    }

    private HttpResponseMessage Append(JsonNode argument, byte[] body)
    {
        var id = (string)argument["cursor"]!["session_id"]!;
        if (!_sessions.TryGetValue(id, out var session))
        {
            return Error("not_found/.", """{".tag":"not_found"}""");
        }

        if (_over.Contains(id))
        {
            return Error("closed/.", """{".tag":"closed"}""");
        }

        if ((long)argument["cursor"]!["offset"]! != session.Length)
        {
            return Error("incorrect_offset/...", $$"""{".tag":"incorrect_offset","correct_offset":{{session.Length}}}""");
        }

        session.Write(body);
        return Json(HttpStatusCode.OK, "null");
    }

    private HttpResponseMessage Finish(JsonNode argument, byte[] body)
    {
        var id = (string)argument["cursor"]!["session_id"]!;
        if (!_sessions.TryGetValue(id, out var session) || !_over.Add(id))
        {
            return Error("lookup_failed/not_found/..", """{".tag":"lookup_failed","lookup_failed":{".tag":"not_found"}}""");
        }

        if ((long)argument["cursor"]!["offset"]! != session.Length)
        {
            _over.Remove(id);
            return Error("lookup_failed/incorrect_offset/..", $$"""{".tag":"lookup_failed","lookup_failed":{".tag":"incorrect_offset","correct_offset":{{session.Length}} } }""");
        }

        session.Write(body);
        return Commit(argument["commit"]!, session.ToArray());
    }

    private HttpResponseMessage Commit(JsonNode commit, byte[] content)
    {
        var path = (string)commit["path"]!;
        if (Files.TryGetValue(path, out var there) && !there.Content.AsSpan().SequenceEqual(content) && (string?)commit["mode"] == "add")
        {
            return Error("path/conflict/file/..", """{".tag":"path","reason":{".tag":"conflict","conflict":{".tag":"file"}}}""");
        }

        Put(path, content);
        return Json(HttpStatusCode.OK, Metadata(path, tag: false));
    }

    private string Metadata(string path, bool tag)
    {
        var (content, rev) = Files[path];
        return new JsonObject(tag ? [new(".tag", "file")] : [])
        {
            ["name"] = path[(path.LastIndexOf('/') + 1)..],
            ["id"] = "id:a4ayc_80_OEAAAAAAAAAXw",
            ["path_lower"] = path.ToLowerInvariant(),
            ["rev"] = rev,
            ["size"] = content.Length,
            ["content_hash"] = ContentHash(content),
        }.ToJsonString();
    }

    /// <summary>As Dropbox describes it: hash each block of 4 MiB, and the hashes one after the other.</summary>
    public static string ContentHash(byte[] content) =>
        Convert.ToHexStringLower(SHA256.HashData(content.Chunk(4_194_304).SelectMany(block => SHA256.HashData(block)).ToArray()));

    private static string Safe(string json) => string.Concat(json.Select(letter => letter < 0x7f ? letter.ToString() : $"\\u{(int)letter:x4}"));

    private static HttpResponseMessage Error(string summary, string error) =>
        Json(HttpStatusCode.Conflict, $$"""{"error_summary":{{JsonSerializer.Serialize(summary)}},"error":{{error}}}""");

    private static HttpResponseMessage Json(HttpStatusCode status, string body) => new(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };

    private static HttpResponseMessage Text(HttpStatusCode status, string body, string? retryAfter = null)
    {
        var answer = new HttpResponseMessage(status) { Content = new StringContent(body) };
        if (retryAfter is not null)
        {
            answer.Headers.TryAddWithoutValidation("Retry-After", retryAfter);
        }

        return answer;
    }
}

/// <summary>What goes wrong with one request.</summary>
internal enum Fault
{
    None,

    /// <summary>It never arrives.</summary>
    LostRequest,

    /// <summary>It is carried out, and the answer never arrives.</summary>
    LostAnswer,

    /// <summary>429, and nothing is done.</summary>
    Busy,
}
