using System.Globalization;

namespace Connectors.BambooHR;

/// <summary>Turns BambooHR's employees into the common model and back.</summary>
internal static class BambooHRMapping
{
    /// <summary>What the list always tells.</summary>
    private static readonly string[] s_always = ["firstName", "lastName", "preferredName", "photoUrl", "jobTitleName", "status"];

    private static readonly Field[] s_fields =
    [
        new(nameof(Employee.EmployeeNumber), "employeeNumber", Write: employee => employee.EmployeeNumber),
        new(nameof(Employee.FirstName), "firstName", "firstName", employee => employee.FirstName),
        new(nameof(Employee.MiddleName), "middleName", "middleName", employee => employee.MiddleName),
        new(nameof(Employee.LastName), "lastName", "lastName", employee => employee.LastName),
        new(nameof(Employee.PreferredName), "preferredName", "preferredName", employee => employee.PreferredName),
        new(nameof(Employee.DisplayName), "displayName"),
        new(nameof(Employee.WorkEmail), "workEmail", "workEmail", employee => employee.WorkEmail),
        new(nameof(Employee.PersonalEmail), "homeEmail", "homeEmail", employee => employee.PersonalEmail),
        new(nameof(Employee.WorkPhone), "workPhone", "workPhone", employee => employee.WorkPhone),
        new(nameof(Employee.WorkPhoneExtension), "workPhoneExtension", "workPhoneExtension", employee => employee.WorkPhoneExtension),
        new(nameof(Employee.MobilePhone), "mobilePhone", "mobilePhone", employee => employee.MobilePhone),
        new(nameof(Employee.HomePhone), "homePhone", "homePhone", employee => employee.HomePhone),
        new(nameof(Employee.HomeAddress), "address1", Write: employee => Home(employee)?.Street1),
        new(nameof(Employee.HomeAddress), "address2", Write: employee => Home(employee)?.Street2),
        new(nameof(Employee.HomeAddress), "city", Write: employee => Home(employee)?.City),
        new(nameof(Employee.HomeAddress), "state", Write: employee => Home(employee)?.State),
        new(nameof(Employee.HomeAddress), "zipcode", Write: employee => Home(employee)?.PostalCode),
        new(nameof(Employee.HomeAddress), "country", Write: employee => Home(employee)?.Country),
        new(nameof(Employee.JobTitle), "jobTitle", "jobTitleName", employee => employee.JobTitle),
        new(nameof(Employee.Department), "department", "departmentName", employee => employee.Department),
        new(nameof(Employee.Division), "division", "divisionName", employee => employee.Division),
        new(nameof(Employee.WorkLocation), "location", "locationName", employee => employee.WorkLocation),
        new(nameof(Employee.Manager), "supervisorEId", "reportsToId"),
        new(nameof(Employee.EmploymentStatus), "status", "status"),
        new(nameof(Employee.EmploymentType), "employmentHistoryStatus", "employmentStatusName", employee => Option(employee.EmploymentType, '-')),
        new(nameof(Employee.HireDate), "hireDate", "hireDate", employee => FieldText.Of(employee.HireDate)),
        new(nameof(Employee.OriginalHireDate), "originalHireDate", Write: employee => FieldText.Of(employee.OriginalHireDate)),
        new(nameof(Employee.TerminationDate), "terminationDate"),
        new(nameof(Employee.PayRate), "payRate", Write: employee => employee.PayRate is { } pay ? $"{FieldText.Of(pay.Amount)} {pay.Currency}".TrimEnd() : null),
        new(nameof(Employee.PayPeriod), "payPer", Write: employee => Option(employee.PayPeriod)),
        new(nameof(Employee.PayType), "payType", Write: employee => Option(employee.PayType)),
        new(nameof(Employee.PayGroup), "payGroup", Write: employee => employee.PayGroup),
        new(nameof(Employee.FlsaStatus), "exempt", Write: employee => employee.FlsaStatus == FlsaStatus.Nonexempt ? "Non-exempt" : Option(employee.FlsaStatus)),
        new(nameof(Employee.DateOfBirth), "dateOfBirth", "birthDate", employee => FieldText.Of(employee.DateOfBirth)),
        new(nameof(Employee.Gender), "gender", Write: employee => Option(employee.Gender)),
        new(nameof(Employee.Ethnicity), "ethnicity", Write: employee => Option(employee.Ethnicity)),
        new(nameof(Employee.MaritalStatus), "maritalStatus", Write: employee => Option(employee.MaritalStatus)),
        new(nameof(Employee.NationalId), "ssn", Write: employee => employee.NationalId),
        new(nameof(Employee.PhotoUrl), "photoUrl", "photoUrl"),
        new(nameof(Employee.LinkedInUrl), "linkedinUrl", "linkedinUrl", employee => employee.LinkedInUrl),
    ];

    private static readonly HashSet<string> s_known = new(
        [.. s_fields.Select(field => field.Name), .. s_fields.Select(field => field.ListName).OfType<string>(), "lastChanged"], StringComparer.Ordinal);

    /// <summary>Gets what the list is asked for beside what it always tells.</summary>
    internal static IReadOnlyList<string> ListFields { get; } = [.. s_fields.Select(field => field.ListName).OfType<string>().Except(s_always, StringComparer.Ordinal)];

    /// <summary>Gets what one employee is asked for. The national id is told only where the caller names it (<c>ssn</c>).</summary>
    internal static IReadOnlyList<string> GetFields { get; } = [.. s_fields.Select(field => field.Name).Where(name => name != "ssn"), "lastChanged"];

    /// <summary>Gets the fields that the list cannot tell.</summary>
    internal static FieldSet NotInList { get; } = Set(s_fields.Where(field => field.ListName is null));

    /// <summary>Gets the fields that are written, in a new record or an old one.</summary>
    internal static FieldSet Writes { get; } = Set(s_fields.Where(field => field.Write is not null));

    internal static Employee ToEmployee(BambooHREmployee source) => new Employee
    {
        RemoteId = source.Id,
        RemoteModifiedAt = FieldText.Moment(source["lastChanged"]),
        EmployeeNumber = source["employeeNumber"],
        FirstName = source["firstName"],
        MiddleName = source["middleName"],
        LastName = source["lastName"],
        PreferredName = source["preferredName"],
        DisplayName = source["displayName"],
        WorkEmail = source["workEmail"],
        PersonalEmail = source["homeEmail"],
        WorkPhone = source["workPhone"],
        WorkPhoneExtension = source["workPhoneExtension"],
        MobilePhone = source["mobilePhone"],
        HomePhone = source["homePhone"],
        HomeAddress = PostalAddress.From(source["address1"], source["address2"], source["city"], source["state"], source["zipcode"], source["country"], kind: AddressKind.Home),
        JobTitle = source["jobTitle"] ?? source["jobTitleName"],
        Department = source["department"] ?? source["departmentName"],
        Division = source["division"] ?? source["divisionName"],
        WorkLocation = source["location"] ?? source["locationName"],
        Manager = RemoteRef<Employee>.From(source["supervisorEId"] ?? source["reportsToId"]),
        EmploymentStatus = EmploymentStatus.Match(source["status"]),
        EmploymentType = EmploymentType.Match(source["employmentHistoryStatus"] ?? source["employmentStatusName"]),
        HireDate = FieldText.Date(source["hireDate"]),
        OriginalHireDate = FieldText.Date(source["originalHireDate"]),
        TerminationDate = FieldText.Date(source["terminationDate"]),
        PayRate = FieldText.Money(source["payRate"]),
        PayPeriod = PayPeriod.Match(source["payPer"]),
        PayType = PayType.Match(source["payType"]),
        PayGroup = source["payGroup"],
        FlsaStatus = FlsaStatus.Match(source["exempt"]),
        DateOfBirth = FieldText.Date(source["dateOfBirth"] ?? source["birthDate"]),
        Gender = Gender.Match(source["gender"]),
        Ethnicity = Ethnicity.Match(source["ethnicity"]),
        MaritalStatus = MaritalStatus.Match(source["maritalStatus"]),
        NationalId = source["ssn"],
        PhotoUrl = source["photoUrl"],
        LinkedInUrl = source["linkedinUrl"],
        CustomFields = source.Fields.Where(field => !s_known.Contains(field.Key) && source.Tells(field.Key)).ToDictionary(StringComparer.Ordinal),
    }.Only(Told(source));

    internal static ChangedId ToChangedId(BambooHRChange source) => new(source.Id, source.Action is "Deleted", FieldText.Moment(source.LastChanged));

    /// <summary>Gives the fields that are set, by BambooHR's names; custom ones as they are.</summary>
    internal static IReadOnlyDictionary<string, JsonElement> ToFields(Employee employee)
    {
        var fields = new Dictionary<string, JsonElement>(employee.CustomFields, StringComparer.Ordinal);
        foreach (var field in s_fields)
        {
            if (field.Write is not null && employee.Fields.ContainsAll(field.Model))
            {
                fields[field.Name] = FieldText.ToJson(field.Write(employee));
            }
        }

        return fields;
    }

    private static FieldSet Told(BambooHREmployee source) =>
        Set(s_fields.Where(field => source.Tells(field.Name) || (field.ListName is not null && source.Tells(field.ListName))));

    private static FieldSet Set(IEnumerable<Field> fields) => fields.Aggregate(default(FieldSet), (set, field) => set.Union(field.Model));

    private static PostalAddress? Home(Employee employee) => FieldWrite.InParts(employee.HomeAddress, nameof(Employee.HomeAddress));

    /// <summary>Writes a named value as BambooHR words its own options (<c>Full-Time</c>, <c>Hour</c>), any other value as it is.</summary>
    private static string? Option<T>(T? value, char separator = ' ')
        where T : struct, IOpenEnum<T> =>
        value is { IsKnown: true } known
            ? CultureInfo.InvariantCulture.TextInfo.ToTitleCase(known.Value.Replace('_', separator).ToLowerInvariant())
            : value?.Value;

    /// <summary>A field of the common model at BambooHR.</summary>
    /// <param name="Of">The common model's name.</param>
    /// <param name="Name">BambooHR's name when one employee is read, and when it is written.</param>
    /// <param name="ListName">BambooHR's name in the list, where that tells it.</param>
    /// <param name="Write">Writes it; null where it cannot be written.</param>
    private sealed record Field(string Of, string Name, string? ListName = null, Func<Employee, string?>? Write = null)
    {
        public FieldSet Model { get; } = Employee.Type.Of(Of);
    }
}
