using System.Globalization;
using System.Text.Json;

namespace Connectors.Simulators.BambooHR;

/// <summary>Reads employees as BambooHR shows them: every value is text, and job and status are those that hold today.</summary>
internal sealed class BambooHRValues(BambooHRSimulator simulator, BambooHRTables tables)
{
    public const string Terminated = "Terminated";

    /// <summary>Returns a field's value as text, or null when it has none.</summary>
    public string? Value(SimulatedRecord employee, BambooHRField field)
    {
        var text = field.Alias switch
        {
            "status" => IsActive(employee) ? "Active" : "Inactive",
            BambooHRFields.Department or BambooHRFields.Division or BambooHRFields.Location or BambooHRFields.JobTitle => Job(employee, field.Alias),
            "departmentId" => OptionId(BambooHRFields.Department, Job(employee, BambooHRFields.Department)),
            "divisionId" => OptionId(BambooHRFields.Division, Job(employee, BambooHRFields.Division)),
            "locationId" => OptionId(BambooHRFields.Location, Job(employee, BambooHRFields.Location)),
            "jobTitleId" => OptionId(BambooHRFields.JobTitle, Job(employee, BambooHRFields.JobTitle)),
            BambooHRFields.Status => Status(employee),
            "employmentStatusId" => OptionId(BambooHRFields.Status, Status(employee)),
            "terminationDate" => tables.Current("employmentStatus", employee.Id) is { } row && row.Text("employmentStatus") == Terminated ? row.Text("date") : null,
            "supervisor" => Manager(employee) is { } manager ? DisplayName(manager) : null,
            "supervisorEId" => Manager(employee)?.Id,
            "supervisorId" => Manager(employee)?.Text("employeeNumber"),
            "displayName" => DisplayName(employee),
            "bestEmail" => employee.Text("workEmail") ?? employee.Text("homeEmail"),
            "payRate" => Pay(employee, "rate"),
            "payType" => Pay(employee, "type"),
            "payPer" => Pay(employee, "paidPer"),
            "exempt" => Pay(employee, "exempt"),
            "lastChanged" => Time(employee.ModifiedAt),
            "photoUploaded" => employee.Text("photoUrl") is null ? "false" : "true",
            _ => employee[field.Alias] switch
            {
                null => null,
                JsonElement nested => nested.GetRawText(),
                IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
                var other => other.ToString(),
            },
        };
        return string.IsNullOrEmpty(text) ? null : text;
    }

    public static string DisplayName(SimulatedRecord employee) => $"{employee.Text("preferredName") ?? employee.Text("firstName")} {employee.Text("lastName")}";

    public bool IsActive(SimulatedRecord employee) => Status(employee) != Terminated && employee.Text("status") is null or "Active";

    /// <summary>Writes a time in whole seconds, as BambooHR does: <c>2026-11-02T10:00:00+00:00</c>.</summary>
    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'+00:00'", CultureInfo.InvariantCulture);

    /// <summary>Returns the id of an option of a list, or null.</summary>
    public string? OptionId(string list, string? name) => simulator.ListOptions.Snapshot().FirstOrDefault(option => option.Text("list") == list && option.Text("name") == name)?.Id;

    /// <summary>Returns the names of a list's options; archived ones cannot be chosen.</summary>
    public IEnumerable<string> Options(string list) =>
        simulator.ListOptions.Snapshot().Where(option => option.Text("list") == list && option["archived"] is not true).Select(option => option.Text("name")!);

    /// <summary>Returns an employee's manager, or null.</summary>
    public SimulatedRecord? Manager(SimulatedRecord employee) =>
        (tables.Current("jobInfo", employee.Id) is { } row ? row.Text("reportsTo") : employee.Text(BambooHRFields.Manager)) is { Length: > 0 } id && simulator.Employees.Find(id) is { IsDeleted: false } manager ? manager : null;

    private string? Job(SimulatedRecord employee, string field) => tables.Current("jobInfo", employee.Id) is { } row ? row.Text(field) : employee.Text(field);

    private string? Status(SimulatedRecord employee) =>
        tables.Current("employmentStatus", employee.Id) is { } row ? row.Text("employmentStatus") : employee.Text(BambooHRFields.Status);

    private string? Pay(SimulatedRecord employee, string column) => tables.Current("compensation", employee.Id)?[column] switch
    {
        JsonElement { ValueKind: JsonValueKind.Object } rate => $"{rate.GetProperty("value")} {rate.GetProperty("currency")}",
        var value => value as string,
    };
}
