namespace Connectors.BambooHR;

/// <summary>Ids and codes are numbers at some endpoints and in some accounts, text in others.</summary>
internal sealed class TextOrNumberConverter : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Number ? System.Text.Encoding.UTF8.GetString(reader.ValueSpan) : reader.GetString();

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}

/// <summary>An object by ids that has none may come as an empty array, as PHP writes it.</summary>
internal sealed class MapOrEmptyArrayConverter : JsonConverter<IReadOnlyDictionary<string, BambooHRChange>>
{
    public override IReadOnlyDictionary<string, BambooHRChange>? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            return JsonSerializer.Deserialize(ref reader, BambooHRJson.Default.DictionaryStringBambooHRChange);
        }

        return reader.Read() && reader.TokenType == JsonTokenType.EndArray ? new Dictionary<string, BambooHRChange>(StringComparer.Ordinal) : throw new JsonException("Changes by employee id, or an empty array.");
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlyDictionary<string, BambooHRChange> value, JsonSerializerOptions options) =>
        throw new NotSupportedException();
}
