using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Connectors.Simulators.BambooHR;

/// <summary>Rows of the job, employment status and compensation tables; a termination is a row.</summary>
internal sealed class BambooHRTableRoutes(BambooHRSimulator simulator, BambooHRGate gate)
{
    private const string Everybody = "all";
    private readonly BambooHRWriter _writer = new(simulator);

    public void Map(IEndpointRouteBuilder routes)
    {
        const string Path = "/employees/{id}/tables/{table}";
        routes.MapBoth(HttpMethod.Get, Path, gate.Guard(BambooHROAuth.ReadScopes, ListAsync));
        routes.MapBoth(HttpMethod.Post, Path, gate.Guard(BambooHROAuth.WriteScopes, CreateAsync));
        routes.MapBoth(HttpMethod.Post, Path + "/{row}", gate.Guard(BambooHROAuth.WriteScopes, UpdateAsync));
        routes.MapBoth(HttpMethod.Delete, Path + "/{row}", gate.Guard(BambooHROAuth.WriteScopes, DeleteAsync));
    }

    /// <summary>Returns a row as the API shows it; a date that is not set is all zeros.</summary>
    public static JsonObject Row(BambooHRSimulator simulator, BambooHRTable table, SimulatedRecord row, bool withIds)
    {
        var answer = withIds ? new JsonObject { ["id"] = row.Id, ["employeeId"] = row.Text("employeeId") } : [];
        foreach (var column in table.Columns)
        {
            answer[column.Alias] = row[column.Alias] switch
            {
                JsonElement nested => JsonNode.Parse(nested.GetRawText()),
                string text when column.Type == "employee" => simulator.Employees.Find(text) is { } manager ? BambooHRValues.DisplayName(manager) : null,
                string text => text,
                _ => column.Type == "date" ? "0000-00-00" : null,
            };
        }

        return answer;
    }

    private BambooHRTable Table(HttpContext context) => simulator.Tables.Find(BambooHRPaths.Route(context, "table")) ?? throw BambooHRErrors.NotFound("The table does not exist.");

    private string Employee(HttpContext context) =>
        simulator.Employees.Find(BambooHRPaths.Route(context, "id")) is { IsDeleted: false } employee ? employee.Id : throw BambooHRErrors.NotFound("The employee does not exist.");

    private Task ListAsync(HttpContext context)
    {
        var table = Table(context);
        var ids = BambooHRPaths.Route(context, "id") == Everybody ? simulator.Employees.Snapshot().Where(employee => !employee.IsDeleted).Select(employee => employee.Id) : [Employee(context)];
        var rows = ids.SelectMany(id => simulator.Tables.RowsOf(table, id)).Select(row => Row(simulator, table, row, withIds: true));
        return BambooHRAnswers.WriteAsync(context, "table", new JsonArray([.. rows]));
    }

    private async Task CreateAsync(HttpContext context)
    {
        var table = Table(context);
        var body = await BambooHRAnswers.BodyAsync(context).ConfigureAwait(false);
        simulator.State.Commit(() =>
        {
            var values = _writer.Row(table, body);
            if (table.Required.FirstOrDefault(name => values.GetValueOrDefault(name) is null) is { } missing)
            {
                throw BambooHRErrors.BadRequest($"{missing} is required.");
            }

            values["employeeId"] = Employee(context);
            simulator.Ledger.Wrote(table.Alias + ".create", table.Rows.Create(values).Id);
        });
        await Answer.EmptyAsync(context, StatusCodes.Status200OK).ConfigureAwait(false);
    }

    private async Task UpdateAsync(HttpContext context)
    {
        var table = Table(context);
        var body = await BambooHRAnswers.BodyAsync(context).ConfigureAwait(false);
        simulator.State.Commit(() =>
        {
            var values = _writer.Row(table, body);
            var row = Find(context, table) ?? throw BambooHRErrors.NotFound("The row does not exist.");
            table.Rows.Update(row.Id, values);
            simulator.Ledger.Wrote(table.Alias + ".update", row.Id);
        });
        await Answer.EmptyAsync(context, StatusCodes.Status200OK).ConfigureAwait(false);
    }

    private Task DeleteAsync(HttpContext context)
    {
        var table = Table(context);
        var removed = simulator.State.Commit(() =>
        {
            if (Find(context, table) is not { } row)
            {
                return false;
            }

            table.Rows.Purge(row.Id);
            simulator.Ledger.Wrote(table.Alias + ".delete", row.Id);
            return true;
        });
        return Answer.JsonAsync(context, StatusCodes.Status200OK, removed ? new JsonObject { ["success"] = true } : new JsonObject { ["success"] = false, ["error"] = "The row does not exist." });
    }

    private SimulatedRecord? Find(HttpContext context, BambooHRTable table)
    {
        var employeeId = Employee(context);
        return table.Rows.Find(BambooHRPaths.Route(context, "row")) is { } row && row.Text("employeeId") == employeeId ? row : null;
    }
}
