namespace Connectors.Simulators;

/// <summary>What happens to one request: latency and headers, and at most one fault.</summary>
internal sealed class FaultEffects
{
    public FaultKind Kind { get; set; }

    public int StatusCode { get; set; }

    public int Length { get; set; }

    public TimeSpan Delay { get; set; }

    public TimeSpan Skew { get; set; }

    public Dictionary<string, string> Headers { get; } = new(StringComparer.OrdinalIgnoreCase);

    public bool IsNothing => Kind == FaultKind.None && Delay == TimeSpan.Zero && Skew == TimeSpan.Zero && Headers.Count == 0;

    public void MergeInto(FaultEffects other)
    {
        other.Delay += Delay;
        other.Skew += Skew;
        foreach (var (name, value) in Headers)
        {
            other.Headers[name] = value;
        }

        if (other.Kind == FaultKind.None)
        {
            (other.Kind, other.StatusCode, other.Length) = (Kind, StatusCode, Length);
        }
    }

    public override string ToString() => Kind switch
    {
        FaultKind.None => Delay > TimeSpan.Zero ? "Delay" : "Header",
        FaultKind.Status or FaultKind.Html or FaultKind.HugeError => $"{Kind} {StatusCode}",
        _ => Kind.ToString(),
    };
}

/// <summary>The faults of which a request meets at most one.</summary>
internal enum FaultKind
{
    None,
    Status,
    Reset,
    CommitThenDrop,
    Truncate,
    Stall,
    MalformedJson,
    Html,
    Empty,
    HugeError,
    RepeatCursor,
}
