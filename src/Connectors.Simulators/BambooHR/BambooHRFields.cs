namespace Connectors.Simulators.BambooHR;

/// <summary>One employee field.</summary>
/// <param name="Id">Its id in the account.</param>
/// <param name="Alias">The name by which the API knows it.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Type">Its type: text, date, list, email, phone.</param>
/// <param name="IsReadOnly">Whether it follows from others, or is not written through the employee.</param>
internal sealed record BambooHRField(string Id, string Alias, string Name, string Type, bool IsReadOnly = false);

/// <summary>The employee fields that are played: BambooHR's own and the account's custom ones.</summary>
internal sealed class BambooHRFields(BambooHRSimulator simulator)
{
    public const string Department = "department";
    public const string Division = "division";
    public const string Location = "location";
    public const string JobTitle = "jobTitle";
    public const string Status = "employmentHistoryStatus";

    // Where an employee's manager is kept: the employee id.
    public const string Manager = "reportsToId";

    private static readonly Dictionary<string, string> s_otherNames = new(StringComparer.Ordinal)
    {
        ["employeeId"] = "id",
        ["jobTitleName"] = JobTitle,
        ["departmentName"] = Department,
        ["divisionName"] = Division,
        ["locationName"] = Location,
        ["birthDate"] = "dateOfBirth",
        ["employmentStatusName"] = Status,
        ["employmentStatus"] = Status,
        ["reportsToName"] = "supervisor",
        [Manager] = "supervisorEId",
        ["marital"] = "maritalStatus",
        ["payPeriod"] = "payPer",
    };

    private static readonly BambooHRField[] s_own =
    [
        new("1", "firstName", "First Name", "text"), new("2", "lastName", "Last Name", "text"), new("3", "hireDate", "Hire Date", "date"), new("4", Department, "Department", "list"),
        new("6", "dateOfBirth", "Birth Date", "date"), new("7", "gender", "Gender", "gender"), new("8", "address1", "Address Line 1", "text"), new("9", "address2", "Address Line 2", "text"),
        new("10", "city", "City", "text"), new("11", "state", "State", "state"), new("12", "zipcode", "Zip Code", "text"), new("13", "workPhone", "Work Phone", "phone"),
        new("14", "workPhoneExtension", "Work Ext.", "text"), new("15", "employeeNumber", "Employee #", "employee_number"), new("16", "mobilePhone", "Mobile Phone", "phone"), new("17", JobTitle, "Job Title", "list"),
        new("18", Location, "Location", "list"), new("19", "homePhone", "Home Phone", "phone"), new("20", "homeEmail", "Home Email", "email"), new("21", "workEmail", "Work Email", "email"),
        new("22", "middleName", "Middle Name", "text"), new("23", "preferredName", "Preferred Name", "text"), new("24", "country", "Country", "country"), new("25", "maritalStatus", "Marital Status", "marital_status"),
        new("26", Division, "Division", "list"), new("27", "originalHireDate", "Original Hire Date", "date"), new("28", "ethnicity", "Ethnicity", "list"), new("29", "linkedinUrl", "LinkedIn URL", "text"),
        new("30", "status", "Status", "status"), new("31", Status, "Employment Status", "list"), new("32", "terminationDate", "Termination Date", "date", true),
        new("33", "supervisor", "Reporting to", "employee", true), new("34", "supervisorEId", "Supervisor EID", "text"), new("35", "supervisorId", "Supervisor ID", "text", true),
        new("36", "displayName", "Display Name", "text", true), new("37", "bestEmail", "Best Email", "email", true), new("38", "payRate", "Pay rate", "currency", true), new("39", "payType", "Pay type", "pay_type", true),
        new("40", "payPer", "Paid per", "paid_per", true), new("41", "exempt", "Overtime Status", "exempt", true), new("42", "lastChanged", "Last changed", "timestamp", true), new("43", "photoUrl", "Employee photo", "text", true),
        new("44", "departmentId", "Department ID", "text", true), new("45", "divisionId", "Division ID", "text", true), new("46", "locationId", "Location ID", "text", true), new("47", "jobTitleId", "Job Title ID", "text", true),
        new("48", "employmentStatusId", "Employment Status ID", "text", true), new("49", "payGroup", "Pay group", "list"), new("50", "photoUploaded", "Employee photo uploaded", "bool", true),
    ];

    private static readonly Dictionary<string, BambooHRField> s_byName = s_own.Concat(s_own.Select(field => field with { Id = field.Alias })).ToDictionary(field => field.Id, StringComparer.Ordinal);

    /// <summary>Gets the fields whose current value is kept in the job table.</summary>
    public static IReadOnlyList<string> Job { get; } = [Location, Department, Division, JobTitle, Manager];

    /// <summary>Gets the list fields, whose values are chosen from options.</summary>
    public static IReadOnlyList<string> Lists { get; } = [Department, Division, Location, JobTitle, Status];

    /// <summary>Returns all fields, BambooHR's own first.</summary>
    public IEnumerable<BambooHRField> All => s_own.Concat(simulator.CustomFields.Snapshot().Select(Custom));

    /// <summary>Finds a field by name, alias or id.</summary>
    public BambooHRField? Find(string name)
    {
        if (s_byName.TryGetValue(s_otherNames.GetValueOrDefault(name, name), out var own))
        {
            return own;
        }

        return simulator.CustomFields.Snapshot().FirstOrDefault(field => field.Id == name || field.Text("alias") == name) is { } custom ? Custom(custom) : null;
    }

    /// <summary>Says whether callers may not see a field, by whatever of its names it was restricted and is asked for.</summary>
    public bool IsRestricted(string name) =>
        simulator.RestrictedFields.Any(restricted => restricted == name || (Find(restricted) is { } field && field.Alias == Find(name)?.Alias));

    private static BambooHRField Custom(SimulatedRecord field) => new(field.Id, field.Text("alias")!, field.Text("name")!, field.Text("type")!);
}
