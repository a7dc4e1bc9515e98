using System.Collections.ObjectModel;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Connectors;

/// <summary>
/// The base of every common model. A model knows which of its fields are set: on reading, those that this source supplies;
/// on writing, those that the caller set. <see langword="null"/> is a value; unset is not.
/// </summary>
/// <remarks>
/// Immutable. <see cref="ToString"/> names the record and prints no field: these are other people's personal data.
/// Two models are equal when the same fields are set to the same values; <see cref="Raw"/> does not count.
/// </remarks>
public abstract record CommonModel
{
    private static readonly IReadOnlyDictionary<string, JsonElement> s_none = ReadOnlyDictionary<string, JsonElement>.Empty;
    private FieldSet _fields;

    /// <summary>Gets the provider's id of the record, always as text.</summary>
    public string? RemoteId { get; init; }

    /// <summary>Gets the provider's version of the record (etag, revision, sync token), where it has one.</summary>
    public string? RemoteVersion { get; init; }

    /// <summary>Gets when the record was created at the provider.</summary>
    public DateTimeOffset? RemoteCreatedAt { get; init; }

    /// <summary>Gets when the record was last changed at the provider.</summary>
    public DateTimeOffset? RemoteModifiedAt { get; init; }

    /// <summary>Gets whether the provider says that the record is deleted or archived.</summary>
    public bool IsDeleted { get; init; }

    /// <summary>Gets the customer's own fields by the provider's name; each key is set or absent.</summary>
    public IReadOnlyDictionary<string, JsonElement> CustomFields { get; init => field = value ?? s_none; } = s_none;

    /// <summary>Gets the provider's own bytes, when the call asked for them.</summary>
    [JsonIgnore]
    public RawRecord? Raw { get; init; }

    /// <summary>Gets which of the model's own fields are set.</summary>
    [JsonIgnore]
    public FieldSet Fields => _fields;

    /// <summary>Says whether two models have the same fields set to the same values; raw bytes do not count.</summary>
    /// <param name="other">The other model.</param>
    /// <returns>Whether they are equal.</returns>
    public virtual bool Equals(CommonModel? other) =>
        other is not null
        && EqualityContract == other.EqualityContract
        && _fields == other._fields
        && RemoteId == other.RemoteId
        && RemoteVersion == other.RemoteVersion
        && RemoteCreatedAt == other.RemoteCreatedAt
        && RemoteModifiedAt == other.RemoteModifiedAt
        && IsDeleted == other.IsDeleted
        && SameCustomFields(CustomFields, other.CustomFields);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(EqualityContract, _fields, RemoteId, RemoteVersion, RemoteModifiedAt, CustomFields.Count);

    /// <inheritdoc/>
    public sealed override string ToString() => $"{GetType().Name} {RemoteId ?? "(new)"} with {_fields}";

    /// <summary>Notes that a field is set. Called by each property's <c>init</c>.</summary>
    /// <typeparam name="T">The field's type.</typeparam>
    /// <param name="value">The value.</param>
    /// <param name="field">The field's index: its place among the model's own properties, from 0.</param>
    /// <returns>The value.</returns>
    protected T Set<T>(T value, int field)
    {
        _fields = _fields.With(field);
        return value;
    }

    private static bool SameCustomFields(IReadOnlyDictionary<string, JsonElement> left, IReadOnlyDictionary<string, JsonElement> right)
    {
        if (ReferenceEquals(left, right) || (left.Count == 0 && right.Count == 0))
        {
            return true;
        }

        return left.Count == right.Count
            && left.All(field => right.TryGetValue(field.Key, out var value)
                && value.ValueKind == field.Value.ValueKind
                && (value.ValueKind == JsonValueKind.Undefined || JsonElement.DeepEquals(value, field.Value)));
    }

    /// <summary>Gets whether a field may still hold a value although it is unset.</summary>
    internal bool MayHoldUnset { get; private set; }

    internal void Keep(FieldSet fields)
    {
        MayHoldUnset |= !fields.ContainsAll(_fields);
        _fields = _fields.Intersect(fields);
    }
}
