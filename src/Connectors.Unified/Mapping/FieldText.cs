using System.Globalization;
using System.Text.Json;

namespace Connectors.Definitions;

/// <summary>Reads and writes the texts in which providers carry dates, numbers, lists and yes or no.</summary>
/// <remarks>
/// Pure, and invariant of culture. A text that cannot be understood gives <see langword="null"/>, as an empty one does:
/// one malformed value must not cost a page, and the raw record still has it.
/// </remarks>
public static class FieldText
{
    private const int DateLength = 10;

    /// <summary>Gives a text, or <see langword="null"/> where it is empty or blank.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The text as it came, or <see langword="null"/>.</returns>
    public static string? OrNull(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    /// <summary>Reads a day: <c>2026-05-01</c>, the day written in a longer ISO text, or that of epoch milliseconds in UTC.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The day, or <see langword="null"/>; <c>0000-00-00</c> is none.</returns>
    public static DateOnly? Date(string? text)
    {
        var trimmed = text.AsSpan().Trim();
        if (EpochMilliseconds(trimmed) is { } moment)
        {
            return DateOnly.FromDateTime(moment.UtcDateTime);
        }

        return StartsWithDate(trimmed) && DateOnly.TryParseExact(trimmed[..DateLength], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? date
            : null;
    }

    /// <summary>Reads a moment: ISO 8601 with <c>T</c> or a space, a day alone (its midnight), or epoch milliseconds.</summary>
    /// <param name="text">The text; where it states no offset it is taken as UTC.</param>
    /// <returns>The moment in UTC, or <see langword="null"/>.</returns>
    public static DateTimeOffset? Moment(string? text)
    {
        var trimmed = text.AsSpan().Trim();
        if (EpochMilliseconds(trimmed) is { } moment)
        {
            return moment;
        }

        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        return StartsWithDate(trimmed) && DateTimeOffset.TryParse(trimmed, CultureInfo.InvariantCulture, Utc, out var value) ? value : null;
    }

    /// <summary>Reads a number: a point before decimals, no thousands separators, an exponent allowed.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The number, or <see langword="null"/>.</returns>
    public static decimal? Decimal(string? text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : null;

    /// <summary>Reads a whole number, also where it is written with decimals that are zero.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The number, or <see langword="null"/>.</returns>
    public static int? Integer(string? text) =>
        Decimal(text) is { } value && value == decimal.Truncate(value) && value is >= int.MinValue and <= int.MaxValue ? (int)value : null;

    /// <summary>Reads yes or no: <c>true</c>, <c>yes</c>, <c>1</c>; <c>false</c>, <c>no</c>, <c>0</c>; in any case.</summary>
    /// <param name="text">The text.</param>
    /// <returns>Which, or <see langword="null"/>.</returns>
    public static bool? Boolean(string? text)
    {
        var word = text.AsSpan().Trim();
        return Is(word, "true") || Is(word, "yes") || Is(word, "1") ? true
            : Is(word, "false") || Is(word, "no") || Is(word, "0") ? false
            : null;

        static bool Is(ReadOnlySpan<char> word, string other) => word.Equals(other, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Reads money: <c>50000.00 USD</c>, or an amount alone.</summary>
    /// <param name="text">The text.</param>
    /// <param name="currency">The currency, where the text states none.</param>
    /// <returns>The money, or <see langword="null"/>.</returns>
    public static Money? Money(string? text, string? currency = null)
    {
        var trimmed = text?.Trim() ?? "";
        var space = trimmed.IndexOf(' ', StringComparison.Ordinal);
        if (space < 0)
        {
            return Connectors.Money.From(Decimal(trimmed), currency);
        }

        var code = trimmed[(space + 1)..].Trim();
        return code.All(char.IsAsciiLetter) ? Connectors.Money.From(Decimal(trimmed[..space]), code) : null;
    }

    /// <summary>Reads a list in one text: <c>a;b;c</c>. Empty items are left out, blanks around items too.</summary>
    /// <param name="text">The text.</param>
    /// <param name="separator">What stands between items.</param>
    /// <returns>The items; empty where there is none.</returns>
    public static IReadOnlyList<string> Split(string? text, char separator = ';') =>
        text?.Split(separator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    /// <summary>Writes a list as one text.</summary>
    /// <param name="items">The items, or <see langword="null"/>.</param>
    /// <param name="separator">What stands between items.</param>
    /// <returns>The text, or <see langword="null"/> where there is no list.</returns>
    public static string? Join(IEnumerable<string>? items, char separator = ';') => items is null ? null : string.Join(separator, items);

    /// <summary>Writes a day: <c>2026-05-01</c>.</summary>
    /// <param name="value">The day.</param>
    /// <returns>The text, or <see langword="null"/>.</returns>
    public static string? Of(DateOnly? value) => value?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Writes a moment in UTC with milliseconds: <c>2026-05-01T10:00:00.000Z</c>.</summary>
    /// <param name="value">The moment.</param>
    /// <returns>The text, or <see langword="null"/>.</returns>
    public static string? Of(DateTimeOffset? value) => value?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>Writes a number with a point before decimals.</summary>
    /// <param name="value">The number.</param>
    /// <returns>The text, or <see langword="null"/>.</returns>
    public static string? Of(decimal? value) => value?.ToString(CultureInfo.InvariantCulture);

    /// <summary>Writes <c>true</c> or <c>false</c>.</summary>
    /// <param name="value">Which.</param>
    /// <returns>The text, or <see langword="null"/>.</returns>
    public static string? Of(bool? value) => value switch { true => "true", false => "false", null => null };

    /// <summary>Makes the JSON value of a custom field from a provider's text.</summary>
    /// <param name="text">The text, or <see langword="null"/>, which becomes JSON null.</param>
    /// <returns>The JSON value.</returns>
    public static JsonElement ToJson(string? text) => JsonSerializer.SerializeToElement(text!, UnifiedJson.Default.String);

    /// <summary>Writes the JSON value of a custom field as text: a string as it is, anything else as JSON.</summary>
    /// <param name="value">The JSON value.</param>
    /// <returns>The text, or <see langword="null"/> for JSON null.</returns>
    public static string? FromJson(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined => null,
        JsonValueKind.String => value.GetString(),
        _ => value.GetRawText(),
    };

    private static bool StartsWithDate(ReadOnlySpan<char> text) =>
        text.Length >= DateLength && text[4] == '-' && text[7] == '-' && (text.Length == DateLength || text[DateLength] is 'T' or 't' or ' ');

    private static DateTimeOffset? EpochMilliseconds(ReadOnlySpan<char> text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var milliseconds)
        && milliseconds >= DateTimeOffset.MinValue.ToUnixTimeMilliseconds()
        && milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
            : null;
}
