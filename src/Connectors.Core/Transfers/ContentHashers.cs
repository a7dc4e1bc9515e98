using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Connectors;

/// <summary>A digest of .NET's.</summary>
internal sealed class DigestHasher(HashAlgorithmName algorithm) : ContentHasher
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(algorithm);

    public override void Append(ReadOnlySpan<byte> bytes) => _hash.AppendData(bytes);

    public override byte[] Finish() => _hash.GetHashAndReset();

    protected override void Dispose(bool disposing)
    {
        _hash.Dispose();
        base.Dispose(disposing);
    }
}

/// <summary>The hash of the blocks' hashes.</summary>
internal sealed class BlockHasher(int size, HashAlgorithmName algorithm) : ContentHasher
{
    private readonly IncrementalHash _block = IncrementalHash.CreateHash(algorithm);
    private readonly IncrementalHash _all = IncrementalHash.CreateHash(algorithm);
    private int _count;

    public override void Append(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var take = Math.Min(size - _count, bytes.Length);
            _block.AppendData(bytes[..take]);
            bytes = bytes[take..];
            _count += take;
            if (_count == size)
            {
                EndBlock();
            }
        }
    }

    public override byte[] Finish()
    {
        if (_count > 0)
        {
            EndBlock();
        }

        return _all.GetHashAndReset();
    }

    protected override void Dispose(bool disposing)
    {
        _block.Dispose();
        _all.Dispose();
        base.Dispose(disposing);
    }

    private void EndBlock()
    {
        _all.AppendData(_block.GetHashAndReset());
        _count = 0;
    }
}

/// <summary>
/// QuickXorHash: byte i is XORed into a ring of 160 bits at bit 11·i, and the length, as 8 bytes with the lowest first, into its last 64 bits
/// (Microsoft Graph, "quickXorHash code snippets").
/// </summary>
internal sealed class QuickXorHasher : ContentHasher
{
    private const int Bits = 160;
    private const int Shift = 11;
    private readonly byte[] _ring = new byte[Bits / 8];
    private int _at;
    private long _length;

    public override void Append(ReadOnlySpan<byte> bytes)
    {
        var (ring, at) = (_ring, _at);
        foreach (var value in bytes)
        {
            var wide = value << (at & 7);
            var cell = at >> 3;
            ring[cell] ^= (byte)wide;
            ring[cell + 1 == ring.Length ? 0 : cell + 1] ^= (byte)(wide >> 8);
            at += Shift;
            at = at >= Bits ? at - Bits : at;
        }

        _at = at;
        _length += bytes.Length;
    }

    public override byte[] Finish()
    {
        var value = (byte[])_ring.Clone();
        var tail = value.AsSpan(value.Length - sizeof(long));
        BinaryPrimitives.WriteInt64LittleEndian(tail, BinaryPrimitives.ReadInt64LittleEndian(tail) ^ _length);
        return value;
    }
}
