using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Connectors.Simulators.HubSpot;

/// <summary>CRM objects in batches of up to 100: read, create, update, upsert, archive; 207 when only a part went well.</summary>
internal sealed class HubSpotBatchRoutes(HubSpotSimulator simulator, HubSpotGate gate)
{
    private const int Most = 100;
    private readonly HubSpotRecords _records = new(simulator);
    private readonly HubSpotWriter _writer = new(simulator);
    private readonly HubSpotValues _values = new(simulator.Schema);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapCrm(HttpMethod.Post, "objects", "/{type}/batch/read", gate.Guard(HubSpotGate.Read, ReadAsync));
        routes.MapCrm(HttpMethod.Post, "objects", "/{type}/batch/create", gate.Guard(HubSpotGate.Write, context => WriteAsync(context, StatusCodes.Status201Created, Create)));
        routes.MapCrm(HttpMethod.Post, "objects", "/{type}/batch/update", gate.Guard(HubSpotGate.Write, context => WriteAsync(context, StatusCodes.Status200OK, Update)));
        routes.MapCrm(HttpMethod.Post, "objects", "/{type}/batch/upsert", gate.Guard(HubSpotGate.Write, context => WriteAsync(context, StatusCodes.Status200OK, Upsert)));
        routes.MapCrm(HttpMethod.Post, "objects", "/{type}/batch/archive", gate.Guard(HubSpotGate.Write, ArchiveAsync));
    }

    private static async Task<(JsonElement Body, IReadOnlyList<JsonElement> Inputs)> InputsAsync(HttpContext context)
    {
        var body = await HubSpotObjectRoutes.BodyAsync(context).ConfigureAwait(false);
        if (!body.TryGetProperty("inputs", out var inputs) || inputs.ValueKind != JsonValueKind.Array)
        {
            throw HubSpotErrors.Invalid("Invalid input JSON: inputs is required");
        }

        return inputs.GetArrayLength() <= Most
            ? (body, [.. inputs.EnumerateArray()])
            : throw HubSpotErrors.Invalid($"The maximum number of inputs supported in a batch request is {Most}.");
    }

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String or JsonValueKind.Number ? value.ToString() : null;

    private static string Id(JsonElement input) => Text(input, "id") ?? throw HubSpotErrors.Invalid("Invalid input JSON: id is required");

    private static HubSpotRefusal Missing(IReadOnlyList<string> ids) => new(404, "Could not get some objects, they may be deleted or not exist. Check that ids are valid.", "OBJECT_NOT_FOUND")
    {
        Context = new Dictionary<string, string[]>(StringComparer.Ordinal) { ["ids"] = [.. ids] },
    };

    private async Task ReadAsync(HttpContext context)
    {
        var type = HubSpotGate.TypeOf(context);
        var archived = HubSpotPaging.Archived(context);
        var (body, inputs) = await InputsAsync(context).ConfigureAwait(false);
        IReadOnlyList<string> asked = body.TryGetProperty("properties", out var names) && names.ValueKind == JsonValueKind.Array ? [.. names.EnumerateArray().Select(name => name.ToString())] : [];
        var idProperty = Text(body, "idProperty");
        var found = new List<SimulatedRecord>();
        var missing = new List<string>();
        foreach (var id in inputs.Select(Id).Distinct(StringComparer.Ordinal))
        {
            if (_writer.Find(type, id, idProperty) is { } record && record.IsDeleted == archived)
            {
                found.Add(record);
            }
            else
            {
                missing.Add(id);
            }
        }

        var shown = HubSpotRecords.Shown(type, asked);
        await HubSpotBatchAnswer.WriteAsync(
            simulator,
            context,
            StatusCodes.Status200OK,
            writer => found.ForEach(record => _records.Write(writer, type, record, shown)),
            missing.Count == 0 ? [] : [Missing(missing)]).ConfigureAwait(false);
    }

    private async Task WriteAsync(HttpContext context, int status, Func<HubSpotObjectType, JsonElement, Written> write)
    {
        var type = HubSpotGate.TypeOf(context);
        var (_, inputs) = await InputsAsync(context).ConfigureAwait(false);

        // Without a trace id for every input nothing can be told apart: then all of them are written, or none.
        var partial = inputs.Count > 0 && inputs.All(input => Text(input, "objectWriteTraceId") is not null);
        var done = new List<Written>();
        var errors = new List<HubSpotRefusal>();
        simulator.State.Commit(() =>
        {
            if (!partial)
            {
                Rehearse(type, inputs, status == StatusCodes.Status201Created);
            }

            foreach (var input in inputs)
            {
                try
                {
                    done.Add(write(type, input));
                }
                catch (HubSpotRefusal refusal) when (partial || refusal.Status == StatusCodes.Status404NotFound)
                {
                    errors.Add(HubSpotBatchAnswer.Traced(refusal, Text(input, "objectWriteTraceId")));
                }
            }
        });
        await HubSpotBatchAnswer.WriteAsync(
            simulator,
            context,
            status,
            writer => done.ForEach(one => _records.WriteWritten(writer, type, one.Record, one.Names, one.IsNew, one.TraceId)),
            errors).ConfigureAwait(false);
    }

    // Finds the first fault before anything is written.
    private void Rehearse(HubSpotObjectType type, IReadOnlyList<JsonElement> inputs, bool creates)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var input in inputs)
        {
            var values = _values.Check(type, input);
            if (creates)
            {
                _writer.CheckCreate(type, values, input);
                foreach (var (name, value) in values)
                {
                    if (value is string text && _writer.IsUnique(type, name) && !seen.Add($"{name}={text}"))
                    {
                        throw new HubSpotRefusal(400, $"Duplicate value of unique property \"{name}\" in the batch", HubSpotErrors.Validation);
                    }
                }
            }
            else
            {
                Id(input);
            }
        }
    }

    private Written Create(HubSpotObjectType type, JsonElement input)
    {
        var values = _values.Check(type, input);
        return new Written(_writer.Create(type, values, input), [.. values.Keys], null, Text(input, "objectWriteTraceId"));
    }

    private Written Update(HubSpotObjectType type, JsonElement input)
    {
        var values = _values.Check(type, input);
        var id = Id(input);
        var record = _writer.Find(type, id, Text(input, "idProperty"));
        return record is { IsDeleted: false }
            ? new Written(_writer.Update(type, record.Id, values), [.. values.Keys], null, Text(input, "objectWriteTraceId"))
            : throw Missing([id]);
    }

    private Written Upsert(HubSpotObjectType type, JsonElement input)
    {
        var values = _values.Check(type, input);
        var id = Id(input);
        var idProperty = Text(input, "idProperty");
        var record = _writer.Find(type, id, idProperty);
        if (record is null && idProperty is not null)
        {
            values.TryAdd(idProperty, id);
            return new Written(_writer.Create(type, values, input), [.. values.Keys], true, Text(input, "objectWriteTraceId"));
        }

        return record is { IsDeleted: false }
            ? new Written(_writer.Update(type, record.Id, values), [.. values.Keys], false, Text(input, "objectWriteTraceId"))
            : throw Missing([id]);
    }

    private async Task ArchiveAsync(HttpContext context)
    {
        var type = HubSpotGate.TypeOf(context);
        var (_, inputs) = await InputsAsync(context).ConfigureAwait(false);
        var store = simulator.Store(type);
        simulator.State.Commit(() =>
        {
            foreach (var id in inputs.Select(Id))
            {
                if (store.Find(id) is { IsDeleted: false })
                {
                    store.Archive(id);
                    simulator.Ledger.Wrote(type.Name + ".archive", id);
                }
            }
        });
        await Answer.EmptyAsync(context, StatusCodes.Status204NoContent).ConfigureAwait(false);
    }

    private sealed record Written(SimulatedRecord Record, IReadOnlyList<string> Names, bool? IsNew, string? TraceId);
}
