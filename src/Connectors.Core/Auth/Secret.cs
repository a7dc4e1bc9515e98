using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Connectors;

/// <summary>A value that must not be seen: prints as <c>***</c> in text, logs, JSON and the debugger.</summary>
[DebuggerDisplay("***")]
[JsonConverter(typeof(SecretConverter))]
public readonly struct Secret : IEquatable<Secret>
{
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly string? _value;

    /// <summary>Wraps a value.</summary>
    /// <param name="value">The value.</param>
    public Secret(string value) => _value = value;

    /// <summary>Gets whether there is a value.</summary>
    public bool IsEmpty => string.IsNullOrEmpty(_value);

    /// <summary>Wraps a value.</summary>
    /// <param name="value">The value.</param>
    public static implicit operator Secret(string value) => new(value);

    /// <summary>Compares in constant time.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static bool operator ==(Secret left, Secret right) => left.Equals(right);

    /// <summary>Compares in constant time.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static bool operator !=(Secret left, Secret right) => !left.Equals(right);

    /// <summary>Gives the value. Call it only where it goes onto a request or into a store.</summary>
    /// <returns>The value; empty when there is none.</returns>
    public string Reveal() => _value ?? "";

    /// <inheritdoc/>
    public bool Equals(Secret other) => System.Security.Cryptography.CryptographicOperations.FixedTimeEquals(
        System.Runtime.InteropServices.MemoryMarshal.AsBytes(Reveal().AsSpan()), System.Runtime.InteropServices.MemoryMarshal.AsBytes(other.Reveal().AsSpan()));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Secret other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => IsEmpty ? 0 : 1;

    /// <inheritdoc/>
    public override string ToString() => "***";
}

internal sealed class SecretConverter : JsonConverter<Secret>
{
    public override Secret Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetString() ?? "");

    public override void Write(Utf8JsonWriter writer, Secret value, JsonSerializerOptions options) => writer.WriteStringValue("***");
}
