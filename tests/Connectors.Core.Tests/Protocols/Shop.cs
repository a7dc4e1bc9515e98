using System.Text.Json.Serialization;
using Connectors.Definitions;

namespace Connectors.Core.Tests.Protocols;

/// <summary>A small made-up provider with a GraphQL API beside an ordinary endpoint.</summary>
internal static class Shop
{
    public const string ThingText = "query Thing($id: ID!) { thing(id: $id) { id name } }";

    public static GraphQLApi Api { get; } = new("/gql") { Codes = new Dictionary<string, ResponseAction> { ["TAKEN"] = ResponseAction.Fail(ErrorKind.Conflict) } };

    public static Endpoint<string, Thing?> Thing { get; } = Make(Api);

    public static Endpoint<string, GraphQLPartial<ThingData>> Partial { get; } = Api.PartialQuery(
        "things.part", ThingText, (string id, EndpointContext _) => new IdOf(id), ThingJson.Default.IdOf, ThingJson.Default.ThingData);

    public static Endpoint<string, Thing?> Save { get; } = Api.Mutation(
        "things.save",
        "mutation Save($id: ID!) { save(id: $id) { thing { id name } userErrors { field message } } }",
        (string id, EndpointContext _) => new IdOf(id),
        ThingJson.Default.IdOf,
        ThingJson.Default.SaveData,
        data => data.Save.Thing,
        refusal: data => data.Save.UserErrors is [var error, ..] ? new(error.Field, error.Message) : null);

    public static ListEndpoint<NoContent, Thing> Things { get; } = Api.List(
        "things.list",
        "query Things($first: Int, $after: String) { things(first: $first, after: $after) { edges { node { id name } } pageInfo { hasNextPage endCursor } totalCount } }",
        (NoContent _, EndpointContext page) => new PageVariables(page.PageSize, page.PageState),
        ThingJson.Default.PageVariables,
        ThingJson.Default.ThingsData,
        data => data.Things,
        id: thing => thing.Id,
        total: list => list.TotalCount);

    public static Endpoint<NoContent, Thing> Plain { get; } = Endpoint.Read<NoContent, Thing>("plain", (_, _) => RequestSpec.Get("/plain"), Body.Json(ThingJson.Default.Thing));

    public static ConnectorDefinition Definition { get; } = Define();

    public static ConnectorDefinition Define(GraphQLApi? only = null) => new()
    {
        Id = "shop",
        DisplayName = "Shop",
        Hosts = "https://api.shop.test",
        Auth = [new BearerScheme("token")],
        Endpoints = [Thing, Partial, Save, Things, Plain],
        Rules = only?.Rules ?? ResponseRules.Default,
    };

    public static Endpoint<string, Thing?> Make(GraphQLApi api) => api.Query(
        "things.get", ThingText, (string id, EndpointContext _) => new IdOf(id), ThingJson.Default.IdOf, ThingJson.Default.ThingData, data => data.Thing);
}

internal sealed record Thing(string Id, string? Name);

internal sealed record IdOf(string Id);

internal sealed record PageVariables(int? First, string? After);

internal sealed record ThingData(Thing? Thing);

internal sealed record SaveData(SavePayload Save);

internal sealed record SavePayload(Thing? Thing, IReadOnlyList<UserError>? UserErrors);

internal sealed record UserError(string Field, string Message);

internal sealed record ThingsData(RelayConnection<Thing>? Things);

[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(IdOf))]
[JsonSerializable(typeof(PageVariables))]
[JsonSerializable(typeof(ThingData))]
[JsonSerializable(typeof(SaveData))]
[JsonSerializable(typeof(ThingsData))]
[JsonSerializable(typeof(Thing))]
internal sealed partial class ThingJson : JsonSerializerContext;
