using System.Text;

namespace Connectors.Paging;

/// <summary>
/// Notices a list that goes round, or stands still, where records have no ids: the same answer again and again. Remembers one page, at
/// times a later one. A few repetitions are no proof, for pages of bare values may be alike.
/// </summary>
internal sealed class PrintGuard
{
    private const int FewestSightings = 32;

    private ulong _landmark;
    private int _sightings;
    private long _pages;
    private long _power = 1;

    /// <summary>Takes a page in.</summary>
    /// <param name="print">What <see cref="PagePrint"/> gave; 0 where it is not known.</param>
    public bool GoesRound(ulong print)
    {
        if (print == 0)
        {
            return false;
        }

        if (print == _landmark && ++_sightings >= FewestSightings)
        {
            return true;
        }

        if (++_pages >= _power)
        {
            (_landmark, _sightings) = (print, 0);
            _power *= 4;
        }

        return false;
    }
}

/// <summary>A page's answer in one number.</summary>
internal static class PagePrint
{
    private const int LongestCursor = 256;

    /// <summary>Hashes an answer without the state of the next page, which may be all that differs from the page before.</summary>
    internal static ulong Of(ReadOnlySpan<byte> body, string next)
    {
        Span<byte> cursor = stackalloc byte[LongestCursor];
        var length = Encoding.UTF8.TryGetBytes(next, cursor, out var written) ? written : 0;
        var place = length == 0 ? -1 : body.LastIndexOf(cursor[..length]);
        return place < 0 ? Hash(body, Seed) | 1 : Hash(body[(place + length)..], Hash(body[..place], Seed)) | 1;
    }

    private const ulong Seed = 14695981039346656037UL;

    private static ulong Hash(ReadOnlySpan<byte> bytes, ulong hash)
    {
        while (bytes.Length >= sizeof(ulong))
        {
            hash = System.Numerics.BitOperations.RotateLeft((hash ^ System.Buffers.Binary.BinaryPrimitives.ReadUInt64LittleEndian(bytes)) * 0x9E3779B97F4A7C15UL, 29);
            bytes = bytes[sizeof(ulong)..];
        }

        foreach (var value in bytes)
        {
            hash = (hash ^ value) * 1099511628211UL;
        }

        return hash;
    }
}
