using System.Text.Json;
using System.Text.Json.Serialization;
using Connectors.Definitions;

namespace Connectors.Core.Tests.Shapes;

/// <summary>OneDrive's files: upload by sessions at an address that is a right by itself, download by a redirect to one.</summary>
internal static class GraphFiles
{
    private const int Fragment = 320 << 10;

    public static ResumableUpload<string, DriveItem> Upload { get; } = new()
    {
        Name = "driveItem.upload",
        ChunkMultiple = Fragment,
        ChunkSize = 16 * Fragment,
        MaxChunkSize = 60 << 20,
        NeedsLength = true,
        Hash = HashKind.QuickXor,
        Facts = item => new() { Name = item.Name, Length = item.Size, Hash = FileHash.FromBase64(HashKind.QuickXor, item.File?.Hashes?.QuickXorHash) },
        Start = Endpoint.Idempotent<UploadPart<string>, string>(
            "driveItem.createUploadSession",
            (part, _) => RequestSpec.Post($"/v1.0/me/drive/root:/{part.Input}:/createUploadSession").Json(new(new(part.Length)), GraphFilesJson.Default.GraphSessionRequest),
            Body.Json(GraphFilesJson.Default.GraphSession, session => session.UploadUrl!)),
        Append = Endpoint.Write<UploadPart<string>, UploadStep<DriveItem>>(
            "uploadSession.put",
            (part, _) => RequestSpec.Given(HttpMethod.Put, part.Session).Header("Content-Range", part.ContentRange).Body(part.Body),
            Body.From(Step),
            anonymous: true),
        Ask = Endpoint.Read<UploadPart<string>, UploadStep<DriveItem>>("uploadSession.get", (part, _) => RequestSpec.Given(HttpMethod.Get, part.Session), Body.From(Step), anonymous: true),
        Cancel = Endpoint.Idempotent<UploadPart<string>, NoContent>("uploadSession.delete", (part, _) => RequestSpec.Given(HttpMethod.Delete, part.Session), Body.None, anonymous: true),
        Find = Endpoint.Read<UploadPart<string>, DriveItem>("driveItem.get", (part, _) => RequestSpec.Get($"/v1.0/me/drive/root:/{part.Input}"), Body.Json(GraphFilesJson.Default.DriveItem)),
    };

    public static ConnectorDefinition Definition { get; } = new()
    {
        Id = "graph",
        DisplayName = "Microsoft Graph",
        Hosts = "https://graph.microsoft.com",
        Auth = [new BearerScheme("token")],
        Headers = new Dictionary<string, string> { ["X-App"] = "connectors" },
        Endpoints = [Upload.Start, Upload.Append, Upload.Ask, Upload.Cancel!, Upload.Find!],

        // A range that is there already: the session says where it is.
        Rules = new() { Rule = facts => facts.Status == 416 && facts.Endpoint.Name == "uploadSession.put" ? ResponseAction.Success : null },
    };

    private static UploadStep<DriveItem> Step(ResponseFacts facts)
    {
        if (facts.Status == 416)
        {
            return UploadStep<DriveItem>.Unclear;
        }

        if (facts.Status is 201 || (facts.Status is 200 && JsonSerializer.Deserialize(facts.Body.Span, GraphFilesJson.Default.DriveItem) is { Id: not null }))
        {
            return UploadStep<DriveItem>.Done(JsonSerializer.Deserialize(facts.Body.Span, GraphFilesJson.Default.DriveItem)!);
        }

        var next = JsonSerializer.Deserialize(facts.Body.Span, GraphFilesJson.Default.GraphSession)!.NextExpectedRanges;
        return next is [var first, ..] ? UploadStep<DriveItem>.At(long.Parse(first.Split('-')[0], System.Globalization.CultureInfo.InvariantCulture)) : UploadStep<DriveItem>.Unclear;
    }
}

internal sealed record GraphSessionRequest(GraphUploadItem Item);

internal sealed record GraphUploadItem(long? FileSize);

internal sealed record GraphSession(string? UploadUrl, IReadOnlyList<string>? NextExpectedRanges);

internal sealed record DriveItem(string? Id, string Name, long Size, DriveFile? File);

internal sealed record DriveFile(DriveHashes? Hashes);

internal sealed record DriveHashes(string? QuickXorHash);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(GraphSessionRequest))]
[JsonSerializable(typeof(GraphSession))]
[JsonSerializable(typeof(DriveItem))]
internal sealed partial class GraphFilesJson : JsonSerializerContext;
