using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Connectors.Simulators.HubSpot;

/// <summary>The links of one record (v4): list, link by default or as primary, unlink.</summary>
internal sealed class HubSpotAssociationRoutes(HubSpotSimulator simulator, HubSpotGate gate)
{
    private static readonly string[] s_primary = ["Primary"];

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapCrm(HttpMethod.Get, "objects", "/{type}/{id}/associations/{toType}", gate.Guard(HubSpotGate.Read, ListAsync), "v4");
        routes.MapCrm(HttpMethod.Put, "objects", "/{type}/{id}/associations/default/{toType}/{toId}", gate.Guard(HubSpotGate.Write, LinkAsync), "v4");
        routes.MapCrm(HttpMethod.Put, "objects", "/{type}/{id}/associations/{toType}/{toId}", gate.Guard(HubSpotGate.Write, LabelAsync), "v4");
        routes.MapCrm(HttpMethod.Delete, "objects", "/{type}/{id}/associations/{toType}/{toId}", gate.Guard(HubSpotGate.Write, UnlinkAsync), "v4");
    }

    private static string Value(HttpContext context, string name) => context.GetRouteValue(name)!.ToString()!;

    private static HubSpotAssociationType KindOf(HttpContext context) =>
        HubSpotAssociationTypes.Find(HubSpotGate.TypeOf(context).Name, HubSpotGate.TypeOf(context, "toType").Name)
            ?? throw HubSpotErrors.Invalid("No association type between these object types is played");

    private Task ListAsync(HttpContext context)
    {
        var kind = KindOf(context);
        var id = Existing(kind.Type, Value(context, "id"));
        var limit = HubSpotPaging.Limit(context, byDefault: 500, most: 500);
        var after = HubSpotPaging.After(context);
        var links = simulator.Associations.Of(kind.Type, id, kind.ToType)
            .OrderBy(link => long.Parse(link.ToId, CultureInfo.InvariantCulture))
            .Where(link => long.Parse(link.ToId, CultureInfo.InvariantCulture) > after)
            .ToList();

        return Answer.JsonAsync(context, StatusCodes.Status200OK, writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("results");
            foreach (var (toId, primary) in links.Take(limit))
            {
                Write(writer, kind, toId, primary);
            }

            writer.WriteEndArray();
            HubSpotPaging.Write(writer, context, links.Count > limit ? links[limit - 1].ToId : null);
            writer.WriteEndObject();
        });
    }

    private static void Write(Utf8JsonWriter writer, HubSpotAssociationType kind, string toId, bool primary)
    {
        writer.WriteStartObject();

        // What is sent is a number, though the description says text.
        writer.WriteNumber("toObjectId", long.Parse(toId, CultureInfo.InvariantCulture));
        writer.WriteStartArray("associationTypes");
        foreach (var (typeId, label) in kind.Types(primary))
        {
            writer.WriteStartObject();
            writer.WriteString("category", "HUBSPOT_DEFINED");
            writer.WriteNumber("typeId", typeId);
            writer.WriteString("label", label);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private Task LinkAsync(HttpContext context)
    {
        var kind = KindOf(context);
        var (id, toId) = (Existing(kind.Type, Value(context, "id")), Existing(kind.ToType, Value(context, "toId")));
        simulator.Associations.Link(kind.Type, id, kind.ToType, toId);
        simulator.Ledger.Wrote("associations.create", $"{kind.Type}/{id}>{kind.ToType}/{toId}");
        var back = HubSpotAssociationTypes.Find(kind.ToType, kind.Type);
        return Answer.JsonAsync(context, StatusCodes.Status200OK, writer =>
        {
            var now = Timestamps.Iso(simulator.State.Now);
            writer.WriteStartObject();
            writer.WriteString("status", "COMPLETE");
            writer.WriteStartArray("results");
            One(writer, id, toId, kind.Id);
            if (back is not null)
            {
                One(writer, toId, id, back.Id);
            }

            writer.WriteEndArray();
            writer.WriteString("startedAt", now);
            writer.WriteString("completedAt", now);
            writer.WriteEndObject();
        });

        static void One(Utf8JsonWriter writer, string from, string to, int typeId)
        {
            writer.WriteStartObject();
            writer.WriteStartObject("from");
            writer.WriteString("id", from);
            writer.WriteEndObject();
            writer.WriteStartObject("to");
            writer.WriteString("id", to);
            writer.WriteEndObject();
            writer.WriteStartObject("associationSpec");
            writer.WriteString("associationCategory", "HUBSPOT_DEFINED");
            writer.WriteNumber("associationTypeId", typeId);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }
    }

    private async Task LabelAsync(HttpContext context)
    {
        var kind = KindOf(context);
        var (id, toId) = (Existing(kind.Type, Value(context, "id")), Existing(kind.ToType, Value(context, "toId")));
        if (await Requests.JsonAsync(context).ConfigureAwait(false) is not { ValueKind: JsonValueKind.Array } specs)
        {
            throw HubSpotErrors.Invalid("Invalid input JSON: a list of association types is expected");
        }

        var primary = false;
        foreach (var spec in specs.EnumerateArray())
        {
            var number = spec.TryGetProperty("associationTypeId", out var value) && value.TryGetInt32(out var parsed) ? parsed : 0;
            var found = HubSpotAssociationTypes.FindNumber(kind.Type, number);
            if (found?.Kind != kind)
            {
                throw HubSpotErrors.Invalid($"Association type id {number} doesn't exist between the given object types");
            }

            primary |= found.Value.Primary;
        }

        simulator.Associations.Link(kind.Type, id, kind.ToType, toId, primary);
        simulator.Ledger.Wrote("associations.create", $"{kind.Type}/{id}>{kind.ToType}/{toId}");
        await Answer.JsonAsync(context, StatusCodes.Status201Created, new
        {
            fromObjectTypeId = HubSpotTypes.Find(kind.Type)!.TypeId,
            fromObjectId = id,
            toObjectTypeId = HubSpotTypes.Find(kind.ToType)!.TypeId,
            toObjectId = toId,
            labels = primary ? s_primary : [],
        }).ConfigureAwait(false);
    }

    private Task UnlinkAsync(HttpContext context)
    {
        var kind = KindOf(context);
        var (id, toId) = (Value(context, "id"), Value(context, "toId"));
        if (simulator.Associations.Unlink(kind.Type, id, kind.ToType, toId))
        {
            simulator.Ledger.Wrote("associations.archive", $"{kind.Type}/{id}>{kind.ToType}/{toId}");
        }

        return Answer.EmptyAsync(context, StatusCodes.Status204NoContent);
    }

    private string Existing(string type, string id) =>
        simulator.Store(HubSpotTypes.Find(type)!).Find(id) is { IsDeleted: false } ? id : throw HubSpotErrors.NotFound();
}
