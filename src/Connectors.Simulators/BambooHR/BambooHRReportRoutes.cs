using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Connectors.Simulators.BambooHR;

/// <summary>The custom report: every employee, inactive ones too, with up to 400 fields in one call; JSON only.</summary>
internal sealed class BambooHRReportRoutes(BambooHRSimulator simulator, BambooHRGate gate)
{
    private const int MostFields = 400;
    private const string Json = "application/json";

    public void Map(IEndpointRouteBuilder routes) => routes.MapBoth(HttpMethod.Post, "/reports/custom", gate.Guard(["report"], RunAsync));

    private static JsonElement? Member(JsonElement? body, string name) =>
        body is { ValueKind: JsonValueKind.Object } known && known.TryGetProperty(name, out var value) ? value : null;

    private async Task RunAsync(HttpContext context)
    {
        var format = (string?)context.Request.Query["format"];
        if (!string.Equals(format ?? context.Request.Headers.Accept.ToString(), format is null ? Json : "json", StringComparison.OrdinalIgnoreCase))
        {
            throw BambooHRErrors.NotFound("Report format not found.");
        }

        // A body whose type is not exactly this, "; charset=utf-8" included, is read as XML.
        if (context.Request.ContentType != Json)
        {
            throw BambooHRErrors.BadRequest("Malformed XML");
        }

        var body = await BambooHRAnswers.BodyAsync(context).ConfigureAwait(false);
        var names = Member(body, "fields") is { ValueKind: JsonValueKind.Array } asked ? asked.EnumerateArray().Select(name => name.ToString()).ToList() : [];
        if (names.Count > MostFields)
        {
            throw BambooHRErrors.BadRequest($"At most {MostFields} fields can be requested.");
        }

        var columns = names
            .Where(name => name != "id" && !simulator.Fields.IsRestricted(name))
            .Distinct(StringComparer.Ordinal)
            .Select(name => (Name: name, Field: simulator.Fields.Find(name)))
            .Where(column => column.Field is not null)
            .ToList();
        var fits = Filter(Member(body, "filters"));
        await Answer.JsonAsync(context, StatusCodes.Status200OK, new JsonObject
        {
            ["title"] = Member(body, "title")?.ToString() ?? "",
            ["fields"] = new JsonArray([.. columns.Select(column => new JsonObject { ["id"] = column.Name, ["type"] = column.Field!.Type, ["name"] = column.Field.Name })]),
            ["employees"] = new JsonArray([.. simulator.Employees.Snapshot().Where(employee => !employee.IsDeleted && fits(employee)).Select(employee => Row(employee, columns))]),
        }).ConfigureAwait(false);
    }

    // Every value of a report is text: a date that is not set is all zeros, other fields are empty.
    private JsonObject Row(SimulatedRecord employee, IReadOnlyList<(string Name, BambooHRField? Field)> columns)
    {
        var row = new JsonObject { ["id"] = employee.Id };
        foreach (var (name, field) in columns)
        {
            row[name] = simulator.Values.Value(employee, field!) ?? (field!.Type == "date" ? "0000-00-00" : "");
        }

        return row;
    }

    private static Predicate<SimulatedRecord> Filter(JsonElement? filters)
    {
        var ids = Member(filters, "employeeIds") is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray().Select(id => id.ToString()).ToHashSet(StringComparer.Ordinal) : null;
        DateTimeOffset? since = Member(Member(filters, "lastChanged"), "value") is not { } text ? null
            : DateTimeOffset.TryParse(text.ToString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time
            : throw BambooHRErrors.BadRequest("filters.lastChanged.value must be an ISO 8601 date.");
        return employee => ids?.Contains(employee.Id) != false && (since is null || employee.ModifiedAt >= since);
    }
}
