using System.Text;
using System.Text.Json.Serialization;

namespace Connectors.Proofs.Memory;

/// <summary>The records that the provider sends, made once: each has the same length, and a number at a known place.</summary>
internal static class MemoryRecords
{
    public const int Digits = 10;
    public const int PageSize = 100;
    private const string Number = "0000000000";

    public static byte[] Element { get; } = Encoding.UTF8.GetBytes(
        $$"""{"id":"{{Number}}","name":"Ada Lovelace","email":"ada.lovelace@example.com","company":"Analytical Engines, Limited","updatedAt":"2026-11-20T12:00:00.000Z"}""");

    public static byte[] Row { get; } = Encoding.UTF8.GetBytes($"{Number},Ada Lovelace,ada.lovelace@example.com,\"Analytical Engines, Limited\",2026-11-20T12:00:00.000Z\n");

    public static byte[] Header { get; } = Encoding.UTF8.GetBytes("id,name,email,company,updatedAt\n");

    /// <summary>Where the number stands in an element; in a row it is the first thing.</summary>
    public static int ElementNumberAt { get; } = Encoding.UTF8.GetString(Element).IndexOf(Number, StringComparison.Ordinal);

    public static long RowBytes => Row.Length;

    /// <summary>An element with the comma before it.</summary>
    public static long ElementBytes => Element.Length + 1;

    /// <summary>Writes the number of a record.</summary>
    public static void Write(Span<byte> at, long number)
    {
        for (var digit = Digits - 1; digit >= 0; digit--, number /= 10)
        {
            at[digit] = (byte)('0' + (number % 10));
        }
    }
}

internal sealed record MemoryRecord(string Id, string Name, string Email, string Company, DateTimeOffset UpdatedAt);

internal sealed record MemoryPage(IReadOnlyList<MemoryRecord> Items, string? Next);

[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(MemoryPage))]
internal sealed partial class MemoryJson : JsonSerializerContext;
