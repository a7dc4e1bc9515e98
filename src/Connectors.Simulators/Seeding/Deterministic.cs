using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Connectors.Simulators;

/// <summary>Makes ids and tokens that depend on the seed, a name and a number only.</summary>
public static class Deterministic
{
    /// <summary>Returns a UUID.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="name">Tells sequences of one seed apart.</param>
    /// <param name="number">The place in the sequence.</param>
    /// <returns>A version 4 UUID in its canonical lower-case form.</returns>
    public static string Uuid(int seed, string name, long number)
    {
        var bytes = Digest(seed, name, number).AsSpan(0, 16);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString();
    }

    /// <summary>Returns hexadecimal text, up to 64 characters.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="name">Tells sequences of one seed apart.</param>
    /// <param name="number">The place in the sequence.</param>
    /// <param name="length">How many characters.</param>
    /// <returns>The text, lower-case.</returns>
    public static string Hex(int seed, string name, long number, int length = 40) =>
        Convert.ToHexStringLower(Digest(seed, name, number))[..length];

    internal static ulong Hash(int seed, string name, long number) =>
        BinaryPrimitives.ReadUInt64BigEndian(Digest(seed, name, number));

    private static byte[] Digest(int seed, string name, long number) =>
        SHA256.HashData(Encoding.UTF8.GetBytes($"{seed}\n{name}\n{number}"));
}
