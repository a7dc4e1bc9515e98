using System.Text.Json.Serialization;

namespace Connectors.Simulators;

/// <summary>One record of a provider at one moment; a change makes a new one.</summary>
public sealed class SimulatedRecord
{
    private readonly Dictionary<string, object?> _fields;

    /// <summary>Creates a record.</summary>
    /// <param name="id">The provider's id.</param>
    /// <param name="sequence">Its place in the order of creation.</param>
    /// <param name="createdAt">When it was created.</param>
    /// <param name="modifiedAt">When it was changed last.</param>
    /// <param name="deletedAt">When it was deleted, or null.</param>
    /// <param name="fields">Its fields by name.</param>
    [JsonConstructor]
    public SimulatedRecord(string id, long sequence, DateTimeOffset createdAt, DateTimeOffset modifiedAt, DateTimeOffset? deletedAt, IReadOnlyDictionary<string, object?> fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        Id = id;
        Sequence = sequence;
        CreatedAt = createdAt;
        ModifiedAt = modifiedAt;
        DeletedAt = deletedAt;
        _fields = new Dictionary<string, object?>(fields.Count, StringComparer.Ordinal);
        foreach (var (name, value) in fields)
        {
            _fields[name] = JsonValues.Normalize(value);
        }
    }

    /// <summary>Gets the provider's id.</summary>
    public string Id { get; }

    /// <summary>Gets the record's place in the order of creation.</summary>
    public long Sequence { get; }

    /// <summary>Gets when the record was created.</summary>
    public DateTimeOffset CreatedAt { get; }

    /// <summary>Gets when the record was changed last.</summary>
    public DateTimeOffset ModifiedAt { get; }

    /// <summary>Gets when the record was deleted, or null.</summary>
    public DateTimeOffset? DeletedAt { get; }

    /// <summary>Gets the fields by name; a field that was never set is not there.</summary>
    public IReadOnlyDictionary<string, object?> Fields => _fields;

    /// <summary>Gets whether the record is deleted (archived, in the words of some providers).</summary>
    [JsonIgnore]
    public bool IsDeleted => DeletedAt is not null;

    /// <summary>Gets a field's value, or null when it has none.</summary>
    /// <param name="field">The field's name.</param>
    public object? this[string field] => _fields.GetValueOrDefault(field);

    /// <summary>Returns a field as text, or null when it is none.</summary>
    /// <param name="field">The field's name.</param>
    /// <returns>The text.</returns>
    public string? Text(string field) => this[field] as string;

    internal SimulatedRecord With(IEnumerable<KeyValuePair<string, object?>> changes, DateTimeOffset at, DateTimeOffset? deletedAt)
    {
        var fields = new Dictionary<string, object?>(_fields, StringComparer.Ordinal);
        foreach (var (name, value) in changes)
        {
            fields[name] = value;
        }

        return new SimulatedRecord(Id, Sequence, CreatedAt, at, deletedAt, fields);
    }
}
