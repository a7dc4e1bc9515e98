using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Connectors.Simulators.Greenhouse;

/// <summary>The lists: a bare array with the highest id first, and a Link header while there is more.</summary>
internal sealed class GreenhouseListRoutes(GreenhouseSimulator simulator, GreenhouseGate gate, GreenhouseResources resources)
{
    private const int MostFields = 50;
    private const int MostRows = 500;

    public void Map(IEndpointRouteBuilder routes)
    {
        foreach (var resource in resources.All)
        {
            routes.MapGet("/v3/" + resource.Name, gate.Guard(resource.Name + ":list", context => ListAsync(context, resource)));
        }

        routes.MapGet("/v3/rejection_reasons/{id}", gate.Guard("rejection_reasons:list", GetReasonAsync));
    }

    private static Task ListAsync(HttpContext context, GreenhouseResource resource)
    {
        var cursor = GreenhouseCursor.Read(context, resource.Name);
        var filters = FiltersOf(resource, cursor);
        var fields = FieldsOf(resource, cursor);
        var size = SizeOf(cursor);
        var page = new List<SimulatedRecord>(size);
        var more = false;
        if (!GreenhouseGate.SeesNothing(context))
        {
            foreach (var record in resource.Store.Snapshot().Reverse())
            {
                if (GreenhouseCursor.Number(record.Id) < cursor.Below && !record.IsDeleted && filters.TrueForAll(fits => fits(record)))
                {
                    more = page.Count == size;
                    if (more)
                    {
                        break;
                    }

                    page.Add(record);
                }
            }
        }

        if (more)
        {
            GreenhouseCursor.Link(context, cursor with { Below = GreenhouseCursor.Number(page[^1].Id) });
        }

        return Answer.JsonAsync(context, StatusCodes.Status200OK, writer =>
        {
            writer.WriteStartArray();
            page.ForEach(record => resource.Write(writer, record, fields));
            writer.WriteEndArray();
        });
    }

    private static List<Predicate<SimulatedRecord>> FiltersOf(GreenhouseResource resource, GreenhouseCursor cursor)
    {
        var filters = new List<Predicate<SimulatedRecord>>();
        foreach (var (name, text) in cursor.Query)
        {
            if (name is "per_page" or "fields")
            {
                continue;
            }

            var filter = resource.Filters.FirstOrDefault(one => string.Equals(one.Name, name, StringComparison.Ordinal));
            filters.Add((filter ?? throw GreenhouseErrors.Query($"Unknown parameter: {name}")).Parse(text));
        }

        return filters;
    }

    private static HashSet<string>? FieldsOf(GreenhouseResource resource, GreenhouseCursor cursor)
    {
        if (cursor.Parameter("fields") is not { } text)
        {
            return null;
        }

        var names = text.Split(',');
        return names.Length > MostFields ? throw GreenhouseErrors.Query($"fields can have at most {MostFields} values")
            : Array.Find(names, name => !resource.HasField(name)) is { } unknown ? throw GreenhouseErrors.Query($"Unknown field: {unknown}")
            : names.ToHashSet(StringComparer.Ordinal);
    }

    private static int SizeOf(GreenhouseCursor cursor) =>
        cursor.Parameter("per_page") is not { } text ? 100
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var size) && size is >= 1 and <= MostRows ? size
        : throw GreenhouseErrors.Query($"per_page must be from 1 to {MostRows}");

    private Task GetReasonAsync(HttpContext context)
    {
        var id = context.GetRouteValue("id")!.ToString()!;
        var reason = simulator.RejectionReasons.Find(id) ?? throw GreenhouseErrors.NotFound("rejection reason", id);
        var resource = resources.All.First(one => ReferenceEquals(one.Store, simulator.RejectionReasons));
        return Answer.JsonAsync(context, StatusCodes.Status200OK, writer => resource.Write(writer, reason));
    }
}
