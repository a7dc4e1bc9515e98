namespace Connectors.Simulators.BambooHR;

/// <summary>One column of a table.</summary>
/// <param name="Alias">The name by which the API knows it.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Type">Its type.</param>
/// <param name="List">The list that its values are chosen from, or null.</param>
internal sealed record BambooHRColumn(string Alias, string Name, string Type, string? List = null);

/// <summary>One of an employee's tables: rows by date, of which the newest that has come into effect is the current one.</summary>
/// <param name="Alias">The name by which the API knows it.</param>
/// <param name="Rows">Its rows, each with <c>employeeId</c>.</param>
/// <param name="DateColumn">The column that says from when a row holds.</param>
/// <param name="Required">The columns that a new row must have.</param>
/// <param name="Columns">Its columns.</param>
internal sealed record BambooHRTable(string Alias, RecordStore Rows, string DateColumn, IReadOnlyList<string> Required, IReadOnlyList<BambooHRColumn> Columns)
{
    public static IReadOnlyList<BambooHRTable> All(BambooHRSimulator simulator) =>
    [
        new("jobInfo", simulator.JobInfo, "date", ["date"],
        [
            new("date", "Date", "date"), new("location", "Location", "list", BambooHRFields.Location), new("department", "Department", "list", BambooHRFields.Department),
            new("division", "Division", "list", BambooHRFields.Division), new("jobTitle", "Job Title", "list", BambooHRFields.JobTitle), new("reportsTo", "Reports To", "employee"),
        ]),
        new("employmentStatus", simulator.EmploymentStatus, "date", ["date", "employmentStatus"],
        [
            new("date", "Date", "date"), new("employmentStatus", "Employment Status", "list", BambooHRFields.Status), new("comment", "Comment", "textarea"),
            new("terminationTypeId", "Termination Type", "list"), new("terminationReasonId", "Termination Reason", "list"), new("terminationRehireId", "Eligible For Re-hire", "list"),
        ]),
        new("compensation", simulator.Compensation, "startDate", ["startDate"],
        [
            new("startDate", "Effective Date", "date"), new("rate", "Pay Rate", "currency"), new("type", "Pay Type", "pay_type"), new("exempt", "Overtime", "exempt"), new("reason", "Change Reason", "list"),
            new("comment", "Comment", "textarea"), new("paidPer", "Paid Per", "paid_per"), new("paySchedule", "Pay Schedule", "list"), new("overtimeRate", "Overtime Rate", "currency"),
        ]),
    ];
}
