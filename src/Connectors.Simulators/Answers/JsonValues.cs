using System.Text.Json;

namespace Connectors.Simulators;

/// <summary>Keeps and writes field values: text, whole numbers, decimals, booleans, null, and anything nested as JSON.</summary>
public static class JsonValues
{
    /// <summary>Brings a value to the small set of types that records keep.</summary>
    /// <param name="value">A value that System.Text.Json can write.</param>
    /// <returns>A string, long, decimal, bool, null or <see cref="JsonElement"/>.</returns>
    public static object? Normalize(object? value) => value switch
    {
        null or string or bool or long or decimal => value,
        int number => (long)number,
        double number => (decimal)number,
        DateTimeOffset time => Timestamps.Iso(time),
        JsonElement element => FromElement(element),
        _ => FromElement(JsonSerializer.SerializeToElement(value, SimulatorState.Json)),
    };

    /// <summary>Writes a value as JSON.</summary>
    /// <param name="writer">The writer.</param>
    /// <param name="value">A value as <see cref="Normalize"/> returns it.</param>
    public static void Write(Utf8JsonWriter writer, object? value)
    {
        ArgumentNullException.ThrowIfNull(writer);
        switch (Normalize(value))
        {
            case null:
                writer.WriteNullValue();
                break;
            case string text:
                writer.WriteStringValue(text);
                break;
            case bool flag:
                writer.WriteBooleanValue(flag);
                break;
            case long number:
                writer.WriteNumberValue(number);
                break;
            case decimal number:
                writer.WriteNumberValue(number);
                break;
            case JsonElement element:
                element.WriteTo(writer);
                break;
            case { } other:
                throw new InvalidOperationException($"{other.GetType()} is no field value.");
        }
    }

    private static object? FromElement(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined => null,
        JsonValueKind.String => element.GetString(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number => element.TryGetInt64(out var whole) ? whole : element.GetDecimal(),
        _ => element.Clone(),
    };
}
