using System.Text.Json;

namespace Connectors.Proofs.Taint;

/// <summary>Shows an object as careless code would: by reflection, all that is public.</summary>
internal static class Readable
{
    private static readonly JsonSerializerOptions s_options = new() { IncludeFields = true, Converters = { new TypeNames() } };

    public static string Json(object value)
    {
        try
        {
            return JsonSerializer.Serialize(value, value.GetType(), s_options);
        }
        catch (NotSupportedException)
        {
            return "";
        }
    }

    private sealed class TypeNames : System.Text.Json.Serialization.JsonConverter<Type>
    {
        public override Type? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => null;

        public override void Write(Utf8JsonWriter writer, Type value, JsonSerializerOptions options) => writer.WriteStringValue(value.Name);
    }
}
