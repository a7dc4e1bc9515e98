using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Connectors.Simulators.HubSpot;

/// <summary>Checks the values of a write: unknown and read-only properties, options, addresses, times.</summary>
internal sealed class HubSpotValues(HubSpotSchema schema)
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
        if (schema.Find(type, name) is not { } property)
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

    private sealed record Issue(string Property, string Code, string Message);
}
