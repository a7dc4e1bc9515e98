using System.Text.Json;
using System.Text.Json.Serialization;
using Connectors.Definitions;

namespace Connectors.Core.Tests.Shapes;

/// <summary>Dropbox's folder list and download as a definition: the list goes on at another endpoint and ends with a delta cursor; three hosts.</summary>
internal static class DropboxShape
{
    public static ListEndpoint<string, DropboxEntry> ListFolder { get; } = Endpoint.List<string, DropboxPage, DropboxEntry>(
        "files.list_folder",
        (path, context) => context.PageState is { } cursor
            ? RequestSpec.Post("/2/files/list_folder/continue").Json(new(cursor), DropboxJson.Default.DropboxContinue)
            : RequestSpec.Post("/2/files/list_folder").Json(new(path, Recursive: true, IncludeDeleted: true, context.PageSize ?? 2000), DropboxJson.Default.DropboxListFolder),
        PageOf.Json(DropboxJson.Default.DropboxPage, page => page.Entries, "entries"),
        PageBy.State<DropboxPage>((page, _) => page.HasMore ? page.Cursor : null, delta: page => page.HasMore ? null : page.Cursor));

    public static Endpoint<string, DropboxFile> Download { get; } = Endpoint.Read<string, DropboxFile>(
        "files.download",
        (path, _) => RequestSpec.Post("/2/files/download").Header("Dropbox-API-Arg", JsonSerializer.Serialize(new(path), DropboxJson.Default.DropboxPath)),
        Body.Stream((answer, stream) => new DropboxFile(
            JsonSerializer.Deserialize(answer.Headers.GetValues("Dropbox-API-Result").Single(), DropboxJson.Default.DropboxEntry)!, stream)),
        host: "content");

    public static Endpoint<string, DropboxChanges> Longpoll { get; } = Endpoint.Read<string, DropboxChanges>(
        "files.list_folder.longpoll",
        (cursor, _) => RequestSpec.Post("/2/files/list_folder/longpoll").Json(new(cursor), DropboxJson.Default.DropboxContinue),
        Body.Json(DropboxJson.Default.DropboxChanges),
        host: "notify",
        anonymous: true);

    public static ConnectorDefinition Definition { get; } = new()
    {
        Id = "dropbox",
        DisplayName = "Dropbox",
        Hosts = new() { ["api"] = "https://api.dropboxapi.com", ["content"] = "https://content.dropboxapi.com", ["notify"] = "https://notify.dropboxapi.com" },
        Auth = [new BearerScheme("token")],
        Endpoints = [ListFolder, Download, Longpoll, DropboxFiles.Download, DropboxFiles.Append, DropboxFiles.Ask],
        Rules = new()
        {
            RequestIdHeader = "X-Dropbox-Request-Id",
            Rule = facts => facts.Status != 409 ? null : ResponseRules.ParseJson(facts, DropboxJson.Default.DropboxError)?.Summary switch
            {
                { } summary when summary.StartsWith("incorrect_offset/", StringComparison.Ordinal) && (facts.Endpoint == DropboxFiles.Append || facts.Endpoint == DropboxFiles.Ask) => ResponseAction.Success,
                { } summary when summary.Contains("/not_found/", StringComparison.Ordinal) || summary.StartsWith("not_found/", StringComparison.Ordinal) => ResponseAction.Fail(ErrorKind.NotFound),
                { } summary when summary.StartsWith("too_many_write_operations", StringComparison.Ordinal) => ResponseAction.Retry(ErrorKind.Conflict, notProcessed: true),
                _ => ResponseAction.Fail(ErrorKind.Conflict),
            },
            Error = ResponseRules.JsonError(DropboxJson.Default.DropboxError, error => new(error.Summary.TrimEnd('.', '/'), null)),
        },
    };
}

internal sealed record DropboxListFolder(string Path, bool Recursive, bool IncludeDeleted, int Limit);

internal sealed record DropboxContinue(string Cursor);

internal sealed record DropboxPath(string Path);

internal sealed record DropboxPage(IReadOnlyList<DropboxEntry> Entries, string Cursor, bool HasMore);

internal sealed record DropboxEntry([property: JsonPropertyName(".tag")] string? Tag, string Name, string? Id, string? PathLower, string? Rev, long? Size);

internal sealed record DropboxFile(DropboxEntry Entry, Stream Content);

internal sealed record DropboxChanges(bool Changes, int? Backoff);

internal sealed record DropboxError([property: JsonPropertyName("error_summary")] string Summary);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(DropboxListFolder))]
[JsonSerializable(typeof(DropboxContinue))]
[JsonSerializable(typeof(DropboxPath))]
[JsonSerializable(typeof(DropboxPage))]
[JsonSerializable(typeof(DropboxEntry))]
[JsonSerializable(typeof(DropboxChanges))]
[JsonSerializable(typeof(DropboxError))]
internal sealed partial class DropboxJson : JsonSerializerContext;
