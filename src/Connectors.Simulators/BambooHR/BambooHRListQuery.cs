using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Connectors.Simulators.BambooHR;

/// <summary>What the cursor list was asked for: filters, order, extra fields.</summary>
internal sealed class BambooHRListQuery
{
    private const int MostRows = 2500;
    private static readonly string[] s_sortable = ["employeeId", "firstName", "lastName", "preferredName", "jobTitleName", "status"];
    private static readonly string[] s_contained = ["firstName", "lastName", "jobTitleName"];

    private static readonly string[] s_optional =
    [
        "workEmail", "homeEmail", "bestEmail", "middleName", "workPhone", "workPhoneExtension", "mobilePhone", "homePhone", "skypeUsername", "linkedinUrl", "facebookUrl", "instagramUrl",
        "twitterUrl", "pinterestUrl", "birthDate", "hireDate", "divisionName", "divisionId", "departmentName", "departmentId", "locationName", "locationId", "jobTitleId",
        "employmentStatusName", "employmentStatusId", "reportsToName", "reportsToId",
    ];

    private readonly BambooHRSimulator _simulator;
    private readonly List<(string Field, Predicate<string?> Fits)> _filters = [];
    private readonly List<(string Field, bool Descending)> _order = [];

    public BambooHRListQuery(BambooHRSimulator simulator, HttpContext context)
    {
        _simulator = simulator;
        foreach (var (name, values) in context.Request.Query)
        {
            if (name.StartsWith("filter[", StringComparison.Ordinal))
            {
                AddFilter(name["filter[".Length..], [.. values.OfType<string>()]);
            }
            else if (name.StartsWith("page[", StringComparison.Ordinal))
            {
                ReadPage(name, values.ToString());
            }
            else if (name == "sort")
            {
                AddOrder(values.ToString());
            }
            else if (name == "fields")
            {
                Fields = [.. values.ToString().Split(',', StringSplitOptions.TrimEntries).Where(field => s_optional.Contains(field, StringComparer.Ordinal)).Distinct(StringComparer.Ordinal)];
            }
        }

        if (After is not null && Before is not null)
        {
            throw BambooHRErrors.BadList("page[after] and page[before] cannot be used together.");
        }
    }

    public int Limit { get; private set; } = 250;

    public string? After { get; private set; }

    public string? Before { get; private set; }

    /// <summary>Gets the extra fields asked for; names that the list does not have were left out.</summary>
    public IReadOnlyList<string> Fields { get; private set; } = [];

    /// <summary>Returns the employees that fit, in order.</summary>
    public List<SimulatedRecord> Run()
    {
        var fitting = _simulator.Employees.Snapshot().Where(employee => !employee.IsDeleted && _filters.TrueForAll(filter => !IsRestricted(filter.Field) && filter.Fits(Value(employee, filter.Field))));
        if (_order.Exists(order => IsRestricted(order.Field)))
        {
            return [];
        }

        var ordered = fitting.OrderBy(_ => 0);
        foreach (var (field, descending) in _order)
        {
            // Nulls first going up, last going down: so do strings that are compared as strings.
            ordered = descending ? ordered.ThenByDescending(employee => Key(employee, field), StringComparer.Ordinal) : ordered.ThenBy(employee => Key(employee, field), StringComparer.Ordinal);
        }

        return [.. ordered.ThenBy(employee => employee.Sequence)];
    }

    public bool IsRestricted(string field) => _simulator.Fields.IsRestricted(field);

    /// <summary>Returns a field as the list shows it.</summary>
    public string? Value(SimulatedRecord employee, string field) =>
        field == "employeeId" ? employee.Id : _simulator.Fields.Find(field) is { } known ? _simulator.Values.Value(employee, known) : employee.Text(field);

    private string? Key(SimulatedRecord employee, string field) =>
        field == "employeeId" ? employee.Id.PadLeft(12, '0') : Value(employee, field)?.ToUpperInvariant();

    private void AddFilter(string name, string[] values)
    {
        var field = name.Split(']')[0];
        var text = string.Join(',', values);
        if (field == "ids")
        {
            var ids = text.Split(',', StringSplitOptions.TrimEntries).ToHashSet(StringComparer.Ordinal);
            if (ids.Any(id => !long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out _)))
            {
                throw BambooHRErrors.BadList("filter[ids] must be a list of integers.");
            }

            _filters.Add(("employeeId", id => ids.Contains(id!)));
        }
        else if (field == "status")
        {
            _filters.Add(("status", text is "active" or "inactive"
                ? status => string.Equals(status, text, StringComparison.OrdinalIgnoreCase)
                : throw BambooHRErrors.BadList("filter[status] must be active or inactive.")));
        }
        else if (s_contained.Contains(field, StringComparer.Ordinal))
        {
            _filters.Add((field, value => value?.Contains(text, StringComparison.OrdinalIgnoreCase) == true));
        }
        else
        {
            throw BambooHRErrors.BadList($"filter[{field}] is not a filter.");
        }
    }

    private void AddOrder(string text)
    {
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            var field = part.TrimStart('-');
            _order.Add(s_sortable.Contains(field, StringComparer.Ordinal) ? (field, part.StartsWith('-')) : throw BambooHRErrors.BadList($"Cannot sort by {field}."));
        }
    }

    private void ReadPage(string name, string text)
    {
        switch (name)
        {
            case "page[limit]":
                Limit = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= MostRows
                    ? limit
                    : throw BambooHRErrors.BadList($"page[limit] must be from 1 to {MostRows}.");
                break;
            case "page[after]":
                After = text;
                break;
            case "page[before]":
                Before = text;
                break;
            default:
                throw BambooHRErrors.BadList($"{name} is not a page parameter.");
        }
    }
}
