using System.Text.Json;

namespace Connectors.Simulators.Greenhouse;

/// <summary>One list of the API: its records, the fields of a row and the filters that it takes.</summary>
/// <param name="Name">The last segment of its path.</param>
/// <param name="Singular">What errors call one of its records.</param>
/// <param name="Store">Its records.</param>
/// <param name="Fields">The fields of a row after <c>id</c>, <c>created_at</c> and <c>updated_at</c>.</param>
/// <param name="Filters">The filters beyond <c>ids</c>, <c>created_at</c> and <c>updated_at</c>.</param>
internal sealed record GreenhouseResource(
    string Name,
    string Singular,
    RecordStore Store,
    IReadOnlyList<GreenhouseField> Fields,
    IReadOnlyList<GreenhouseFilter> Filters)
{
    private static readonly string[] s_common = ["id", "created_at", "updated_at"];

    public bool HasField(string name) => s_common.Contains(name, StringComparer.Ordinal) || Fields.Any(field => string.Equals(field.Name, name, StringComparison.Ordinal));

    /// <summary>Writes one row.</summary>
    /// <param name="writer">The writer.</param>
    /// <param name="record">The record.</param>
    /// <param name="shown">The fields asked for, or null for all.</param>
    public void Write(Utf8JsonWriter writer, SimulatedRecord record, IReadOnlySet<string>? shown = null)
    {
        writer.WriteStartObject();
        if (record[GreenhouseSimulator.RestrictedField] is true)
        {
            writer.WriteString("message", $"You do not have permission to view this {Singular}");
            writer.WriteEndObject();
            return;
        }

        Field("id", GreenhouseCursor.Number(record.Id));
        Field("created_at", Timestamps.Iso(GreenhouseFilter.Created(record)));
        Field("updated_at", Timestamps.Iso(record.ModifiedAt));
        foreach (var field in Fields)
        {
            if (shown?.Contains(field.Name) != false)
            {
                Field(field.Name, field.Value(record));
            }
        }

        writer.WriteEndObject();

        void Field(string name, object? value)
        {
            if (shown?.Contains(name) != false)
            {
                writer.WritePropertyName(name);
                JsonValues.Write(writer, value);
            }
        }
    }
}

/// <summary>One field of a row.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value.</param>
internal sealed record GreenhouseField(string Name, Func<SimulatedRecord, object?> Value)
{
    /// <summary>A field that is null unless it was set.</summary>
    public static implicit operator GreenhouseField(string name) => new(name, record => record[name]);

    /// <summary>A field that is an empty array unless it was set.</summary>
    public static GreenhouseField List(string name) => new(name, record => record[name] ?? Array.Empty<string>());

    /// <summary>A field that is true or false, never null.</summary>
    public static GreenhouseField Flag(string name) => new(name, record => record[name] is true);
}
