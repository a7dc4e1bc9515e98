using System.Globalization;

namespace Connectors.Simulators.Greenhouse;

/// <summary>Plants the organization's data: departments, offices, users, jobs with stages and openings, and lists to choose from.</summary>
internal sealed class GreenhouseSeed(GreenhouseSimulator simulator, SeededRandom random)
{
    public static readonly DateTimeOffset From = new(2024, 2, 5, 8, 0, 0, TimeSpan.Zero);
    public static readonly DateTimeOffset To = new(2026, 10, 31, 18, 0, 0, TimeSpan.Zero);
    private static readonly string[] s_departments = ["Engineering", "Product", "Sales", "Marketing", "Finance", "People"];
    private static readonly (string Name, string Location)[] s_offices = [("Ghent", "Ghent, Belgium"), ("Nairobi", "Nairobi, Kenya"), ("Remote", "Anywhere"), ("Toronto", "Toronto, Canada")];
    private static readonly string[] s_stages = ["Application Review", "Preliminary Phone Screen", "Take Home Test", "Face to Face", "Reference Check", "Offer"];
    private static readonly string[] s_jobs =
    [
        "Backend Engineer", "Account Executive", "Product Designer", "Data Analyst", "Office Manager", "Site Reliability Engineer", "Product Manager", "Content Marketer",
        "Financial Controller", "Recruiter", "Frontend Engineer", "Customer Success Manager",
    ];

    public void Plant()
    {
        PlantChoices();
        PlantCustomFields();
        foreach (var name in s_departments)
        {
            Put(simulator.Departments, ("name", name), ("external_id", "D-" + name[..3].ToUpperInvariant()));
        }

        foreach (var (name, location) in s_offices)
        {
            Put(simulator.Offices, ("name", name), ("location", location));
        }

        for (var i = 0; i < 10; i++)
        {
            PlantUser(i);
        }

        for (var i = 0; i < simulator.SeededJobs; i++)
        {
            PlantJob(i);
        }

        new GreenhouseCandidateSeed(simulator, random).Plant();
    }

    private void PlantChoices()
    {
        foreach (var (name, id, key, type) in ((string, int, string, string)[])
            [("Lacking skills", 1, "WE_REJECTED_THEM", "We rejected them"), ("Better candidate", 1, "WE_REJECTED_THEM", "We rejected them"), ("Took another offer", 2, "THEY_REJECTED_US", "They rejected us"), ("Other", 3, "NONE_SPECIFIED", "None specified")])
        {
            Put(simulator.RejectionReasons, ("name", name), ("type", new { id, key, name = type }));
        }

        foreach (var (name, id, type) in ((string, int, string)[])[("LinkedIn", 1, "Prospecting"), ("Jobs page on your website", 2, "Company marketing"), ("Referral", 3, "Referrals"), ("University fair", 4, "Attend events")])
        {
            Put(simulator.Sources, ("name", name), ("type", new { id, name = type }));
        }
    }

    private void PlantCustomFields()
    {
        Field("candidate", "Preferred Start", "preferred_start", "date");
        Field("candidate", "Years of Experience", "years_of_experience", "number");
        Field("candidate", "Visa Needed", "visa_needed", "yes_no");
        Field("application", "Notice Period", "notice_period", "single_select", "None", "One month", "Three months");
        Field("application", "Expected Salary", "expected_salary", "currency");
        Field("job", "Employment Type", "employment_type", "single_select", "Full-time", "Part-time", "Contract");
        Field("offer", "Salary", "salary", "currency");
        Field("user_attribute", "Cost Centre", "cost_centre", "short_text");

        void Field(string type, string name, string key, string valueType, params string[] options) => Put(
            simulator.CustomFields,
            ("field_type", type),
            ("name", name),
            ("name_key", key),
            ("value_type", valueType),
            ("sort_order", 0),
            ("active", true),
            ("options", options));
    }

    private void PlantUser(int number)
    {
        var (first, last) = (People.FirstName(random), People.LastName(random));
        var email = $"{People.Slug(first)}.{People.Slug(last)}{number}@acme.example";
        Put(
            simulator.Users,
            ("first_name", first),
            ("last_name", last),
            ("name", $"{first} {last}"),
            ("primary_email", email),
            ("emails", new[] { email }),
            ("job_title", number == 0 ? "Head of People" : "Recruiter"),
            ("employee_id", number < 8 ? $"E{number + 1:D4}" : null),
            ("site_admin", number < 2),
            ("deactivated", number == 9),
            ("office_ids", new[] { Pick(simulator.Offices) }),
            ("department_ids", new[] { Pick(simulator.Departments) }));
    }

    private void PlantJob(int number)
    {
        var status = (number % 12) switch { 9 => "draft", 10 or 11 => "closed", _ => "open" };
        var opened = random.Between(From, From.AddDays(300));
        var closed = status == "closed" ? Timestamps.Iso(random.Between(opened.AddDays(200), To)) : null;
        var job = simulator.Jobs.Create(
            Pairs(
                ("name", s_jobs[number % s_jobs.Length]),
                ("requisition_id", $"REQ-{number + 1:D3}"),
                ("notes", "<p>Approved by finance.</p>"),
                ("status", status),
                ("opened_at", status == "draft" ? null : Timestamps.Iso(opened)),
                ("closed_at", closed),
                ("department_id", Pick(simulator.Departments)),
                ("office_ids", new[] { Pick(simulator.Offices) }),
                (GreenhouseCustomFields.Field, new Dictionary<string, object>(StringComparer.Ordinal) { ["employment_type"] = random.Pick(["Full-time", "Full-time", "Part-time", "Contract"]) })),
            From.AddMinutes(number),
            random.Between(opened, To));
        for (var i = 0; i < s_stages.Length; i++)
        {
            Put(simulator.JobInterviewStages, ("job_id", GreenhouseCursor.Number(job.Id)), ("name", s_stages[i]), ("sort_order", i), ("active", true));
        }

        // Even jobs have one opening, odd ones two: only there a hire must name the opening.
        for (var i = 0; i <= number % 2; i++)
        {
            Put(
                simulator.Openings,
                ("job_id", GreenhouseCursor.Number(job.Id)),
                ("opening_id", $"{number + 1}-{i + 1}"),
                ("open", closed is null),
                ("opened_at", Timestamps.Iso(opened)),
                ("closed_at", closed),
                ("sort_order", i));
        }
    }

    private long Pick(RecordStore store) => GreenhouseCursor.Number(random.Pick(store.Snapshot()).Id);

    private void Put(RecordStore store, params IReadOnlyList<(string Field, object? Value)> fields)
    {
        var created = From.AddMinutes(store.Snapshot().Count);
        store.Create(Pairs(fields), created, random.Between(created, To));
    }

    internal static IEnumerable<KeyValuePair<string, object?>> Pairs(params IReadOnlyList<(string Field, object? Value)> fields) =>
        fields.Where(field => field.Value is not null).Select(field => KeyValuePair.Create(field.Field, field.Value));

    internal static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
