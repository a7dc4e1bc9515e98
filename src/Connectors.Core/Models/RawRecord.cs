using System.Text;
using System.Text.Json;

namespace Connectors;

/// <summary>A record as the provider sent it.</summary>
/// <param name="Bytes">The provider's own bytes (UTF-8 for text formats).</param>
/// <param name="MediaType">Their media type, such as <c>application/json</c>.</param>
public sealed record RawRecord(ReadOnlyMemory<byte> Bytes, string MediaType = "application/json")
{
    /// <summary>Gives the bytes as text.</summary>
    /// <returns>The text.</returns>
    public string AsText() => Encoding.UTF8.GetString(Bytes.Span);

    /// <summary>Parses the bytes as JSON.</summary>
    /// <returns>The root element; it stands on its own.</returns>
    /// <exception cref="JsonException">The bytes are not JSON.</exception>
    public JsonElement AsJson()
    {
        var reader = new Utf8JsonReader(Bytes.Span);
        return JsonElement.ParseValue(ref reader);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Bytes.Length} bytes of {MediaType}";
}
