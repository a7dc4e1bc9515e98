using System.Buffers;
using System.Text.Json;

namespace Connectors;

/// <summary>Read-modify-write: <c>UpdateAsync(id, Patch.Between(Contact.Type, before, after))</c> sends what differs, and no more.</summary>
public static class Patch
{
    /// <summary>Gives the fields of <paramref name="after"/> that <paramref name="before"/> has not, or has otherwise.</summary>
    /// <typeparam name="TModel">The common model.</typeparam>
    /// <param name="type">The model's type.</param>
    /// <param name="before">The record as it was read.</param>
    /// <param name="after">The record as it shall be.</param>
    /// <returns>A model with the differing fields set, and no other; it keeps the remote version of <paramref name="before"/>.</returns>
    public static TModel Between<TModel>(ModelType<TModel> type, TModel before, TModel after)
        where TModel : CommonModel
    {
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(before);
        using var old = Json(type, before);
        using var changed = Json(type, after);
        var output = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(output))
        {
            writer.WriteStartObject();
            foreach (var property in changed.RootElement.EnumerateObject())
            {
                if (property.NameEquals("customFields"u8))
                {
                    WriteCustomFields(writer, old.RootElement, property.Value);
                }
                else if (!property.Name.StartsWith("remote", StringComparison.Ordinal) && !Same(old.RootElement, property))
                {
                    property.WriteTo(writer);
                }
            }

            if (before.RemoteVersion is { } version)
            {
                writer.WriteString("remoteVersion"u8, version);
            }

            writer.WriteEndObject();
        }

        return type.Read(output.WrittenSpan);
    }

    private static void WriteCustomFields(Utf8JsonWriter writer, JsonElement old, JsonElement changed)
    {
        var known = old.TryGetProperty("customFields"u8, out var fields) ? fields : default;
        writer.WriteStartObject("customFields"u8);
        foreach (var field in changed.EnumerateObject())
        {
            if (known.ValueKind != JsonValueKind.Object || !Same(known, field))
            {
                field.WriteTo(writer);
            }
        }

        writer.WriteEndObject();
    }

    private static bool Same(JsonElement old, JsonProperty property) =>
        old.TryGetProperty(property.Name, out var value) && JsonElement.DeepEquals(value, property.Value);

    private static JsonDocument Json<TModel>(ModelType<TModel> type, TModel model)
        where TModel : CommonModel
    {
        var buffer = new ArrayBufferWriter<byte>();
        type.Write(model, buffer);
        return JsonDocument.Parse(buffer.WrittenMemory);
    }
}
