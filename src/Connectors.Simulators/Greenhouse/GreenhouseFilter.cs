using System.Globalization;
using System.Text.Json;

namespace Connectors.Simulators.Greenhouse;

/// <summary>One filter of a list: how its text is read, and which records then fit.</summary>
/// <param name="Name">The query parameter.</param>
/// <param name="Parse">Reads the text, or throws a refusal.</param>
internal sealed record GreenhouseFilter(string Name, Func<string, Predicate<SimulatedRecord>> Parse)
{
    private const int MostIds = 50;

    /// <summary>Up to fifty ids, one of which a field has.</summary>
    public static GreenhouseFilter Ids(string name, string field) => new(name, text =>
    {
        var ids = text.Split(',');
        if (ids.Length > MostIds)
        {
            throw GreenhouseErrors.Query($"{name} can have at most {MostIds} values");
        }

        if (Array.Find(ids, id => !long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out _)) is { } wrong)
        {
            throw GreenhouseErrors.Query($"{name} has an invalid value: {wrong}");
        }

        var wanted = ids.ToHashSet(StringComparer.Ordinal);
        return record => Values(record, field).Any(wanted.Contains);
    });

    /// <summary>One id that a field has.</summary>
    public static GreenhouseFilter Id(string name, string field) => new(name, text =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _)
            ? record => Values(record, field).Contains(text, StringComparer.Ordinal)
            : throw GreenhouseErrors.Query($"{name} is not an integer"));

    /// <summary>Exact text that a field, or one of its entries, has.</summary>
    public static GreenhouseFilter Text(string name, string? field = null) =>
        new(name, text => record => Values(record, field ?? name).Contains(text, StringComparer.Ordinal));

    public static GreenhouseFilter Flag(string name) => new(name, text => text is "true" or "false"
        ? record => (record[name] is true) == (text is "true")
        : throw GreenhouseErrors.Query($"{name} is not a boolean"));

    /// <summary>One of a few values; a query's vocabulary can differ from that of rows.</summary>
    public static GreenhouseFilter Choice(string name, params IReadOnlyList<(string Asked, string Kept)> choices) => new(name, text =>
    {
        var choice = choices.FirstOrDefault(one => string.Equals(one.Asked, text, StringComparison.Ordinal));
        return choice.Asked is null
            ? throw GreenhouseErrors.Query($"{name} must be one of {string.Join(", ", choices.Select(one => one.Asked))}")
            : record => string.Equals(record.Text(name), choice.Kept, StringComparison.Ordinal);
    });

    /// <summary>One or more bounds: <c>gte|2026-11-01T00:00:00Z</c>, <c>gte|A|lt|B</c>.</summary>
    public static GreenhouseFilter Time(string name) => new(name, text =>
    {
        var parts = text.Split('|');
        if (parts.Length % 2 != 0)
        {
            throw GreenhouseErrors.Query($"{name} must be an operator and a time, parted by a pipe");
        }

        var bounds = Enumerable.Range(0, parts.Length / 2).Select(i => Bound(name, parts[2 * i], parts[(2 * i) + 1])).ToList();
        return record => At(record, name) is { } at && bounds.TrueForAll(bound => bound(at));
    });

    /// <summary>Returns a field's values as text: none, one, or those of an array.</summary>
    public static IEnumerable<string> Values(SimulatedRecord record, string field) => (field == "id" ? record.Id : record[field]) switch
    {
        null => [],
        JsonElement { ValueKind: JsonValueKind.Array } array => array.EnumerateArray().Select(Entry),
        bool flag => [flag ? "true" : "false"],
        IFormattable number => [number.ToString(null, CultureInfo.InvariantCulture)],
        var other => [other.ToString()!],
    };

    private static string Entry(JsonElement entry) =>
        entry.ValueKind == JsonValueKind.Object ? entry.GetProperty("value").ToString() : entry.ToString();

    private static Predicate<DateTimeOffset> Bound(string name, string op, string text)
    {
        if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var bound))
        {
            throw GreenhouseErrors.Query($"{name} has an invalid time: {text}");
        }

        return op switch
        {
            "gte" => at => at >= bound,
            "lte" => at => at <= bound,
            "gt" => at => at > bound,
            "lt" => at => at < bound,
            _ => throw GreenhouseErrors.Query($"{name} has an invalid operator: {op}"),
        };
    }

    private static DateTimeOffset? At(SimulatedRecord record, string field) => field switch
    {
        "created_at" => Created(record),
        "updated_at" => record.ModifiedAt,
        _ => record.Text(field) is { } text ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal) : null,
    };

    /// <summary>Returns when a record was created; a write may have said so.</summary>
    public static DateTimeOffset Created(SimulatedRecord record) =>
        record.Text("created_at") is { } text ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal) : record.CreatedAt;
}
