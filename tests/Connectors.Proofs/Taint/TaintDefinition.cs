using System.Text.Json.Serialization;
using Connectors.Definitions;

namespace Connectors.Proofs.Taint;

/// <summary>The connector of a hostile provider: a proving call, a list, a read, a write; its errors are read as far as they can be.</summary>
internal static class TaintDefinition
{
    public static Endpoint<NoContent, AccountIdentity> Me { get; } = Endpoint.Read<NoContent, AccountIdentity>(
        "me.get", static (_, _) => RequestSpec.Get("/me"), Body.Json(TaintJson.Default.Item, static item => new AccountIdentity(item.Id, item.Name)));

    public static ListEndpoint<Item> Items { get; } = Endpoint.List(
        "items.list", static _ => RequestSpec.Get("/items"), PageOf.Json(TaintJson.Default.ItemPage, static page => page.Items, "items"), PageBy.Cursor<ItemPage>("after", static page => page.Next));

    public static Endpoint<string, Item> Get { get; } = Endpoint.Read<string, Item>("items.get", static (id, _) => RequestSpec.Get($"/items/{id}"), Body.Json(TaintJson.Default.Item));

    public static Endpoint<Item, Item> Create { get; } = Endpoint.Write<Item, Item>(
        "items.create", static (item, _) => RequestSpec.Post("/items").Json(item, TaintJson.Default.Item), Body.Json(TaintJson.Default.Item));

    public static string IdOf(TaintScheme scheme) => $"taint-{scheme.Name}";

    public static ConnectorDefinition Of(TaintScheme scheme) => new()
    {
        Id = IdOf(scheme),
        DisplayName = "Taint",
        Hosts = "https://api.taint.test",
        Auth = [scheme.Scheme],
        WhoAmI = Me,
        Endpoints = [Me, Items, Get, Create],
        Rules = new()
        {
            RequestIdHeader = "X-Request-Id",
            Error = ResponseRules.JsonError(TaintJson.Default.VendorWords, static words => new(words.Code, words.Message)
            {
                Fields = [.. words.Fields?.Select(static field => new FieldError(field.Field ?? "", field.Message ?? "")) ?? []],
                RequestId = words.RequestId,
            }),
        },
    };
}

internal sealed record Item(string Id, string? Name);

internal sealed record ItemPage(IReadOnlyList<Item> Items, string? Next);

internal sealed record VendorWords(string? Code, string? Message, [property: JsonPropertyName("request_id")] string? RequestId, IReadOnlyList<VendorField>? Fields);

internal sealed record VendorField(string? Field, string? Message);

[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Item))]
[JsonSerializable(typeof(ItemPage))]
[JsonSerializable(typeof(VendorWords))]
internal sealed partial class TaintJson : JsonSerializerContext;
