using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Connectors.Simulators.BambooHR;

/// <summary>What the account is made of: fields, lists, tables, users, the company.</summary>
internal sealed class BambooHRMetaRoutes(BambooHRSimulator simulator, BambooHRGate gate)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapBoth(HttpMethod.Get, "/meta/fields", gate.Guard(["employee", "field"], FieldsAsync));
        routes.MapBoth(HttpMethod.Get, "/meta/lists", gate.Guard(["field"], ListsAsync));
        routes.MapBoth(HttpMethod.Get, "/meta/tables", gate.Guard(["field"], TablesAsync));
        routes.MapBoth(HttpMethod.Get, "/meta/users", gate.Guard(["user"], UsersAsync));
        routes.MapBoth(HttpMethod.Get, "/company_information", gate.Guard(["company:info"], CompanyAsync));
    }

    private static int Number(string id) => int.Parse(id, CultureInfo.InvariantCulture);

    private static string YesNo(bool value) => value ? "yes" : "no";

    private static Task CompanyAsync(HttpContext context)
    {
        var name = BambooHRPaths.CompanyOf(context);
        return Answer.JsonAsync(context, StatusCodes.Status200OK, new JsonObject
        {
            ["legalName"] = $"{char.ToUpperInvariant(name[0])}{name[1..]} Inc.",
            ["displayName"] = $"{char.ToUpperInvariant(name[0])}{name[1..]}",
            ["address"] = new JsonObject { ["line1"] = "1 Example Street", ["line2"] = "", ["city"] = "Lindon", ["state"] = "UT", ["zip"] = "84042" },
            ["phone"] = "+18015550100",
        });
    }

    private Task FieldsAsync(HttpContext context) => BambooHRAnswers.WriteAsync(
        context,
        "fields",
        new JsonArray([.. simulator.Fields.All.Select(field => new JsonObject { ["id"] = Number(field.Id), ["name"] = field.Name, ["type"] = field.Type, ["alias"] = field.Alias })]),
        takesFormat: true);

    private Task ListsAsync(HttpContext context) => BambooHRAnswers.WriteAsync(
        context,
        "lists",
        new JsonArray([.. simulator.Fields.All.Where(field => field.Type == "list").Select(List)]),
        takesFormat: true);

    private JsonObject List(BambooHRField field) => new()
    {
        ["fieldId"] = field.Id,
        ["name"] = field.Name,
        ["alias"] = field.Alias,
        ["manageable"] = "yes",
        ["multiple"] = "no",
        ["options"] = new JsonArray([.. simulator.ListOptions.Snapshot().Where(option => option.Text("list") == field.Alias).Select(Option)]),
    };

    private static JsonObject Option(SimulatedRecord option)
    {
        var archived = option["archived"] is true;
        return new JsonObject
        {
            ["id"] = Number(option.Id),
            ["name"] = option.Text("name"),
            ["archived"] = YesNo(archived),
            ["createdDate"] = BambooHRValues.Time(option.CreatedAt),
            ["archivedDate"] = archived ? BambooHRValues.Time(option.ModifiedAt) : null,
        };
    }

    private Task TablesAsync(HttpContext context)
    {
        var number = 4000;
        return BambooHRAnswers.WriteAsync(
            context,
            "tables",
            new JsonArray([.. simulator.Tables.All.Select(table => new JsonObject
            {
                ["alias"] = table.Alias,
                ["fields"] = new JsonArray([.. table.Columns.Select(column => new JsonObject { ["id"] = ++number, ["name"] = column.Name, ["alias"] = column.Alias, ["type"] = column.Type })]),
            })]),
            takesFormat: true);
    }

    private Task UsersAsync(HttpContext context)
    {
        var asked = ((string?)context.Request.Query["status"] ?? "").Split(',', StringSplitOptions.TrimEntries).Where(status => status is "enabled" or "disabled").ToList();
        var users = new JsonObject();
        foreach (var user in simulator.Users.Snapshot().Where(user => !user.IsDeleted && (asked.Count == 0 || asked.Contains(user.Text("status") ?? "enabled", StringComparer.Ordinal))))
        {
            var entry = new JsonObject
            {
                ["id"] = Number(user.Id),
                ["employeeId"] = user.Text("employeeId") is { } employee ? Number(employee) : 0,
                ["firstName"] = user.Text("firstName"),
                ["lastName"] = user.Text("lastName"),
                ["email"] = user.Text("email"),
                ["status"] = user.Text("status") ?? "enabled",
            };
            if (user.Text("lastLogin") is { } login)
            {
                entry["lastLogin"] = login;
            }

            users[user.Id] = entry;
        }

        return BambooHRAnswers.WriteAsync(context, "users", users, takesFormat: true);
    }
}
