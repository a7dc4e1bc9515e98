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
    private readonly string? _value;
    private readonly string? _high;
    private readonly IReadOnlyList<string> _values;

    private HubSpotFilter(HubSpotProperty property, string name, string? value, string? high, IReadOnlyList<string> values)
    {
        _property = property;
        _operator = name;
        _value = value;
        _high = high;
        _values = values;
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

    public bool Matches(string? actual) => (_operator, actual) switch
    {
        ("HAS_PROPERTY", _) => actual is not null,
        ("NOT_HAS_PROPERTY", _) => actual is null,
        (_, null) => false,
        ("EQ", _) => Compare(_property, actual, _value!) == 0,
        ("NEQ", _) => Compare(_property, actual, _value!) != 0,
        ("GT", _) => Compare(_property, actual, _value!) > 0,
        ("GTE", _) => Compare(_property, actual, _value!) >= 0,
        ("LT", _) => Compare(_property, actual, _value!) < 0,
        ("LTE", _) => Compare(_property, actual, _value!) <= 0,
        ("BETWEEN", _) => Compare(_property, actual, _value!) >= 0 && Compare(_property, actual, _high!) <= 0,
        ("IN", _) => IsIn(actual),
        ("NOT_IN", _) => !IsIn(actual),
        ("CONTAINS_TOKEN", _) => Contains(actual, _value!),
        _ => !Contains(actual, _value!),
    };

    public string PropertyName => _property.Name;

    /// <summary>Compares two values the way the property's type says: as numbers, times or text.</summary>
    public static int Compare(HubSpotProperty property, string left, string right) => property.Type switch
    {
        "number" when decimal.TryParse(left, NumberStyles.Number, CultureInfo.InvariantCulture, out var a) && decimal.TryParse(right, NumberStyles.Number, CultureInfo.InvariantCulture, out var b) => a.CompareTo(b),
        "datetime" or "date" => Time(left).CompareTo(Time(right)),
        _ => string.Compare(left, right, StringComparison.OrdinalIgnoreCase),
    };

    /// <summary>Returns whether one of the text's words is the token; <c>*</c> stands for any letters.</summary>
    public static bool Contains(string text, string token)
    {
        var pattern = "^" + Regex.Escape(token).Replace(@"\*", ".*", StringComparison.Ordinal) + "$";
        return Regex.IsMatch(text, pattern, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1))
            || Regex.Split(text, @"[^\p{L}\p{N}]+", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Any(word => Regex.IsMatch(word, pattern, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1)));
    }

    // Text in a list is to be lower-case; the comparison itself does not mind case.
    private bool IsIn(string actual) => _values.Any(value => Compare(_property, actual, value) == 0);

    private static DateTimeOffset Time(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var milliseconds) ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time
        : throw HubSpotErrors.Invalid($"'{text}' is no time: milliseconds or ISO 8601 are expected");

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False ? value.ToString() : null;
}
