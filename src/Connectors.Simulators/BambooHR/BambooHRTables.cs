using System.Collections.Concurrent;
using System.Globalization;

namespace Connectors.Simulators.BambooHR;

/// <summary>Keeps employees and their tables in step: a change to either shows in the other, and marks the employee as changed.</summary>
internal sealed class BambooHRTables
{
    private readonly BambooHRSimulator _simulator;
    private readonly ConcurrentDictionary<(string Table, string Employee), SimulatedRecord[]> _rows = [];
    private readonly IReadOnlyList<BambooHRTable> _tables;
    private bool _inStep;

    public BambooHRTables(BambooHRSimulator simulator)
    {
        _simulator = simulator;
        _tables = BambooHRTable.All(simulator);
        foreach (var table in _tables)
        {
            table.Rows.Observe((old, row) => OnRow(table, old, row));
        }

        simulator.Employees.Observe(OnEmployee);
    }

    public IReadOnlyList<BambooHRTable> All => _tables;

    public BambooHRTable? Find(string alias) => _tables.FirstOrDefault(table => table.Alias == alias);

    /// <summary>Returns an employee's rows in the order in which they were made.</summary>
    public IReadOnlyList<SimulatedRecord> RowsOf(BambooHRTable table, string employeeId) => _rows.GetValueOrDefault((table.Alias, employeeId), []);

    /// <summary>Returns the row that holds today, or null.</summary>
    public SimulatedRecord? Current(string alias, string employeeId)
    {
        var table = Find(alias)!;
        var today = Today;
        SimulatedRecord? current = null;
        foreach (var row in RowsOf(table, employeeId))
        {
            var date = row.Text(table.DateColumn) ?? "";
            if (string.CompareOrdinal(date, today) <= 0 && (current is null || string.CompareOrdinal(date, current.Text(table.DateColumn) ?? "") >= 0))
            {
                current = row;
            }
        }

        return current;
    }

    /// <summary>Gets the date of today, in UTC.</summary>
    public string Today => _simulator.State.Now.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Column(string field) => field == BambooHRFields.Manager ? "reportsTo" : field;

    private void OnRow(BambooHRTable table, SimulatedRecord? old, SimulatedRecord? row)
    {
        var employeeId = (row ?? old)!.Text("employeeId")!;
        var rows = RowsOf(table, employeeId).Where(one => one.Id != (row ?? old)!.Id);
        _rows[(table.Alias, employeeId)] = row is null || row.IsDeleted ? [.. rows] : [.. rows.Append(row).OrderBy(one => one.Sequence)];
        if (_simulator.State.IsRestoring || _inStep || _simulator.Employees.Find(employeeId) is null)
        {
            return;
        }

        var job = Current("jobInfo", employeeId);
        var status = Current("employmentStatus", employeeId);
        InStep(() => _simulator.Employees.Update(
            employeeId,
            [
                .. job is null ? [] : BambooHRFields.Job.Select(field => KeyValuePair.Create(field, job[Column(field)])),
                .. status is null ? [] : (KeyValuePair<string, object?>[])[new(BambooHRFields.Status, status["employmentStatus"])],
            ]));
    }

    private void OnEmployee(SimulatedRecord? old, SimulatedRecord? employee)
    {
        if (_simulator.State.IsRestoring || _inStep || employee is null || employee.IsDeleted)
        {
            return;
        }

        InStep(() =>
        {
            var from = old is null ? employee.Text("hireDate") ?? Today : Today;
            Follow("jobInfo", from, [.. BambooHRFields.Job.Where(Changed).Select(field => (Column(field), employee[field]))]);
            Follow("employmentStatus", from, Changed(BambooHRFields.Status) ? [("employmentStatus", employee[BambooHRFields.Status])] : []);
        });

        bool Changed(string field) => !Equals(old?[field], employee[field]);

        void Follow(string alias, string date, (string Field, object? Value)[] changes)
        {
            if (changes.Length == 0)
            {
                return;
            }

            var rows = Find(alias)!.Rows;
            // A status begins on its day; a job is put right where it stands.
            if (Current(alias, employee.Id) is { } row && (alias != "employmentStatus" || row.Text("date") == Today))
            {
                rows.Update(row.Id, changes);
            }
            else
            {
                rows.Create([("employeeId", employee.Id), ("date", date), .. changes]);
            }
        }
    }

    private void InStep(Action change)
    {
        _inStep = true;
        try
        {
            change();
        }
        finally
        {
            _inStep = false;
        }
    }
}
