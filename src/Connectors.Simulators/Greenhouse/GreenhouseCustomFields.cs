using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Connectors.Simulators.Greenhouse;

/// <summary>Custom fields: read as an object by <c>name_key</c>, written as an array of <c>name_key</c> or <c>custom_field_id</c> with a value.</summary>
internal sealed class GreenhouseCustomFields(GreenhouseSimulator simulator)
{
    public const string Field = "custom_fields";

    /// <summary>Returns the object of a row: every active field of the type, null where the record has no value.</summary>
    public JsonObject Read(string fieldType, SimulatedRecord record)
    {
        var values = record[Field] is JsonElement { ValueKind: JsonValueKind.Object } kept ? kept : default;
        var answer = new JsonObject();
        foreach (var definition in Definitions(fieldType))
        {
            var key = definition.Text("name_key")!;
            answer[key] = new JsonObject
            {
                ["name"] = definition.Text("name"),
                ["type"] = definition.Text("value_type"),
                ["value"] = values.ValueKind == JsonValueKind.Object && values.TryGetProperty(key, out var value) ? JsonNode.Parse(value.GetRawText()) : null,
            };
        }

        return answer;
    }

    /// <summary>Reads the array of a write over the values that a record has.</summary>
    public object Write(string fieldType, JsonElement array, object? known)
    {
        if (array.ValueKind != JsonValueKind.Array)
        {
            throw GreenhouseErrors.Field(Field, $"{Field} must be an array");
        }

        var values = known is JsonElement { ValueKind: JsonValueKind.Object } kept ? JsonObject.Create(kept)! : [];
        foreach (var entry in array.EnumerateArray())
        {
            var (definition, value) = Entry(fieldType, entry);
            values[definition.Text("name_key")!] = Value(definition, value);
        }

        return values;
    }

    private IEnumerable<SimulatedRecord> Definitions(string fieldType) =>
        simulator.CustomFields.Snapshot().Where(field => string.Equals(field.Text("field_type"), fieldType, StringComparison.Ordinal) && field["active"] is not false);

    private (SimulatedRecord Definition, JsonElement Value) Entry(string fieldType, JsonElement entry)
    {
        if (entry.ValueKind != JsonValueKind.Object)
        {
            throw GreenhouseErrors.Field(Field, $"{Field} must be an array of objects");
        }

        if (entry.EnumerateObject().Select(property => property.Name).FirstOrDefault(name => name is not ("name_key" or "custom_field_id" or "value")) is { } unknown)
        {
            throw GreenhouseErrors.UnknownAttribute(unknown);
        }

        var byKey = entry.TryGetProperty("name_key", out var key);
        if (byKey == entry.TryGetProperty("custom_field_id", out var id))
        {
            throw GreenhouseErrors.Field(Field, "A custom field needs either name_key or custom_field_id");
        }

        var definition = Definitions(fieldType).FirstOrDefault(field => byKey
            ? string.Equals(field.Text("name_key"), key.ToString(), StringComparison.Ordinal)
            : string.Equals(field.Id, id.ToString(), StringComparison.Ordinal));
        return (definition ?? throw GreenhouseErrors.Field(Field, $"Custom field not found: {(byKey ? key : id)}"), entry.TryGetProperty("value", out var value) ? value : default);
    }

    // A currency is written as {amount, currency_code} and read as {amount, unit}.
    private static JsonNode? Value(SimulatedRecord definition, JsonElement value)
    {
        if (value.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined)
        {
            return null;
        }

        var type = definition.Text("value_type");
        var fits = type switch
        {
            "number" => value.ValueKind == JsonValueKind.Number,
            "yes_no" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
            "multi_select" => value.ValueKind == JsonValueKind.Array,
            "currency" => value.ValueKind == JsonValueKind.Object && value.TryGetProperty("amount", out var amount) && amount.ValueKind == JsonValueKind.Number
                && value.TryGetProperty("currency_code", out var code) && code.ValueKind == JsonValueKind.String,
            "date" => DateOnly.TryParseExact(value.ToString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
            _ => value.ValueKind == JsonValueKind.String,
        };
        if (!fits || (type == "single_select" && !GreenhouseFilter.Values(definition, "options").Contains(value.GetString(), StringComparer.Ordinal)))
        {
            throw GreenhouseErrors.Field(Field, $"Invalid value for {definition.Text("name_key")}");
        }

        return type == "currency"
            ? new JsonObject { ["amount"] = value.GetProperty("amount").GetDecimal(), ["unit"] = value.GetProperty("currency_code").GetString() }
            : JsonNode.Parse(value.GetRawText());
    }
}
