using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Connectors.Simulators.BambooHR;

/// <summary>Single employees: get, create, update; and the directory.</summary>
internal sealed class BambooHREmployeeRoutes(BambooHRSimulator simulator, BambooHRGate gate)
{
    private const int MostFields = 400;

    private static readonly string[] s_directory =
    [
        "displayName", "firstName", "lastName", "preferredName", "jobTitle", "workPhone", "mobilePhone", "workEmail", "department", "location", "division", "supervisor", "photoUploaded", "photoUrl",
    ];

    private readonly BambooHRWriter _writer = new(simulator);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapBoth(HttpMethod.Get, "/employees/directory", gate.Guard(["employee_directory"], DirectoryAsync));
        routes.MapBoth(HttpMethod.Get, "/employees/{id}", gate.Guard(BambooHROAuth.ReadScopes, GetAsync));
        routes.MapBoth(HttpMethod.Post, "/employees", gate.Guard(BambooHROAuth.WriteScopes, CreateAsync));
        routes.MapBoth(HttpMethod.Post, "/employees/{id}", gate.Guard(BambooHROAuth.WriteScopes, UpdateAsync));
    }

    private SimulatedRecord Find(string id) =>
        simulator.Employees.Find(id) is { IsDeleted: false } employee ? employee : throw BambooHRErrors.NotFound("The employee does not exist.");

    private Task GetAsync(HttpContext context)
    {
        var id = BambooHRPaths.Route(context, "id");
        var employee = Find(id == "0" ? simulator.KeyEmployeeId ?? "0" : id);
        var asked = ((string?)context.Request.Query["fields"] ?? "firstName,lastName").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (asked.Length > MostFields)
        {
            throw BambooHRErrors.BadRequest($"At most {MostFields} fields can be requested.");
        }

        // An answer's keys are the names as they were asked for: ids and aliases too.
        var body = new JsonObject { ["id"] = employee.Id };
        foreach (var name in asked)
        {
            if (simulator.Fields.Find(name) is { } field && !simulator.Fields.IsRestricted(name))
            {
                body[name] = simulator.Values.Value(employee, field);
            }
        }

        return BambooHRAnswers.WriteAsync(context, "employee", body);
    }

    private Task DirectoryAsync(HttpContext context)
    {
        if (!simulator.SharesDirectory)
        {
            throw new BambooHRRefusal(StatusCodes.Status403Forbidden, "The directory is not shared.");
        }

        var fields = s_directory.Select(name => simulator.Fields.Find(name)!).Where(field => !simulator.Fields.IsRestricted(field.Alias)).ToList();
        var employees = simulator.Employees.Snapshot().Where(employee => !employee.IsDeleted && simulator.Values.IsActive(employee)).ToList();
        if (employees.Count == 0)
        {
            throw BambooHRErrors.NotFound("The directory is empty.");
        }

        return BambooHRAnswers.WriteAsync(context, "directory", new JsonObject
        {
            ["fields"] = new JsonArray([.. fields.Select(field => new JsonObject { ["id"] = field.Alias, ["type"] = field.Type, ["name"] = field.Name })]),
            ["employees"] = new JsonArray([.. employees.Select(employee => Entry(employee, fields))]),
        });
    }

    private JsonObject Entry(SimulatedRecord employee, List<BambooHRField> fields)
    {
        var entry = new JsonObject { ["id"] = employee.Id };
        foreach (var field in fields)
        {
            entry[field.Alias] = field.Type == "bool" ? simulator.Values.Value(employee, field) == "true" : simulator.Values.Value(employee, field);
        }

        return entry;
    }

    private async Task CreateAsync(HttpContext context)
    {
        var body = await BambooHRAnswers.BodyAsync(context).ConfigureAwait(false);
        var created = simulator.State.Commit(() =>
        {
            var values = _writer.Employee(body, null);
            if (values.GetValueOrDefault("firstName") is null || values.GetValueOrDefault("lastName") is null)
            {
                throw BambooHRErrors.BadRequest("First name and last name are required.");
            }

            var employee = simulator.Employees.Create(values);
            simulator.Ledger.Wrote("employees.create", employee.Id);
            return employee;
        });
        context.Response.Headers.Location = $"{Requests.Origin(context)}{context.Request.Path.Value!.TrimEnd('/')}/{created.Id}";
        await Answer.EmptyAsync(context, StatusCodes.Status201Created).ConfigureAwait(false);
    }

    private async Task UpdateAsync(HttpContext context)
    {
        var body = await BambooHRAnswers.BodyAsync(context).ConfigureAwait(false);
        simulator.State.Commit(() =>
        {
            var employee = Find(BambooHRPaths.Route(context, "id"));
            simulator.Employees.Update(employee.Id, _writer.Employee(body, employee.Id));
            simulator.Ledger.Wrote("employees.update", employee.Id);
        });
        await Answer.EmptyAsync(context, StatusCodes.Status200OK).ConfigureAwait(false);
    }
}
