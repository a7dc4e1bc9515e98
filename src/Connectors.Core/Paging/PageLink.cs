using System.Text.Json;
using System.Text.Json.Serialization;

namespace Connectors.Definitions;

/// <summary>
/// A link in a page, in each of its usual forms: a text (JSON:API), an object with <c>href</c> (JSON:API, HAL), or null. Use it as the
/// property of an envelope: <c>PageBy.NextLink&lt;Page&gt;(page => page.Links?.Next.Href)</c>.
/// </summary>
/// <param name="Href">The address, absolute or relative, or <see langword="null"/> for no link.</param>
[JsonConverter(typeof(PageLinkConverter))]
public readonly record struct PageLink(string? Href);

/// <summary>Reads a link from a text, an object with <c>href</c>, or null.</summary>
internal sealed class PageLinkConverter : JsonConverter<PageLink>
{
    public override bool HandleNull => true;

    public override PageLink Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return reader.TokenType is JsonTokenType.Null or JsonTokenType.String
                ? new(reader.GetString())
                : throw new JsonException("A link is a text, an object or null.");
        }

        string? href = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isAddress = reader.ValueTextEquals("href"u8);
            reader.Read();
            if (isAddress && reader.TokenType is JsonTokenType.String or JsonTokenType.Null)
            {
                href = reader.GetString();
            }
            else
            {
                reader.Skip();
            }
        }

        return new(href);
    }

    public override void Write(Utf8JsonWriter writer, PageLink value, JsonSerializerOptions options) => writer.WriteStringValue(value.Href);
}
