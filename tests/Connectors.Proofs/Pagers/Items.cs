using System.Text.Json;
using System.Text.Json.Serialization;
using System.Xml.Linq;
using Connectors.Definitions;

namespace Connectors.Proofs.Pagers;

/// <summary>A record as the connector reads it.</summary>
internal sealed record Item([property: JsonRequired] string Id, long Number, DateTimeOffset UpdatedAt);

internal sealed record PlainPage(IReadOnlyList<Item>? Items, string? Next, long? Total, bool? HasMore, int? TotalPages);

internal sealed record ODataPage(
    IReadOnlyList<Item>? Value,
    [property: JsonPropertyName("@odata.nextLink")] string? Next,
    [property: JsonPropertyName("@odata.deltaLink")] string? Delta,
    [property: JsonPropertyName("@odata.count")] long? Count);

internal sealed record HalPage([property: JsonPropertyName("_embedded")] HalEmbedded? Embedded, [property: JsonPropertyName("_links")] HalLinks? Links, long? Total);

internal sealed record HalEmbedded(IReadOnlyList<Item>? Items);

internal sealed record HalLinks(PageLink Next);

internal sealed record JsonApiPage(IReadOnlyList<Item>? Data, JsonApiLinks? Links, JsonApiMeta? Meta);

internal sealed record JsonApiLinks(PageLink Next);

internal sealed record JsonApiMeta(long? Total);

internal sealed record GraphQlAnswer(GraphQlData? Data, IReadOnlyList<GraphQlError>? Errors);

internal sealed record GraphQlData(GraphQlTeam? Team);

internal sealed record GraphQlTeam(GraphQlConnection? Items);

internal sealed record GraphQlConnection(IReadOnlyList<Item>? Nodes, PageInfo? PageInfo, long? TotalCount);

internal sealed record GraphQlError(string? Message);

internal sealed record GraphQlAsk(string Query, GraphQlVariables Variables);

internal sealed record GraphQlVariables(int? First, string? After, int? Last, string? Before);

internal sealed record StripePage(IReadOnlyList<Item>? Data, [property: JsonPropertyName("has_more")] bool HasMore);

internal sealed record MapPage(IReadOnlyDictionary<string, Item>? Changed, string? Next);

internal sealed record FolderPage(IReadOnlyList<Item>? Entries, string? Cursor, [property: JsonPropertyName("has_more")] bool HasMore);

internal sealed record DeltaPage(IReadOnlyList<Item>? Items, string? NextPageToken, string? NextSyncToken);

internal sealed record SearchAsk(int Limit, string? After);

internal sealed record ContinueAsk(string Cursor);

/// <summary>A page of the SOAP list.</summary>
internal sealed record SoapPage(int Page, int TotalPages, long? Total)
{
    public static SoapPage Read(XElement envelope)
    {
        var results = envelope.Descendants().Single(element => element.Name.LocalName == "Response_Results");
        return new((int)Part("Page")!, (int)Part("Total_Pages")!, (long?)Part("Total_Results"));

        XElement? Part(string name) => results.Elements().FirstOrDefault(element => element.Name.LocalName == name);
    }

    public static Item ReadItem(XElement worker) => new((string)worker.Attribute("id")!, (long)worker.Attribute("number")!, (DateTimeOffset)worker.Attribute("updatedAt")!);
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Item))]
[JsonSerializable(typeof(PlainPage))]
[JsonSerializable(typeof(ODataPage))]
[JsonSerializable(typeof(HalPage))]
[JsonSerializable(typeof(JsonApiPage))]
[JsonSerializable(typeof(GraphQlAnswer))]
[JsonSerializable(typeof(GraphQlAsk))]
[JsonSerializable(typeof(StripePage))]
[JsonSerializable(typeof(MapPage))]
[JsonSerializable(typeof(FolderPage))]
[JsonSerializable(typeof(DeltaPage))]
[JsonSerializable(typeof(SearchAsk))]
[JsonSerializable(typeof(ContinueAsk))]
internal sealed partial class PagerJson : JsonSerializerContext;
