using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Connectors.Definitions;

namespace Connectors.Core.Tests.Shapes;

/// <summary>Dropbox's files: download with its own hash, and upload in sessions whose place is told by a refusal.</summary>
internal static class DropboxFiles
{
    private const int Block = 4 << 20;

    public static HashKind ContentHash { get; } = HashKind.OfBlocks("content_hash", Block, HashAlgorithmName.SHA256);

    public static DownloadEndpoint<string> Download { get; } = Endpoint.Download<string>(
        "files.get",
        (path, _) => RequestSpec.Post("/2/files/download").Header("Dropbox-API-Arg", JsonSerializer.Serialize(new(path), DropboxJson.Default.DropboxPath)),
        answer => answer.Header("Dropbox-API-Result") is { } result ? Facts(JsonSerializer.Deserialize(result, DropboxFilesJson.Default.DropboxFileEntry)!) : new(),
        host: "content");

    public static Endpoint<UploadPart<string>, UploadStep<DropboxFileEntry>> Append { get; } = Endpoint.Write<UploadPart<string>, UploadStep<DropboxFileEntry>>(
        "upload_session.append", (part, _) => Appending(part), Body.From(Place), host: "content", timeout: TimeSpan.FromMinutes(2));

    /// <summary>An append of nothing at the place where the provider should be: it says where it is.</summary>
    public static Endpoint<UploadPart<string>, UploadStep<DropboxFileEntry>> Ask { get; } = Endpoint.Idempotent<UploadPart<string>, UploadStep<DropboxFileEntry>>(
        "upload_session.ask", (part, _) => Appending(part), Body.From(Place), host: "content");

    public static ResumableUpload<string, DropboxFileEntry> Upload { get; } = new()
    {
        Name = "files.upload",
        ChunkMultiple = Block,
        ChunkSize = 2 * Block,
        MaxChunkSize = 148 << 20,
        Hash = ContentHash,
        Facts = Facts,
        Whole = Endpoint.Write<UploadPart<string>, DropboxFileEntry>(
            "upload.whole", (part, _) => Send("/2/files/upload", JsonSerializer.Serialize(new(part.Input, "add"), DropboxFilesJson.Default.DropboxCommit), part), Body.Json(DropboxFilesJson.Default.DropboxFileEntry), host: "content"),
        Start = Endpoint.Idempotent<UploadPart<string>, string>(
            "upload_session.start", (part, _) => Send("/2/files/upload_session/start", "{}", part), Body.Json(DropboxFilesJson.Default.DropboxSession, session => session.SessionId), host: "content"),
        Append = Append,
        Ask = Ask,
        Finish = Endpoint.Write<UploadPart<string>, DropboxFileEntry>(
            "upload_session.finish",
            (part, _) => Send("/2/files/upload_session/finish", JsonSerializer.Serialize(new(new(part.Session, part.Offset), new(part.Input, "add")), DropboxFilesJson.Default.DropboxFinish), part),
            Body.Json(DropboxFilesJson.Default.DropboxFileEntry),
            host: "content"),
        Find = Endpoint.Read<UploadPart<string>, DropboxFileEntry>(
            "upload.find", (part, _) => RequestSpec.Post("/2/files/get_metadata").Json(new(part.Input), DropboxJson.Default.DropboxPath), Body.Json(DropboxFilesJson.Default.DropboxFileEntry)),
    };

    private static RequestSpec Appending(UploadPart<string> part) =>
        Send("/2/files/upload_session/append_v2", JsonSerializer.Serialize(new(new(part.Session, part.Offset)), DropboxFilesJson.Default.DropboxAppend), part);

    private static RequestSpec Send(string path, string argument, UploadPart<string> part) =>
        RequestSpec.Post(path).Header("Dropbox-API-Arg", argument).Body(RequestBody.Bytes(part.Bytes, "application/octet-stream"));

    /// <summary>A wrong offset is told with the right one.</summary>
    private static UploadStep<DropboxFileEntry> Place(ResponseFacts facts) =>
        facts.Status == 409 ? UploadStep<DropboxFileEntry>.At(JsonSerializer.Deserialize(facts.Body.Span, DropboxFilesJson.Default.DropboxOffsetError)!.Error.CorrectOffset!.Value)
        : UploadStep<DropboxFileEntry>.Arrived;

    private static FileFacts Facts(DropboxFileEntry entry) =>
        new() { Name = entry.Name, Length = entry.Size, Version = entry.Rev, Hash = FileHash.FromHex(ContentHash, entry.ContentHash) };
}

internal sealed record DropboxFileEntry(string Name, string Id, string Rev, long Size, string? ContentHash);

internal sealed record DropboxSession(string SessionId);

internal sealed record DropboxCursor(string SessionId, long Offset);

internal sealed record DropboxCommit(string Path, string Mode);

internal sealed record DropboxAppend(DropboxCursor Cursor);

internal sealed record DropboxFinish(DropboxCursor Cursor, DropboxCommit Commit);

internal sealed record DropboxOffsetError(DropboxOffset Error);

internal sealed record DropboxOffset(long? CorrectOffset);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(DropboxFileEntry))]
[JsonSerializable(typeof(DropboxSession))]
[JsonSerializable(typeof(DropboxCommit))]
[JsonSerializable(typeof(DropboxAppend))]
[JsonSerializable(typeof(DropboxFinish))]
[JsonSerializable(typeof(DropboxOffsetError))]
internal sealed partial class DropboxFilesJson : JsonSerializerContext;
