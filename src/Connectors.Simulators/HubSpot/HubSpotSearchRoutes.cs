using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Connectors.Simulators.HubSpot;

/// <summary>The search: filters, one sort, numeric cursors, a total, and never more than 10,000 results.</summary>
internal sealed class HubSpotSearchRoutes(HubSpotSimulator simulator, HubSpotGate gate)
{
    private const int MostResults = 10_000;
    private const int MostInPage = 200;
    private readonly HubSpotRecords _records = new(simulator);

    public void Map(IEndpointRouteBuilder routes) =>
        routes.MapCrm(HttpMethod.Post, "objects", "/{type}/search", gate.Guard(HubSpotGate.Read, SearchAsync, isSearch: true));

    private async Task SearchAsync(HttpContext context)
    {
        var type = HubSpotGate.TypeOf(context);
        var body = await HubSpotObjectRoutes.BodyAsync(context).ConfigureAwait(false);
        var limit = Number(body, "limit", 10);
        if (limit is < 1 or > MostInPage)
        {
            throw HubSpotErrors.Invalid($"limit must be from 1 to {MostInPage}");
        }

        var after = Number(body, "after", 0);
        if (after + limit > MostResults)
        {
            throw HubSpotErrors.Invalid($"Search results are limited to the first {MostResults} of a query");
        }

        var groups = Groups(type, body);
        var query = body.TryGetProperty("query", out var text) && text.ValueKind == JsonValueKind.String ? text.GetString()! : "";
        if (query.Length > 3000)
        {
            throw HubSpotErrors.Invalid("query must not be longer than 3000 characters");
        }

        var found = simulator.SearchIndex(type).Visible().Where(record => Matches(type, record, groups) && Matches(type, record, query)).ToList();
        Sort(type, body, found);
        IReadOnlyList<string> asked = Array(body, "properties") is { } names ? [.. names.EnumerateArray().Select(name => name.ToString())] : [];
        var shown = HubSpotRecords.Shown(type, asked);
        await Answer.JsonAsync(context, StatusCodes.Status200OK, writer =>
        {
            writer.WriteStartObject();
            writer.WriteNumber("total", found.Count);
            writer.WriteStartArray("results");
            foreach (var record in found.Skip(after).Take(limit))
            {
                _records.Write(writer, type, record, shown);
            }

            writer.WriteEndArray();
            if (after + limit < found.Count)
            {
                writer.WriteStartObject("paging");
                writer.WriteStartObject("next");
                writer.WriteString("after", (after + limit).ToString(CultureInfo.InvariantCulture));
                writer.WriteEndObject();
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        }).ConfigureAwait(false);
    }

    private static JsonElement? Array(JsonElement body, string name) =>
        body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array ? value : null;

    private static int Number(JsonElement body, string name, int byDefault)
    {
        if (!body.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null || (value.ValueKind == JsonValueKind.String && value.GetString()!.Length == 0))
        {
            return byDefault;
        }

        // A list's cursor is no number.
        return int.TryParse(value.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw HubSpotErrors.Invalid($"Invalid input JSON: Cannot deserialize value of type `int` from String \"{value}\": not a valid `int` value");
    }

    private List<List<HubSpotFilter>> Groups(HubSpotObjectType type, JsonElement body)
    {
        var groups = new List<List<HubSpotFilter>>();
        foreach (var group in Array(body, "filterGroups")?.EnumerateArray() ?? default)
        {
            groups.Add(Array(group, "filters") is { } filters
                ? [.. filters.EnumerateArray().Select(filter => HubSpotFilter.Read(simulator.Schema, type, filter))]
                : throw HubSpotErrors.Invalid("filters is required in a filter group"));
        }

        return groups.Count <= 5 && groups.All(group => group.Count <= 6)
            ? groups
            : throw HubSpotErrors.Invalid("There can be at most 5 filter groups with at most 6 filters each");
    }

    private bool Matches(HubSpotObjectType type, SimulatedRecord record, List<List<HubSpotFilter>> groups) =>
        groups.Count == 0 || groups.Exists(group => group.TrueForAll(filter => filter.Matches(_records.Value(type, record, filter.PropertyName))));

    private bool Matches(HubSpotObjectType type, SimulatedRecord record, string query) =>
        query.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .All(word => type.SearchedProperties.Any(name => _records.Value(type, record, name) is { } value && HubSpotFilter.Contains(value, word)));

    private void Sort(HubSpotObjectType type, JsonElement body, List<SimulatedRecord> found)
    {
        if (Array(body, "sorts") is not { } sorts || sorts.GetArrayLength() == 0)
        {
            return;
        }

        if (sorts.GetArrayLength() > 1)
        {
            throw HubSpotErrors.Invalid("Only one sort is allowed");
        }

        var sort = sorts[0];
        var name = sort.ValueKind == JsonValueKind.String ? sort.GetString()! : sort.TryGetProperty("propertyName", out var named) ? named.ToString() : "";
        var descending = name.StartsWith('-') || (sort.ValueKind == JsonValueKind.Object && sort.TryGetProperty("direction", out var direction) && string.Equals(direction.ToString(), "DESCENDING", StringComparison.Ordinal));
        var property = simulator.Schema.Find(type, name.TrimStart('-')) ?? throw HubSpotErrors.Invalid($"Property \"{name}\" does not exist");
        var keyed = found.ConvertAll(record => (Key: _records.Value(type, record, property.Name) is { } value ? HubSpotFilter.Key(property, value) : (HubSpotKey?)null, Record: record));

        // Equal keys keep the order of creation, whichever way the sort goes; no value comes last.
        var known = keyed.Where(one => one.Key is not null);
        var sorted = descending ? known.OrderByDescending(one => one.Key!.Value) : known.OrderBy(one => one.Key!.Value);
        var result = sorted.Concat(keyed.Where(one => one.Key is null)).Select(one => one.Record).ToList();
        found.Clear();
        found.AddRange(result);
    }
}
