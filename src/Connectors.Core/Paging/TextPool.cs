using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using System.Runtime.CompilerServices;

namespace Connectors.Paging;

/// <summary>
/// Gives one string for texts that come again and again (towns, stages, owners' ids) instead of a new one for each record. Holds a
/// fixed number of short ASCII texts, each of them seen twice at least. Each property has a pool of its own, which rests where texts
/// seldom come again (ids, addresses). Thread-safe without a lock: a race costs one string, or a count.
/// </summary>
internal sealed class TextPool : JsonConverter<string>
{
    private const int Slots = 512;
    private const int Longest = 64;
    private const int Sample = 1024;
    private const int Rest = 32 * Sample;

    private static readonly ConditionalWeakTable<JsonSerializerOptions, JsonSerializerOptions> s_pooled = [];

    private readonly string?[] _texts = new string?[Slots];
    private readonly uint[] _seen = new uint[Slots];
    private int _sampled;
    private int _found;
    private int _resting;

    /// <summary>Gives the same JSON form with its texts pooled; the form itself where it reads texts in a way of its own.</summary>
    public static JsonTypeInfo<T> Over<T>(JsonTypeInfo<T> type)
    {
        var options = s_pooled.GetValue(type.Options, static original => original.Converters.Any(static converter => converter.CanConvert(typeof(string)))
            ? original
            : new(original) { Converters = { new TextPool() }, TypeInfoResolver = original.TypeInfoResolver!.WithAddedModifier(PoolEach) });
        return (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T));
    }

    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (_resting > 0)
        {
            _resting--;
            return reader.GetString();
        }

        if (reader.HasValueSequence || reader.ValueIsEscaped || reader.ValueSpan.Length is 0 or > Longest || reader.TokenType != JsonTokenType.String)
        {
            return reader.GetString();
        }

        if (++_sampled >= Sample)
        {
            _resting = _found < Sample / 4 ? Rest : 0;
            (_sampled, _found) = (0, 0);
        }

        var text = reader.ValueSpan;
        var hash = Hash(text);
        var slot = hash & (Slots - 1);
        if (_texts[slot] is { } known && Ascii.Equals(text, known))
        {
            _found++;
            return known;
        }

        var read = reader.GetString();
        if (_seen[slot] == hash)
        {
            _texts[slot] = read;
        }
        else
        {
            _seen[slot] = hash;
        }

        return read;
    }

    public override string ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetString()!;

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);

    public override void WriteAsPropertyName(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WritePropertyName(value);

    private static void PoolEach(JsonTypeInfo type)
    {
        foreach (var property in type.Kind == JsonTypeInfoKind.Object ? type.Properties : [])
        {
            if (property.PropertyType == typeof(string))
            {
                property.CustomConverter ??= new TextPool();
            }
        }
    }

    /// <summary>Length, first and last eight bytes tell most texts apart; two that they do not tell apart share a slot.</summary>
    private static uint Hash(ReadOnlySpan<byte> text)
    {
        ulong head = 0, tail = 0;
        if (text.Length >= sizeof(ulong))
        {
            head = BinaryPrimitives.ReadUInt64LittleEndian(text);
            tail = BinaryPrimitives.ReadUInt64LittleEndian(text[^sizeof(ulong)..]);
        }
        else
        {
            foreach (var value in text)
            {
                head = (head << 8) | value;
            }
        }

        var mixed = (head * 0x9E3779B97F4A7C15) ^ ((tail + (ulong)text.Length) * 0xC2B2AE3D27D4EB4F);
        return (uint)(mixed >> 32) ^ (uint)(mixed >> 17);
    }
}
