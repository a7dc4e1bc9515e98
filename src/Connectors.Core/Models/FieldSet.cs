using System.Numerics;

namespace Connectors;

/// <summary>A set of a common model's fields, as bits. At most 128 fields a model.</summary>
/// <param name="Bits">The bits; the field with index n is bit n.</param>
public readonly record struct FieldSet(UInt128 Bits)
{
    /// <summary>The largest number of fields a model can have.</summary>
    public const int MaxFields = 128;

    /// <summary>Gets how many fields are in the set.</summary>
    public int Count => BitOperations.PopCount((ulong)Bits) + BitOperations.PopCount((ulong)(Bits >> 64));

    /// <summary>Says whether a field is in the set.</summary>
    /// <param name="field">The field's index.</param>
    /// <returns>Whether it is.</returns>
    public bool Contains(int field) => (Bits & (UInt128.One << field)) != UInt128.Zero;

    /// <summary>Adds a field.</summary>
    /// <param name="field">The field's index.</param>
    /// <returns>The larger set.</returns>
    public FieldSet With(int field) => new(Bits | (UInt128.One << field));

    /// <summary>Takes the fields of another set away.</summary>
    /// <param name="other">The fields to take away.</param>
    /// <returns>The smaller set.</returns>
    public FieldSet Except(FieldSet other) => new(Bits & ~other.Bits);

    /// <summary>Adds the fields of another set.</summary>
    /// <param name="other">The fields to add.</param>
    /// <returns>The larger set.</returns>
    public FieldSet Union(FieldSet other) => new(Bits | other.Bits);

    /// <summary>Keeps the fields that are in both.</summary>
    /// <param name="other">The other set.</param>
    /// <returns>The common fields.</returns>
    public FieldSet Intersect(FieldSet other) => new(Bits & other.Bits);

    /// <summary>Says whether all fields of another set are in this one.</summary>
    /// <param name="other">The other set.</param>
    /// <returns>Whether they are.</returns>
    public bool ContainsAll(FieldSet other) => (other.Bits & ~Bits) == UInt128.Zero;

    /// <inheritdoc/>
    public override string ToString() => $"{Count} fields";
}
