using System.Buffers;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Connectors.Storage;

/// <summary>Merges and hashes records as JSON objects. Custom fields merge key by key.</summary>
internal static class RecordContent
{
    private const string CustomFields = "customFields";
    private const int HashBytes = 16;

    private static readonly JsonWriterOptions s_readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Puts the told fields over the stored ones.</summary>
    public static MergedContent Merge(ReadOnlyMemory<byte> stored, ReadOnlyMemory<byte> told)
    {
        using var old = Parse(stored);
        using var changed = Parse(told);
        var fields = new List<string>();
        var output = new ArrayBufferWriter<byte>(stored.Length + told.Length);
        using (var writer = new Utf8JsonWriter(output, s_readable))
        {
            WriteMerged(writer, old.RootElement, changed.RootElement, "", fields);
        }

        return new(output.WrittenSpan.ToArray(), fields);
    }

    /// <summary>Gives the hash of the contents, whatever the order of the fields.</summary>
    public static string Hash(ReadOnlyMemory<byte> json)
    {
        using var document = Parse(json);
        var output = new ArrayBufferWriter<byte>(json.Length);
        using (var writer = new Utf8JsonWriter(output, s_readable))
        {
            WriteContents(writer, document.RootElement);
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(output.WrittenSpan, hash);
        return Convert.ToHexStringLower(hash[..HashBytes]);
    }

    private static void WriteMerged(Utf8JsonWriter writer, JsonElement old, JsonElement told, string path, List<string> changed)
    {
        writer.WriteStartObject();
        foreach (var field in old.EnumerateObject())
        {
            writer.WritePropertyName(field.Name);
            if (!told.TryGetProperty(field.Name, out var value))
            {
                field.Value.WriteTo(writer);
            }
            else if (path.Length == 0 && IsCustomFields(field.Name, field.Value, value))
            {
                WriteMerged(writer, field.Value, value, CustomFields + ".", changed);
            }
            else
            {
                value.WriteTo(writer);
                Note(path, field.Name, !JsonElement.DeepEquals(field.Value, value), changed);
            }
        }

        foreach (var field in told.EnumerateObject())
        {
            if (!old.TryGetProperty(field.Name, out _))
            {
                field.WriteTo(writer);
                NoteNew(path, field, changed);
            }
        }

        writer.WriteEndObject();
    }

    private static void NoteNew(string path, JsonProperty field, List<string> changed)
    {
        if (path.Length == 0 && IsCustomFields(field.Name, field.Value, field.Value))
        {
            foreach (var custom in field.Value.EnumerateObject())
            {
                NoteNew(CustomFields + ".", custom, changed);
            }
        }
        else
        {
            Note(path, field.Name, field.Value.ValueKind != JsonValueKind.Null, changed);
        }
    }

    private static void Note(string path, string name, bool isChanged, List<string> changed)
    {
        if (isChanged && !(path.Length == 0 && IsNoContent(name)))
        {
            changed.Add(path + name);
        }
    }

    private static bool IsCustomFields(string name, JsonElement one, JsonElement other) =>
        name == CustomFields && one.ValueKind == JsonValueKind.Object && other.ValueKind == JsonValueKind.Object;

    private static bool IsNoContent(string name) => name is "remoteVersion" or "remoteModifiedAt";

    private static JsonDocument Parse(ReadOnlyMemory<byte> json)
    {
        var document = JsonDocument.Parse(json);
        if (document.RootElement.ValueKind == JsonValueKind.Object)
        {
            return document;
        }

        document.Dispose();
        throw new JsonException("A record is a JSON object.");
    }

    private static void WriteContents(Utf8JsonWriter writer, JsonElement record) =>
        WriteFields(writer, record.EnumerateObject().Where(static field => !IsNoContent(field.Name)));

    /// <summary>A null is no content: a field that nobody told and one that is told to be empty are the same to a reader.</summary>
    private static void WriteFields(Utf8JsonWriter writer, IEnumerable<JsonProperty> fields)
    {
        writer.WriteStartObject();
        foreach (var field in fields.Where(static field => field.Value.ValueKind != JsonValueKind.Null).OrderBy(static field => field.Name, StringComparer.Ordinal))
        {
            writer.WritePropertyName(field.Name);
            WriteSorted(writer, field.Value);
        }

        writer.WriteEndObject();
    }

    private static void WriteSorted(Utf8JsonWriter writer, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                WriteFields(writer, value.EnumerateObject());
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                {
                    WriteSorted(writer, item);
                }

                writer.WriteEndArray();
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }
}

/// <summary>A merged record and the names of the fields whose values differ.</summary>
internal readonly record struct MergedContent(byte[] Json, IReadOnlyList<string> Changed);
