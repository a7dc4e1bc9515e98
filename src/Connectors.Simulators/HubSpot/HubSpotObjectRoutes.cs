using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Connectors.Simulators.HubSpot;

/// <summary>Single CRM objects: list, get, create, update, archive, GDPR delete.</summary>
internal sealed class HubSpotObjectRoutes(HubSpotSimulator simulator, HubSpotGate gate)
{
    private readonly HubSpotRecords _records = new(simulator);
    private readonly HubSpotWriter _writer = new(simulator);
    private readonly HubSpotValues _values = new(simulator.Schema);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapCrm(HttpMethod.Get, "objects", "/{type}", gate.Guard(HubSpotGate.Read, ListAsync));
        routes.MapCrm(HttpMethod.Post, "objects", "/{type}", gate.Guard(HubSpotGate.Write, CreateAsync));
        routes.MapCrm(HttpMethod.Get, "objects", "/{type}/{id}", gate.Guard(HubSpotGate.Read, GetAsync));
        routes.MapCrm(HttpMethod.Patch, "objects", "/{type}/{id}", gate.Guard(HubSpotGate.Write, UpdateAsync));
        routes.MapCrm(HttpMethod.Delete, "objects", "/{type}/{id}", gate.Guard(HubSpotGate.Write, ArchiveAsync));
        routes.MapCrm(HttpMethod.Post, "objects", "/{type}/gdpr-delete", gate.Guard(HubSpotGate.Write, ForgetAsync));
    }

    /// <summary>Reads the body of a write.</summary>
    public static async Task<JsonElement> BodyAsync(HttpContext context) =>
        await Requests.JsonAsync(context).ConfigureAwait(false) is { ValueKind: JsonValueKind.Object } body
            ? body
            : throw HubSpotErrors.Invalid("Invalid input JSON on line 1, column 1");

    private Task ListAsync(HttpContext context)
    {
        var type = HubSpotGate.TypeOf(context);
        var history = context.Request.Query.ContainsKey("propertiesWithHistory");
        var limit = HubSpotPaging.Limit(context, byDefault: 10, most: history ? 50 : 100);
        var after = HubSpotPaging.After(context);
        var archived = HubSpotPaging.Archived(context);
        var shown = HubSpotRecords.Shown(type, HubSpotPaging.Names(context, "properties"));
        var associations = HubSpotPaging.Names(context, "associations");

        // Ids grow with the order of creation, so the snapshot is sorted by id.
        var all = simulator.Store(type).Snapshot();
        var page = new List<SimulatedRecord>(limit);
        var at = FirstAfter(all, after - type.FirstId);
        for (; at < all.Count && page.Count < limit; at++)
        {
            if (all[at].IsDeleted == archived)
            {
                page.Add(all[at]);
            }
        }

        var more = all.Skip(at).Any(record => record.IsDeleted == archived);
        return Answer.JsonAsync(context, StatusCodes.Status200OK, writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("results");
            foreach (var record in page)
            {
                _records.Write(writer, type, record, shown, associations);
            }

            writer.WriteEndArray();
            HubSpotPaging.Write(writer, context, more ? page[^1].Id : null);
            writer.WriteEndObject();
        });
    }

    private static int FirstAfter(IReadOnlyList<SimulatedRecord> all, long sequence)
    {
        var (low, high) = (0, all.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = all[middle].Sequence > sequence ? (low, middle) : (middle + 1, high);
        }

        return low;
    }

    private Task GetAsync(HttpContext context)
    {
        var type = HubSpotGate.TypeOf(context);
        var record = _writer.Find(type, Id(context), context.Request.Query["idProperty"]);
        if (record is null || record.IsDeleted != HubSpotPaging.Archived(context))
        {
            throw HubSpotErrors.NotFound();
        }

        var shown = HubSpotRecords.Shown(type, HubSpotPaging.Names(context, "properties"));
        var associations = HubSpotPaging.Names(context, "associations");
        return Answer.JsonAsync(context, StatusCodes.Status200OK, writer => _records.Write(writer, type, record, shown, associations));
    }

    private async Task CreateAsync(HttpContext context)
    {
        var type = HubSpotGate.TypeOf(context);
        var body = await BodyAsync(context).ConfigureAwait(false);
        var values = _values.Check(type, body);
        var record = _writer.Create(type, values, body);
        await AnswerAsync(context, StatusCodes.Status201Created, type, record, values).ConfigureAwait(false);
    }

    private async Task UpdateAsync(HttpContext context)
    {
        var type = HubSpotGate.TypeOf(context);
        var body = await BodyAsync(context).ConfigureAwait(false);
        var values = _values.Check(type, body);
        var record = simulator.State.Commit(() => _writer.Update(type, Live(context, type).Id, values));
        await AnswerAsync(context, StatusCodes.Status200OK, type, record, values).ConfigureAwait(false);
    }

    private Task ArchiveAsync(HttpContext context)
    {
        var type = HubSpotGate.TypeOf(context);
        var id = Id(context);
        simulator.State.Commit(() =>
        {
            if ((simulator.Store(type).Find(id) ?? throw HubSpotErrors.NotFound()).IsDeleted)
            {
                return;
            }

            simulator.Store(type).Archive(id);
            simulator.Ledger.Wrote(type.Name + ".archive", id);
        });
        return Answer.EmptyAsync(context, StatusCodes.Status204NoContent);
    }

    private async Task ForgetAsync(HttpContext context)
    {
        var type = HubSpotGate.TypeOf(context);
        var body = await BodyAsync(context).ConfigureAwait(false);
        var id = body.TryGetProperty("objectId", out var objectId) ? objectId.ToString() : throw HubSpotErrors.Invalid("objectId is required");
        var idProperty = body.TryGetProperty("idProperty", out var property) ? property.GetString() : null;
        simulator.State.Commit(() =>
        {
            if (_writer.Find(type, id, idProperty) is { } record)
            {
                simulator.Store(type).Purge(record.Id);
                simulator.Ledger.Wrote(type.Name + ".gdpr-delete", record.Id);
            }
        });
        await Answer.EmptyAsync(context, StatusCodes.Status204NoContent).ConfigureAwait(false);
    }

    private static string Id(HttpContext context) => context.GetRouteValue("id")!.ToString()!;

    private SimulatedRecord Live(HttpContext context, HubSpotObjectType type) =>
        _writer.Find(type, Id(context), context.Request.Query["idProperty"]) is { IsDeleted: false } record ? record : throw HubSpotErrors.NotFound();

    private Task AnswerAsync(HttpContext context, int status, HubSpotObjectType type, SimulatedRecord record, Dictionary<string, object?> written) =>
        Answer.JsonAsync(context, status, writer => _records.WriteWritten(writer, type, record, written.Keys));
}
