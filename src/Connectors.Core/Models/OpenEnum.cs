using System.Text.Json;
using System.Text.Json.Serialization;

namespace Connectors;

/// <summary>A value of a vocabulary that providers extend at will: known values have names, unknown ones are kept as they came.</summary>
/// <typeparam name="TSelf">The type itself: a <c>readonly record struct</c> over one string.</typeparam>
public interface IOpenEnum<TSelf>
    where TSelf : struct, IOpenEnum<TSelf>
{
    /// <summary>Gets the value as text.</summary>
    string Value { get; }

    /// <summary>Makes a value from text, known or not.</summary>
    /// <param name="value">The text.</param>
    /// <returns>The value.</returns>
    static abstract TSelf From(string value);
}

/// <summary>Writes an open enum as its text.</summary>
/// <typeparam name="TEnum">The open enum.</typeparam>
public sealed class OpenEnumConverter<TEnum> : JsonConverter<TEnum>
    where TEnum : struct, IOpenEnum<TEnum>
{
    /// <inheritdoc/>
    public override TEnum Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        TEnum.From(reader.GetString() ?? "");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, TEnum value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStringValue(value.Value);
    }
}
