using System.Buffers.Text;

namespace Connectors;

/// <summary>The hash of a file's content, as a provider states it.</summary>
/// <remarks>Two are equal when algorithm and value are.</remarks>
public sealed class FileHash : IEquatable<FileHash>
{
    private readonly byte[] _value;

    /// <summary>Creates the hash.</summary>
    /// <param name="algorithm">The algorithm.</param>
    /// <param name="value">The value.</param>
    public FileHash(HashKind algorithm, ReadOnlySpan<byte> value) => (Algorithm, _value) = (algorithm ?? throw new ArgumentNullException(nameof(algorithm)), value.ToArray());

    /// <summary>Gets the algorithm.</summary>
    public HashKind Algorithm { get; }

    /// <summary>Gets the value.</summary>
    public ReadOnlyMemory<byte> Value => _value;

    /// <summary>Reads a hash in hexadecimal, of either case.</summary>
    /// <param name="algorithm">The algorithm.</param>
    /// <param name="text">The text.</param>
    /// <returns>The hash, or <see langword="null"/> where there is no such text: what cannot be read is not checked.</returns>
    public static FileHash? FromHex(HashKind algorithm, string? text) =>
        text is { Length: > 0 } && text.Length % 2 == 0 && text.All(char.IsAsciiHexDigit) ? new(algorithm, Convert.FromHexString(text)) : null;

    /// <summary>Reads a hash in base64.</summary>
    /// <param name="algorithm">The algorithm.</param>
    /// <param name="text">The text.</param>
    /// <returns>The hash, or <see langword="null"/> where there is no such text: what cannot be read is not checked.</returns>
    public static FileHash? FromBase64(HashKind algorithm, string? text) =>
        text is { Length: > 0 } && Base64.IsValid(text) ? new(algorithm, Convert.FromBase64String(text)) : null;

    /// <inheritdoc/>
    public bool Equals(FileHash? other) => other is not null && other.Algorithm.Name == Algorithm.Name && other._value.AsSpan().SequenceEqual(_value);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as FileHash);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var code = default(HashCode);
        code.Add(Algorithm.Name, StringComparer.Ordinal);
        code.AddBytes(_value);
        return code.ToHashCode();
    }

    /// <summary>Prints algorithm and value: <c>sha-256 e3b0…</c>.</summary>
    public override string ToString() => $"{Algorithm.Name} {Convert.ToHexStringLower(_value)}";
}
