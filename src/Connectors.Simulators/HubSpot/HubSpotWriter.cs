using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Connectors.Simulators.HubSpot;

/// <summary>Checks what is written and writes it: unknown and read-only properties, options, unique values, associations.</summary>
internal sealed class HubSpotWriter(HubSpotSimulator simulator)
{
    /// <summary>Reads and checks the <c>properties</c> of a write; every fault is reported in one refusal.</summary>
    public Dictionary<string, object?> Check(HubSpotObjectType type, JsonElement input)
    {
        if (input.ValueKind != JsonValueKind.Object || !input.TryGetProperty("properties", out var properties) || properties.ValueKind != JsonValueKind.Object)
        {
            throw HubSpotErrors.Invalid("Invalid input JSON: properties is required");
        }

        var values = new Dictionary<string, object?>(StringComparer.Ordinal);
        var issues = new List<Issue>();
        foreach (var property in properties.EnumerateObject())
        {
            if (Text(property.Value) is { } text && Checked(type, property.Name, text, issues) is { } value)
            {
                values[property.Name] = value.Length == 0 ? null : value;
            }
        }

        return issues.Count == 0 ? values : throw Refusal(issues);
    }

    /// <summary>Creates a record with its associations.</summary>
    public SimulatedRecord Create(HubSpotObjectType type, Dictionary<string, object?> values, JsonElement input) => simulator.State.Commit(() =>
    {
        Unique(type, values, null);
        var links = Associations(type, input).ToList();
        var record = simulator.Store(type).Create(values);
        foreach (var (toType, toId, primary) in links)
        {
            simulator.Associations.Link(type.Name, record.Id, toType, toId, primary);
        }

        simulator.Ledger.Wrote(type.Name + ".create", record.Id);
        return record;
    });

    /// <summary>Finds what would keep a record from being created.</summary>
    public void CheckCreate(HubSpotObjectType type, Dictionary<string, object?> values, JsonElement input)
    {
        Unique(type, values, null);
        _ = Associations(type, input).Count();
    }

    /// <summary>Changes a record.</summary>
    public SimulatedRecord Update(HubSpotObjectType type, string id, Dictionary<string, object?> values) => simulator.State.Commit(() =>
    {
        Unique(type, values, id);
        var record = simulator.Store(type).Update(id, values);
        simulator.Ledger.Wrote(type.Name + ".update", id);
        return record;
    });

    /// <summary>Finds a record that is not archived, by id or by a unique property.</summary>
    public SimulatedRecord? Find(HubSpotObjectType type, string id, string? idProperty)
    {
        if (string.IsNullOrEmpty(idProperty) || string.Equals(idProperty, "hs_object_id", StringComparison.Ordinal))
        {
            return simulator.Store(type).Find(id);
        }

        if (!IsUnique(type, idProperty))
        {
            throw HubSpotErrors.Invalid($"Property \"{idProperty}\" is not a unique property of {type.Name}");
        }

        return simulator.Store(type).FindBy(idProperty, id);
    }

    public bool IsUnique(HubSpotObjectType type, string property) =>
        (string.Equals(property, "email", StringComparison.Ordinal) && string.Equals(type.Name, HubSpotTypes.Contacts, StringComparison.Ordinal))
        || simulator.Schema.Find(type, property) is { HasUniqueValue: true };

    private static string? Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        JsonValueKind.Null => null,
        _ => throw HubSpotErrors.Invalid("Invalid input JSON: property values must be text"),
    };

    private static HubSpotRefusal Refusal(List<Issue> issues)
    {
        var told = new JsonArray([.. issues.Select(issue => new JsonObject
        {
            ["isValid"] = false,
            ["message"] = issue.Message,
            ["error"] = issue.Code,
            ["name"] = issue.Property,
            ["localizedErrorMessage"] = issue.Message,
        })]);
        return new HubSpotRefusal(400, "Property values were not valid: " + told.ToJsonString(SimulatorState.Json), HubSpotErrors.Validation)
        {
            Details = [.. issues.Select(issue => new HubSpotDetail(issue.Message, issue.Code, "propertyName", [issue.Property]))],
        };
    }

    private string? Checked(HubSpotObjectType type, string name, string text, List<Issue> issues)
    {
        if (simulator.Schema.Find(type, name) is not { } property)
        {
            issues.Add(new Issue(name, "PROPERTY_DOESNT_EXIST", $"Property \"{name}\" does not exist"));
            return null;
        }

        if (property.ReadOnly)
        {
            issues.Add(new Issue(name, "READ_ONLY_VALUE", $"\"{name}\" is a read only property; its value cannot be set."));
            return null;
        }

        if (text.Length == 0)
        {
            return text;
        }

        if (string.Equals(name, "email", StringComparison.Ordinal))
        {
            var at = text.IndexOf('@', StringComparison.Ordinal);
            if (at < 1 || text.IndexOf('.', at) < 0 || text.Contains(' ', StringComparison.Ordinal))
            {
                issues.Add(new Issue(name, "INVALID_EMAIL", $"Email address {text} is invalid"));
                return null;
            }

            return text.ToLowerInvariant();
        }

        if (property is { Type: "enumeration", ExternalOptions: false }
            && text.Split(';', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault(value => !property.Options.Any(option => string.Equals(option.Value, value, StringComparison.Ordinal))) is { } unknown)
        {
            issues.Add(new Issue(name, "INVALID_OPTION", $"{unknown} was not one of the allowed options"));
            return null;
        }

        return property.Type is "datetime" or "date" ? Time(property, text, issues) : text;
    }

    private static string? Time(HubSpotProperty property, string text, List<Issue> issues)
    {
        DateTimeOffset time;
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var milliseconds))
        {
            time = DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
        }
        else if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time))
        {
            issues.Add(new Issue(property.Name, "INVALID_LONG", $"{text} was not a valid long."));
            return null;
        }

        return string.Equals(property.Type, "date", StringComparison.Ordinal)
            ? time.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
            : Timestamps.Iso(time);
    }

    private void Unique(HubSpotObjectType type, Dictionary<string, object?> values, string? id)
    {
        foreach (var (name, value) in values)
        {
            if (value is string text && IsUnique(type, name)
                && simulator.Store(type).FindBy(name, text) is { } other && !string.Equals(other.Id, id, StringComparison.Ordinal))
            {
                throw new HubSpotRefusal(409, $"{char.ToUpperInvariant(type.Singular[0])}{type.Singular[1..]} already exists. Existing ID: {other.Id}", "CONFLICT")
                {
                    Context = new Dictionary<string, string[]>(StringComparer.Ordinal) { ["existingId"] = [other.Id] },
                };
            }
        }
    }

    private IEnumerable<(string ToType, string ToId, bool Primary)> Associations(HubSpotObjectType type, JsonElement input)
    {
        if (!input.TryGetProperty("associations", out var associations) || associations.ValueKind != JsonValueKind.Array)
        {
            yield break;
        }

        foreach (var association in associations.EnumerateArray())
        {
            var toId = association.GetProperty("to").GetProperty("id").ToString();
            foreach (var spec in association.GetProperty("types").EnumerateArray())
            {
                var number = spec.GetProperty("associationTypeId").GetInt32();
                var (kind, primary) = HubSpotAssociationTypes.FindNumber(type.Name, number)
                    ?? throw HubSpotErrors.Invalid($"Association type id {number} doesn't exist between the given object types");
                if (simulator.Store(HubSpotTypes.Find(kind.ToType)!).Find(toId) is not { IsDeleted: false })
                {
                    throw HubSpotErrors.NotFound();
                }

                yield return (kind.ToType, toId, primary);
            }
        }
    }

    private sealed record Issue(string Property, string Code, string Message);
}
