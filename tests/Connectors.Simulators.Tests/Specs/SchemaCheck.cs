using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Connectors.Simulators.Tests.Specs;

/// <summary>Checks a value against a schema: as much of JSON Schema as the providers' descriptions use.</summary>
internal sealed class SchemaCheck(ApiDescription description, bool allowUndocumented)
{
    private readonly List<string> _problems = [];

    public IReadOnlyList<string> Run(JsonNode schema, JsonNode? value)
    {
        Check(schema, value, "$");
        return _problems;
    }

    private static bool Flag(JsonObject schema, string name) => schema[name] is JsonValue value && value.GetValueKind() == JsonValueKind.True;

    private static bool IsType(string type, JsonNode? value) => type switch
    {
        "null" => value is null,
        "object" => value is JsonObject,
        "array" => value is JsonArray,
        "string" => value?.GetValueKind() == JsonValueKind.String,
        "boolean" => value?.GetValueKind() is JsonValueKind.True or JsonValueKind.False,
        "number" => value?.GetValueKind() == JsonValueKind.Number,
        "integer" => value?.GetValueKind() == JsonValueKind.Number && decimal.TryParse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number == decimal.Truncate(number),
        _ => true,
    };

    private static bool IsFormat(string format, JsonNode value)
    {
        var text = value.ToString();
        return format switch
        {
            "date-time" => Regex.IsMatch(text, @"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1))
                && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out _),
            "date" => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
            "uuid" => Guid.TryParseExact(text, "D", out _),
            "uri" => Uri.TryCreate(text, UriKind.Absolute, out _),
            "int32" => value.GetValueKind() != JsonValueKind.Number || int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out _),
            _ => true,
        };
    }

    private static bool IsListOfAlternatives(JsonObject schema) => schema["items"] is JsonArray && schema["type"] is null;

    private void Check(JsonNode? schemaNode, JsonNode? value, string at)
    {
        if (description.Resolve(schemaNode) is not JsonObject schema)
        {
            return; // "true", or a reference that leads nowhere, allows anything
        }

        // OpenAPI 3.0 and the vendors' own ways of saying "may be null".
        if (value is null && (Flag(schema, "nullable") || Flag(schema, "x-nullable")))
        {
            return;
        }

        CheckAlternatives(schema, value, at);
        if (CheckType(schema, value, at))
        {
            CheckScalar(schema, value, at);
            CheckObject(schema, value as JsonObject, at);
            CheckArray(schema, value as JsonArray, at);
        }
    }

    private void CheckAlternatives(JsonObject schema, JsonNode? value, string at)
    {
        foreach (var part in schema["allOf"] as JsonArray ?? [])
        {
            // A part of a whole does not know the other parts' fields.
            var check = new SchemaCheck(description, allowUndocumented: true);
            check.Check(part, value, at);
            _problems.AddRange(check._problems);
        }

        // Where Slack says neither "type" nor "oneOf", a list of "items" is a list of alternatives.
        foreach (var name in (string[])(IsListOfAlternatives(schema) ? ["oneOf", "anyOf", "items"] : ["oneOf", "anyOf"]))
        {
            if (schema[name] is JsonArray { Count: > 0 } choices)
            {
                CheckAny(choices, value, at, name);
            }
        }
    }

    private void CheckAny(JsonArray choices, JsonNode? value, string at, string name)
    {
        var tried = choices.Select(choice =>
        {
            var check = new SchemaCheck(description, allowUndocumented);
            check.Check(choice, value, at);
            return check._problems;
        }).ToList();
        if (tried.TrueForAll(problems => problems.Count > 0))
        {
            _problems.Add($"{at}: none of {name} fits; the nearest: {tried.MinBy(problems => problems.Count)![0]}");
        }
    }

    private bool CheckType(JsonObject schema, JsonNode? value, string at)
    {
        var types = schema["type"] switch
        {
            JsonValue one => [(string)one!],
            JsonArray several => several.Select(type => type is JsonValue text ? (string)text! : "object").ToArray(),
            _ => [],
        };
        if (types.Length == 0 || types.Any(type => IsType(type, value)))
        {
            return value is not null;
        }

        _problems.Add($"{at}: {value?.GetValueKind().ToString() ?? "Null"} instead of {string.Join(" or ", types)}");
        return false;
    }

    private void CheckScalar(JsonObject schema, JsonNode? value, string at)
    {
        if (value is not JsonValue)
        {
            return;
        }

        if (schema["enum"] is JsonArray known && !known.Any(one => JsonNode.DeepEquals(one, value)))
        {
            _problems.Add($"{at}: {value.ToJsonString()} is not one of {known.ToJsonString()}");
        }

        if (schema["format"] is JsonValue format && !IsFormat((string)format!, value))
        {
            _problems.Add($"{at}: {value.ToJsonString()} is no {format}");
        }

        if (schema["pattern"] is JsonValue pattern && value.GetValueKind() == JsonValueKind.String && !Regex.IsMatch((string)value!, (string)pattern!, RegexOptions.None, TimeSpan.FromSeconds(1)))
        {
            _problems.Add($"{at}: {value.ToJsonString()} does not fit {pattern}");
        }
    }

    private void CheckObject(JsonObject schema, JsonObject? value, string at)
    {
        if (value is null)
        {
            return;
        }

        foreach (var name in (schema["required"] as JsonArray ?? []).Select(name => (string)name!).Where(name => !value.ContainsKey(name)))
        {
            _problems.Add($"{at}: '{name}' is missing");
        }

        var properties = schema["properties"] as JsonObject ?? [];
        foreach (var (name, field) in value)
        {
            if (properties.TryGetPropertyValue(name, out var known))
            {
                Check(known, field, $"{at}.{name}");
            }
            else if (schema["additionalProperties"] is JsonObject any)
            {
                Check(any, field, $"{at}.{name}");
            }
            else if (Undocumented(schema, properties))
            {
                _problems.Add($"{at}: '{name}' is not documented");
            }
        }
    }

    private bool Undocumented(JsonObject schema, JsonObject properties) => schema["additionalProperties"] switch
    {
        JsonValue stated when stated.GetValueKind() == JsonValueKind.False => true,
        JsonValue => false,
        _ => !allowUndocumented && properties.Count > 0 && !schema.ContainsKey("oneOf") && !schema.ContainsKey("anyOf") && !schema.ContainsKey("allOf"),
    };

    private void CheckArray(JsonObject schema, JsonArray? value, string at)
    {
        if (IsListOfAlternatives(schema))
        {
            return;
        }

        for (var i = 0; i < value?.Count; i++)
        {
            // Slack lists the kinds of items where one schema belongs.
            if (schema["items"] is JsonArray { Count: > 0 } kinds)
            {
                CheckAny(kinds, value[i], $"{at}[{i}]", "items");
            }
            else if (schema["items"] is { } items)
            {
                Check(items, value[i], $"{at}[{i}]");
            }
        }
    }
}
