using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Connectors.Simulators.BambooHR;

/// <summary>The changed feeds: employees inserted, updated and deleted since a time, in whole seconds; and their table rows.</summary>
internal sealed class BambooHRChangeRoutes(BambooHRSimulator simulator, BambooHRGate gate)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapBoth(HttpMethod.Get, "/employees/changed", gate.Guard(BambooHROAuth.ChangedScopes, ChangedAsync));
        routes.MapBoth(HttpMethod.Get, "/employees/changed/tables/{table}", gate.Guard(BambooHROAuth.ChangedScopes, ChangedRowsAsync));
    }

    private static DateTimeOffset Since(HttpContext context) =>
        DateTimeOffset.TryParse(context.Request.Query["since"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var since)
            ? since
            : throw BambooHRErrors.BadRequest("since must be an ISO 8601 date.");

    private static DateTimeOffset Second(DateTimeOffset time) => DateTimeOffset.FromUnixTimeSeconds(time.ToUnixTimeSeconds());

    private bool IsIn(DateTimeOffset time, DateTimeOffset since) => simulator.ChangedSinceIsExclusive ? Second(time) > since : Second(time) >= Second(since);

    private Task ChangedAsync(HttpContext context)
    {
        var since = Since(context);
        var type = (string?)context.Request.Query["type"] ?? "all";
        if (type is not ("inserted" or "updated" or "deleted" or "all"))
        {
            throw BambooHRErrors.BadRequest("type must be inserted, updated, deleted or all.");
        }

        var latest = since;
        var employees = new JsonObject();
        foreach (var employee in simulator.Employees.Snapshot().Where(employee => IsIn(employee.ModifiedAt, since)))
        {
            var action = employee.IsDeleted ? "Deleted" : IsIn(employee.CreatedAt, since) ? "Inserted" : "Updated";
            if (type == "all" || string.Equals(type, action, StringComparison.OrdinalIgnoreCase))
            {
                employees[employee.Id] = new JsonObject { ["id"] = employee.Id, ["action"] = action, ["lastChanged"] = BambooHRValues.Time(employee.ModifiedAt) };
                latest = employee.ModifiedAt > latest ? employee.ModifiedAt : latest;
            }
        }

        return BambooHRAnswers.WriteAsync(context, "employees", new JsonObject { ["latest"] = BambooHRValues.Time(latest), ["employees"] = employees });
    }

    private Task ChangedRowsAsync(HttpContext context)
    {
        var alias = BambooHRPaths.Route(context, "table");
        var table = simulator.Tables.Find(alias) ?? throw BambooHRErrors.NotFound("The table does not exist.");
        var since = Since(context);
        var employees = new JsonObject();
        foreach (var employee in simulator.Employees.Snapshot().Where(employee => !employee.IsDeleted && IsIn(employee.ModifiedAt, since)))
        {
            employees[employee.Id] = new JsonObject
            {
                ["lastChanged"] = BambooHRValues.Time(employee.ModifiedAt),
                ["rows"] = new JsonArray([.. simulator.Tables.RowsOf(table, employee.Id).Select(row => BambooHRTableRoutes.Row(simulator, table, row, withIds: false))]),
            };
        }

        return BambooHRAnswers.WriteAsync(context, "table", new JsonObject { ["table"] = table.Alias, ["employees"] = employees });
    }
}
