using System.Globalization;

namespace Connectors.Simulators.BambooHR;

/// <summary>Plants the company's data: lists, custom fields, employees with managers, table rows and users.</summary>
internal sealed class BambooHRSeed(BambooHRSimulator simulator, SeededRandom random)
{
    private const int Heads = 6;
    private static readonly DateTimeOffset s_from = new(2023, 3, 6, 8, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset s_to = new(2026, 10, 31, 18, 0, 0, TimeSpan.Zero);
    private static readonly string[] s_departments = ["Engineering", "Customer Success", "Finance", "Marketing", "People", "Sales"];
    private static readonly string[] s_divisions = ["Europe", "North America", "Africa"];
    private static readonly (string City, string State, string Country)[] s_locations = [("Ghent", "VOV", "Belgium"), ("Lindon", "UT", "United States"), ("Nairobi", "30", "Kenya"), ("Toronto", "ON", "Canada")];
    private static readonly string[] s_titles = ["Chief Executive Officer", "Director", "Team Lead", "Engineer", "Accountant", "Account Executive", "Designer", "Recruiter", "Support Agent", "Analyst"];
    private static readonly string[] s_statuses = ["Full-Time", "Part-Time", "Contractor", BambooHRValues.Terminated];
    private readonly List<SimulatedRecord> _managers = [];

    public void Plant()
    {
        PlantLists();
        for (var i = 0; i < simulator.SeededEmployees; i++)
        {
            PlantEmployee(i);
        }

        var employees = simulator.Employees.Snapshot();
        simulator.KeyEmployeeId = employees.Count == 0 ? null : employees[0].Id;
        foreach (var employee in employees.Take(10))
        {
            Put(
                simulator.Users,
                s_to.AddDays(-30),
                ("employeeId", employee.Id),
                ("firstName", employee.Text("firstName")),
                ("lastName", employee.Text("lastName")),
                ("email", employee.Text("workEmail")),
                ("status", random.Chance(0.2) ? "disabled" : "enabled"),
                ("lastLogin", random.Chance(0.8) ? BambooHRValues.Time(random.Between(s_to.AddDays(-30), s_to)) : null));
        }

        Put(simulator.Users, s_to.AddDays(-30), ("firstName", "Payroll"), ("lastName", "Robot"), ("email", "payroll@acme.example"), ("status", "enabled"));
    }

    private void PlantLists()
    {
        foreach (var (list, names) in ((string, string[])[])
            [(BambooHRFields.Department, s_departments), (BambooHRFields.Division, s_divisions), (BambooHRFields.Location, [.. s_locations.Select(place => place.City)]),
                (BambooHRFields.JobTitle, s_titles), (BambooHRFields.Status, s_statuses), ("customShirtSize", ["S", "M", "L", "XL"])])
        {
            foreach (var name in names)
            {
                Put(simulator.ListOptions, s_from, ("list", list), ("name", name));
            }
        }

        Put(simulator.ListOptions, s_from, ("list", BambooHRFields.Department), ("name", "Field Operations"), ("archived", true));
        Put(simulator.CustomFields, s_from, ("alias", "customShirtSize"), ("name", "Shirt Size"), ("type", "list"));
        Put(simulator.CustomFields, s_from, ("alias", "customCostCentre"), ("name", "Cost Centre"), ("type", "text"));
    }

    private void PlantEmployee(int number)
    {
        var (first, last) = (People.FirstName(random), People.LastName(random));
        var place = random.Pick(s_locations);
        var hired = s_from.AddDays(random.Next(1200));
        var left = number > Heads && random.Chance(0.1) ? hired.AddDays(30 + random.Next(60)) : (DateTimeOffset?)null;
        var modified = random.Between(left ?? hired, s_to);
        var manager = number == 0 ? null : number <= Heads ? _managers[0] : _managers[1 + ((number - 1) % Math.Min(Heads, _managers.Count - 1))];
        var job = Job(number, place.City, manager?.Id);
        var status = random.Pick(["Full-Time", "Full-Time", "Full-Time", "Part-Time", "Contractor"]);
        var employee = simulator.Employees.Create(
            Pairs(
            [
                ("firstName", first),
                ("lastName", last),
                ("preferredName", random.Chance(0.15) ? first[..Math.Min(3, first.Length)] : null),
                ("employeeNumber", (5000 + number).ToString(CultureInfo.InvariantCulture)),
                ("workEmail", $"{People.Slug(first)}.{People.Slug(last)}{number.ToString(CultureInfo.InvariantCulture)}@acme.example"),
                ("homeEmail", random.Chance(0.5) ? People.Email(random, first, last, number) : null),
                ("workPhone", random.Chance(0.7) ? People.Phone(random) : null),
                ("mobilePhone", random.Chance(0.8) ? People.Phone(random) : null),
                ("hireDate", Date(hired)),
                ("dateOfBirth", Date(new DateTimeOffset(1962 + random.Next(42), 1 + random.Next(12), 1 + random.Next(28), 0, 0, 0, TimeSpan.Zero))),
                ("gender", random.Pick(["Female", "Male"])),
                ("maritalStatus", random.Pick(["Single", "Married"])),
                ("address1", $"{(1 + random.Next(200)).ToString(CultureInfo.InvariantCulture)} Example Street"),
                ("city", place.City),
                ("state", place.State),
                ("country", place.Country),
                ("customShirtSize", random.Chance(0.5) ? random.Pick(["S", "M", "L", "XL"]) : null),
                ("customCostCentre", random.Chance(0.9) ? $"CC-{100 + random.Next(20)}" : null),
                (BambooHRFields.Status, left is null ? status : BambooHRValues.Terminated),
                (BambooHRFields.Manager, manager?.Id),
                .. job,
            ]),
            hired,
            modified);
        PlantRows(employee, hired, left, status, job, manager?.Id);
        if (number <= Heads)
        {
            _managers.Add(employee);
        }
    }

    private (string Field, object? Value)[] Job(int number, string city, string? managerId)
    {
        var title = number == 0 ? s_titles[0] : number <= Heads ? s_titles[1] : s_titles[2 + random.Next(s_titles.Length - 2)];
        return
        [
            (BambooHRFields.JobTitle, title),
            (BambooHRFields.Department, s_departments[managerId is null ? 4 : (number - 1) % Heads]),
            (BambooHRFields.Division, random.Pick(s_divisions)),
            (BambooHRFields.Location, city),
        ];
    }

    private void PlantRows(SimulatedRecord employee, DateTimeOffset hired, DateTimeOffset? left, string status, (string Field, object? Value)[] job, string? managerId)
    {
        var owner = ("employeeId", (object?)employee.Id);
        var (date, reportsTo) = (("date", (object?)Date(hired)), ("reportsTo", (object?)managerId));
        if (random.Chance(0.3))
        {
            // The first row is the job before the present one, which began half a month after the hire.
            Put(simulator.JobInfo, hired, [owner, date, reportsTo, .. job.Where(cell => cell.Field != BambooHRFields.JobTitle), (BambooHRFields.JobTitle, random.Pick(s_titles[3..]))]);
            date = ("date", Date(hired.AddDays(15)));
        }

        Put(simulator.JobInfo, hired, [owner, date, reportsTo, .. job]);
        Put(simulator.EmploymentStatus, hired, owner, ("date", Date(hired)), ("employmentStatus", status));
        if (left is { } end)
        {
            Put(simulator.EmploymentStatus, end, owner, ("date", Date(end)), ("employmentStatus", BambooHRValues.Terminated), ("comment", "Left of own accord"));
        }

        Put(
            simulator.Compensation,
            hired,
            owner,
            ("startDate", Date(hired)),
            ("rate", new { value = (40_000 + (500 * random.Next(120))).ToString(CultureInfo.InvariantCulture) + ".00", currency = "USD" }),
            ("type", "Salary"),
            ("exempt", "Exempt"),
            ("reason", "Hire"),
            ("paidPer", "Year"),
            ("paySchedule", "Twice a month"));
    }

    private static string Date(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static IEnumerable<KeyValuePair<string, object?>> Pairs(IEnumerable<(string Field, object? Value)> fields) =>
        fields.Where(field => field.Value is not null).Select(field => KeyValuePair.Create(field.Field, field.Value));

    private static void Put(RecordStore store, DateTimeOffset at, params IReadOnlyList<(string Field, object? Value)> fields) => store.Create(Pairs(fields), at);
}
