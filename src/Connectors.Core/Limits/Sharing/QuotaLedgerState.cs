using System.Text.Json;
using System.Text.Json.Serialization;

namespace Connectors.Limits;

/// <summary>What a ledger keeps, as it is written. Times are UTC ticks, spans ticks.</summary>
internal sealed class QuotaLedgerState
{
    public long ClosedUntil { get; set; }

    public long FullAt { get; set; }

    public long Others { get; set; }

    public long OthersUntil { get; set; }

    public long? Permits { get; set; }

    public long? Window { get; set; }

    public List<LedgerHold> Holds { get; set; } = [];

    /// <summary>Gets or sets pairs of an end and a count.</summary>
    public long[] Spent { get; set; } = [];

    internal static QuotaLedgerState Read(string text) => JsonSerializer.Deserialize(text, QuotaLedgerJson.Default.QuotaLedgerState) ?? new();

    internal string Write() => JsonSerializer.Serialize(this, QuotaLedgerJson.Default.QuotaLedgerState);
}

/// <summary>What one process holds, and what it last said.</summary>
internal sealed class LedgerHold
{
    public Guid Process { get; set; }

    public long Turn { get; set; }

    public long Batch { get; set; }

    public long Units { get; set; }

    public long Until { get; set; }

    public long Wants { get; set; }

    public long Seen { get; set; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(QuotaLedgerState))]
internal sealed partial class QuotaLedgerJson : JsonSerializerContext;
