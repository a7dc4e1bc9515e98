using System.Globalization;
using System.Text.Json;

namespace Connectors.Simulators.BambooHR;

/// <summary>Checks what is written to employees and tables.</summary>
internal sealed class BambooHRWriter(BambooHRSimulator simulator)
{
    /// <summary>Reads an employee's fields from a body.</summary>
    /// <param name="body">The body.</param>
    /// <param name="id">The employee, or null for a new one.</param>
    public Dictionary<string, object?> Employee(JsonElement body, string? id)
    {
        var values = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var property in body.EnumerateObject())
        {
            var field = simulator.Fields.Find(property.Name);
            if (field is null || field.IsReadOnly)
            {
                throw BambooHRErrors.BadRequest($"Field {property.Name} cannot be written.");
            }

            if (property.Value.ValueKind is JsonValueKind.Object or JsonValueKind.Array)
            {
                throw BambooHRErrors.Conflict($"Invalid value for {property.Name}");
            }

            var text = property.Value.ValueKind == JsonValueKind.Null ? null : property.Value.ToString();
            text = text?.Length == 0 ? null : text;
            if (text is not null)
            {
                Check(field, text, id);
            }

            values[field.Alias == "supervisorEId" ? BambooHRFields.Manager : field.Alias] = text;
        }

        return values;
    }

    /// <summary>Reads a row's columns from a body; a value that is not right is a 406 here.</summary>
    public Dictionary<string, object?> Row(BambooHRTable table, JsonElement body)
    {
        var values = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var property in body.EnumerateObject())
        {
            // Teams are taken and not kept.
            if (property.Name == "teams")
            {
                continue;
            }

            var column = table.Columns.FirstOrDefault(one => one.Alias == property.Name) ?? throw BambooHRErrors.BadRequest($"Table {table.Alias} has no field {property.Name}.");
            values[column.Alias] = column.Type == "currency" ? Rate(column, property.Value) : Cell(column, property.Value.ValueKind == JsonValueKind.Null ? "" : property.Value.ToString());
        }

        return values;
    }

    private static bool IsDate(string text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    private static BambooHRRefusal NotAcceptable(BambooHRColumn column) => new(406, $"Invalid value for {column.Alias}");

    private static object Rate(BambooHRColumn column, JsonElement value)
    {
        var (amount, currency) = value.ValueKind == JsonValueKind.Object && value.TryGetProperty("value", out var number) && value.TryGetProperty("currency", out var code)
            ? (number.ToString(), code.ToString())
            : value.ToString().Split(' ') is [var first, var second] ? (first, second) : ("", "");
        return decimal.TryParse(amount, NumberStyles.Number, CultureInfo.InvariantCulture, out _) && currency.Length == 3 ? new { value = amount, currency } : throw NotAcceptable(column);
    }

    private void Check(BambooHRField field, string text, string? id)
    {
        var taken = field.Alias is "workEmail" or "homeEmail" && simulator.Employees.FindBy(field.Alias, text) is { } other && other.Id != id;
        if (taken)
        {
            throw BambooHRErrors.Conflict($"Duplicate email address: {text}");
        }

        var fits = field.Type switch
        {
            "date" => IsDate(text),
            "email" => text.Contains('@', StringComparison.Ordinal),
            "status" => text is "Active" or "Inactive",
            "list" => !simulator.Values.Options(field.Alias).Any() || simulator.Values.Options(field.Alias).Contains(text, StringComparer.Ordinal),
            _ => field.Alias != "supervisorEId" || simulator.Employees.Find(text) is { IsDeleted: false },
        };
        if (!fits)
        {
            throw BambooHRErrors.Conflict($"Invalid value for {field.Alias}");
        }
    }

    private string? Cell(BambooHRColumn column, string text)
    {
        if (text.Length == 0)
        {
            return null;
        }

        return column.Type switch
        {
            "date" => IsDate(text) ? text : throw NotAcceptable(column),
            "employee" => Manager(text) ?? throw NotAcceptable(column),
            _ => column.List is null || simulator.Values.Options(column.List).Contains(text, StringComparer.Ordinal) ? text : throw NotAcceptable(column),
        };
    }

    private string? Manager(string text) =>
        simulator.Employees.Find(text) is { IsDeleted: false } byId ? byId.Id
        : simulator.Employees.Snapshot().FirstOrDefault(employee => !employee.IsDeleted && BambooHRValues.DisplayName(employee) == text)?.Id;
}
