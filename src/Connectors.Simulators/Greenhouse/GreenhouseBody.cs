using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Connectors.Simulators.Greenhouse;

/// <summary>What a field of a body may be.</summary>
internal enum GreenhouseKind
{
    /// <summary>Text; the empty text clears.</summary>
    Text,

    /// <summary>A whole number, or null.</summary>
    Id,

    /// <summary>True or false.</summary>
    Flag,

    /// <summary>A time.</summary>
    Time,

    /// <summary>An array of whole numbers.</summary>
    Ids,

    /// <summary>An array of text.</summary>
    Texts,

    /// <summary>An array of <c>{value, type}</c>.</summary>
    Addresses,

    /// <summary>An array of <c>{value}</c>.</summary>
    Links,

    /// <summary>Custom fields; read by <see cref="GreenhouseCustomFields"/>.</summary>
    Custom,

    /// <summary>An object that the handler reads itself.</summary>
    Object,
}

/// <summary>Reads bodies as strictly as Greenhouse does: an attribute that it does not know is an error.</summary>
internal static class GreenhouseBody
{
    /// <summary>Reads the body; none at all is an empty object.</summary>
    public static async Task<JsonElement> ReadAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        var text = await reader.ReadToEndAsync(context.RequestAborted).ConfigureAwait(false);
        try
        {
            using var document = JsonDocument.Parse(text.Length == 0 ? "{}" : text);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : throw GreenhouseErrors.NoJson();
        }
        catch (JsonException)
        {
            throw GreenhouseErrors.NoJson();
        }
    }

    /// <summary>Checks every attribute of a body.</summary>
    /// <param name="body">The body, or an object in it.</param>
    /// <param name="known">The attributes that are taken.</param>
    /// <param name="required">Those that must be there.</param>
    public static void Check(JsonElement body, IReadOnlyDictionary<string, GreenhouseKind> known, params IReadOnlyList<string> required)
    {
        foreach (var attribute in body.EnumerateObject())
        {
            if (!known.TryGetValue(attribute.Name, out var kind))
            {
                throw GreenhouseErrors.UnknownAttribute(attribute.Name);
            }

            if (!Fits(kind, attribute.Value))
            {
                throw GreenhouseErrors.Field(attribute.Name, $"Invalid value for attribute: {attribute.Name}");
            }
        }

        foreach (var name in required)
        {
            if (!body.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null || value is { ValueKind: JsonValueKind.String } && value.GetString()!.Length == 0)
            {
                throw GreenhouseErrors.Field(name, $"Missing required attribute: {name}");
            }
        }
    }

    /// <summary>Returns a whole number of a body that was checked, or null.</summary>
    public static string? Id(JsonElement body, string name) =>
        body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetInt64().ToString(CultureInfo.InvariantCulture) : null;

    /// <summary>Returns what a record keeps of an attribute: the empty text and null clear it.</summary>
    public static object? Value(JsonElement value) => value is { ValueKind: JsonValueKind.String } && value.GetString()!.Length == 0 ? null : JsonValues.Normalize(value);

    private static bool Fits(GreenhouseKind kind, JsonElement value) => kind switch
    {
        GreenhouseKind.Text => value.ValueKind is JsonValueKind.String or JsonValueKind.Null,
        GreenhouseKind.Id => value.ValueKind == JsonValueKind.Null || IsId(value),
        GreenhouseKind.Flag => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        GreenhouseKind.Time => value.ValueKind == JsonValueKind.String && DateTimeOffset.TryParse(value.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _),
        GreenhouseKind.Ids => IsArray(value, IsId),
        GreenhouseKind.Texts => IsArray(value, entry => entry.ValueKind == JsonValueKind.String),
        GreenhouseKind.Addresses => IsArray(value, entry => IsValue(entry, "value", "type")),
        GreenhouseKind.Links => IsArray(value, entry => IsValue(entry, "value")),
        GreenhouseKind.Custom => value.ValueKind == JsonValueKind.Array,
        _ => value.ValueKind == JsonValueKind.Object,
    };

    private static bool IsId(JsonElement value) => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _);

    private static bool IsArray(JsonElement value, Func<JsonElement, bool> fits) => value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(fits);

    private static bool IsValue(JsonElement entry, params IReadOnlyList<string> names) =>
        entry.ValueKind == JsonValueKind.Object
        && names.All(name => entry.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String)
        && entry.EnumerateObject().All(property => names.Contains(property.Name, StringComparer.Ordinal));
}
