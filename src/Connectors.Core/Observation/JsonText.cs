using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Connectors.Observation;

/// <summary>Writes JSON anew without the values of secret fields. Stops where it is cut off or cannot be read: what is behind could be anything.</summary>
internal static class JsonText
{
    private static readonly JsonWriterOptions s_write = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };
    private static readonly JsonReaderOptions s_read = new() { AllowMultipleValues = true, CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = 512 };

    public static (string Text, bool IsCut) Read(SeenBody body, SecretNames names)
    {
        var buffer = new ArrayBufferWriter<byte>(body.Bytes.Length);
        var isCut = body.IsCut;
        using (var writer = new Utf8JsonWriter(buffer, s_write))
        {
            var reader = new Utf8JsonReader(body.Bytes, isFinalBlock: !body.IsCut, new JsonReaderState(s_read));
            try
            {
                Copy(ref reader, writer, names, buffer);
            }
            catch (Exception error) when (error is JsonException or InvalidOperationException)
            {
                isCut = true;
            }
        }

        return (Encoding.UTF8.GetString(buffer.WrittenSpan).TrimEnd('\n'), isCut);
    }

    private static void Copy(ref Utf8JsonReader reader, Utf8JsonWriter writer, SecretNames names, ArrayBufferWriter<byte> buffer)
    {
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = reader.GetString()!;
                writer.WritePropertyName(name);
                if (names.IsSecret(name))
                {
                    writer.WriteStringValue(BodyText.Blank);
                    if (!reader.Read() || !reader.TrySkip())
                    {
                        return;
                    }
                }

                continue;
            }

            Write(ref reader, writer);

            // Of JSON lines, each document ends a line.
            if (reader.CurrentDepth == 0 && reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray)
            {
                writer.Flush();
                writer.Reset();
                buffer.Write("\n"u8);
            }
        }
    }

    private static void Write(ref Utf8JsonReader reader, Utf8JsonWriter writer)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                writer.WriteStartObject();
                break;
            case JsonTokenType.EndObject:
                writer.WriteEndObject();
                break;
            case JsonTokenType.StartArray:
                writer.WriteStartArray();
                break;
            case JsonTokenType.EndArray:
                writer.WriteEndArray();
                break;
            case JsonTokenType.String:
                writer.WriteStringValue(reader.GetString());
                break;
            case JsonTokenType.True or JsonTokenType.False:
                writer.WriteBooleanValue(reader.TokenType == JsonTokenType.True);
                break;
            case JsonTokenType.Null:
                writer.WriteNullValue();
                break;
            default:
                writer.WriteRawValue(reader.ValueSpan, skipInputValidation: true);
                break;
        }
    }
}
