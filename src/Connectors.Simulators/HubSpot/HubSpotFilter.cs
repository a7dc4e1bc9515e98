using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Connectors.Simulators.HubSpot;

/// <summary>One condition of a search.</summary>
internal sealed class HubSpotFilter
{
    private static readonly string[] s_operators =
    [
        "BETWEEN", "CONTAINS_TOKEN", "EQ", "GT", "GTE", "HAS_PROPERTY", "IN", "LT", "LTE", "NEQ", "NOT_CONTAINS_TOKEN", "NOT_HAS_PROPERTY", "NOT_IN",
    ];

    private readonly HubSpotProperty _property;
    private readonly string _operator;
    private readonly string? _token;
    private readonly HubSpotKey _value;
    private readonly HubSpotKey _high;
    private readonly IReadOnlyList<HubSpotKey> _values;

    private HubSpotFilter(HubSpotProperty property, string name, string? value, string? high, IReadOnlyList<string> values)
    {
        _property = property;
        _operator = name;
        _token = value;
        _value = value is null ? default : Key(property, value);
        _high = high is null ? default : Key(property, high);
        _values = [.. values.Select(one => Key(property, one))];
    }

    public static HubSpotFilter Read(HubSpotSchema schema, HubSpotObjectType type, JsonElement filter)
    {
        var name = Text(filter, "propertyName") ?? throw HubSpotErrors.Invalid("propertyName is required in a filter");
        var @operator = Text(filter, "operator");
        if (@operator is null || !s_operators.Contains(@operator, StringComparer.Ordinal))
        {
            throw HubSpotErrors.Invalid($"operator '{@operator}' is not one of {string.Join(", ", s_operators)}");
        }

        var property = schema.Find(type, name) ?? throw new HubSpotRefusal(400, "There was a problem with the request.", HubSpotErrors.Validation)
        {
            Details = [new HubSpotDetail($"Property \"{name}\" does not exist", "PROPERTY_DOESNT_EXIST", "propertyName", [name])],
        };
        IReadOnlyList<string> values = filter.TryGetProperty("values", out var list) && list.ValueKind == JsonValueKind.Array ? [.. list.EnumerateArray().Select(value => value.ToString())] : [];
        var (value, high) = (Text(filter, "value"), Text(filter, "highValue"));
        var complete = @operator switch
        {
            "HAS_PROPERTY" or "NOT_HAS_PROPERTY" => true,
            "IN" or "NOT_IN" => values.Count > 0,
            "BETWEEN" => value is not null && high is not null,
            _ => value is not null,
        };
        return complete
            ? new HubSpotFilter(property, @operator, value, high, values)
            : throw HubSpotErrors.Invalid($"The filter on '{name}' has no value for operator {@operator}");
    }

    public bool Matches(string? actual)
    {
        if (actual is null || _operator is "HAS_PROPERTY" or "NOT_HAS_PROPERTY")
        {
            return string.Equals(_operator, actual is null ? "NOT_HAS_PROPERTY" : "HAS_PROPERTY", StringComparison.Ordinal);
        }

        var key = Key(_property, actual);
        return _operator switch
        {
            "EQ" => key.CompareTo(_value) == 0,
            "NEQ" => key.CompareTo(_value) != 0,
            "GT" => key.CompareTo(_value) > 0,
            "GTE" => key.CompareTo(_value) >= 0,
            "LT" => key.CompareTo(_value) < 0,
            "LTE" => key.CompareTo(_value) <= 0,
            "BETWEEN" => key.CompareTo(_value) >= 0 && key.CompareTo(_high) <= 0,
            "IN" => _values.Any(value => key.CompareTo(value) == 0),
            "NOT_IN" => !_values.Any(value => key.CompareTo(value) == 0),
            "CONTAINS_TOKEN" => Contains(actual, _token!),
            _ => !Contains(actual, _token!),
        };
    }

    public string PropertyName => _property.Name;

    /// <summary>Returns what a value is compared by, as the property's type says: a number, a time, or text without regard to case.</summary>
    public static HubSpotKey Key(HubSpotProperty property, string text) => property.Type switch
    {
        "number" when decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var number) => new HubSpotKey(number, null),
        "datetime" or "date" => new HubSpotKey(Time(text).UtcTicks, null),
        _ => new HubSpotKey(null, text),
    };

    /// <summary>Returns whether one of the text's words is the token; <c>*</c> stands for any letters.</summary>
    public static bool Contains(string text, string token)
    {
        var pattern = "^" + Regex.Escape(token).Replace(@"\*", ".*", StringComparison.Ordinal) + "$";
        return Regex.IsMatch(text, pattern, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1))
            || Regex.Split(text, @"[^\p{L}\p{N}]+", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Any(word => Regex.IsMatch(word, pattern, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1)));
    }

    private static DateTimeOffset Time(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var milliseconds) ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time
        : throw HubSpotErrors.Invalid($"'{text}' is no time: milliseconds or ISO 8601 are expected");

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False ? value.ToString() : null;
}

/// <summary>What values of one property are compared by.</summary>
/// <param name="Number">The number, or the time in ticks.</param>
/// <param name="Text">The text, when the value is no number.</param>
internal readonly record struct HubSpotKey(decimal? Number, string? Text) : IComparable<HubSpotKey>
{
    public int CompareTo(HubSpotKey other) => Number is { } left && other.Number is { } right
        ? left.CompareTo(right)
        : string.Compare(Text ?? $"{Number}", other.Text ?? $"{other.Number}", StringComparison.OrdinalIgnoreCase);

    public static bool operator <(HubSpotKey left, HubSpotKey right) => left.CompareTo(right) < 0;

    public static bool operator >(HubSpotKey left, HubSpotKey right) => left.CompareTo(right) > 0;

    public static bool operator <=(HubSpotKey left, HubSpotKey right) => left.CompareTo(right) <= 0;

    public static bool operator >=(HubSpotKey left, HubSpotKey right) => left.CompareTo(right) >= 0;
}
