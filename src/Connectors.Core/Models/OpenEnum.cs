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

    /// <summary>Gets the values that have names; none where the vocabulary states none.</summary>
    static virtual IReadOnlyList<TSelf> Known => [];

    /// <summary>Makes a value from text, known or not.</summary>
    /// <param name="value">The text.</param>
    /// <returns>The value.</returns>
    static abstract TSelf From(string value);
}

/// <summary>What every open enum can do.</summary>
public static class OpenEnum
{
    extension<TEnum>(TEnum value)
        where TEnum : struct, IOpenEnum<TEnum>
    {
        /// <summary>Gets whether the value is one of the named ones.</summary>
        public bool IsKnown => TEnum.Known.Contains(value);

        /// <summary>
        /// Finds the named value that a provider's own text stands for: case, spaces and punctuation do not count, so that
        /// <c>Full-Time</c> is <c>FULL_TIME</c>. A text that stands for none is kept as it came.
        /// </summary>
        /// <param name="text">The provider's text.</param>
        /// <returns>The value, or <see langword="null"/> where there is no text.</returns>
        public static TEnum? Match(string? text)
        {
            if (string.IsNullOrWhiteSpace(text))
            {
                return null;
            }

            if (Memo<TEnum>.Find(text) is { } seen)
            {
                return seen;
            }

            foreach (var known in TEnum.Known)
            {
                if (SameWord(known.Value, text))
                {
                    return Memo<TEnum>.Keep(text, known);
                }
            }

            return Memo<TEnum>.Keep(text, TEnum.From(text));
        }
    }

    /// <summary>What some short texts stand for: providers send the same few words again and again. Thread-safe without a lock: a race costs one comparison.</summary>
    private static class Memo<TEnum>
        where TEnum : struct, IOpenEnum<TEnum>
    {
        private const int Slots = 64;
        private const int Longest = 64;
        private static readonly Entry?[] s_entries = new Entry?[Slots];

        internal static TEnum? Find(string text) => Volatile.Read(ref s_entries[Slot(text)]) is { } entry && entry.Text == text ? entry.Value : null;

        internal static TEnum Keep(string text, TEnum value)
        {
            if (text.Length <= Longest)
            {
                Volatile.Write(ref s_entries[Slot(text)], new(text, value));
            }

            return value;
        }

        private static int Slot(string text) => ((text.Length * 31) + (text[0] * 7) + text[text.Length / 2]) % Slots;

        private sealed record Entry(string Text, TEnum Value);
    }

    private static bool SameWord(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        while (true)
        {
            left = NextWordPart(left);
            right = NextWordPart(right);
            if (left.IsEmpty || right.IsEmpty)
            {
                return left.IsEmpty && right.IsEmpty;
            }

            if (char.ToUpperInvariant(left[0]) != char.ToUpperInvariant(right[0]))
            {
                return false;
            }

            left = left[1..];
            right = right[1..];
        }
    }

    private static ReadOnlySpan<char> NextWordPart(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty && !char.IsLetterOrDigit(text[0]))
        {
            text = text[1..];
        }

        return text;
    }
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
