using Connectors.Storage;

namespace Connectors;

/// <summary>Counts what a run does, and tells of it.</summary>
internal sealed class SyncTally(string id, StreamKey stream, CallCost cost, IProgress<SyncProgress>? progress, TimeProvider time)
{
    private readonly long _started = time.GetTimestamp();
    private RunKind _kind;
    private bool _resumed;
    private DateTimeOffset _startedAt;
    private long _added;
    private long _changed;
    private long _removed;
    private long _unchanged;

    public string Id { get; } = id;

    public int Pages { get; private set; }

    public long Records { get; private set; }

    public void Begin(RunState run, bool resumed) => (_kind, _startedAt, _resumed) = (run.Kind, run.StartedAt, resumed);

    public void Committed(SyncStage stage, int records, CommitResult result)
    {
        Pages++;
        Records += records;
        _added += result.Added;
        _changed += result.Changed;
        _removed += result.Removed;
        _unchanged += result.Unchanged;
        progress?.Report(new()
        {
            Stream = stream,
            Kind = _kind,
            Stage = stage,
            Pages = Pages,
            Records = Records,
            Added = _added,
            Changed = _changed,
            Removed = _removed,
            Elapsed = time.GetElapsedTime(_started),
        });
    }

    public SyncReport ToReport() => new()
    {
        Run = Id,
        Stream = stream,
        Kind = _kind,
        Resumed = _resumed,
        Pages = Pages,
        Records = Records,
        Added = _added,
        Changed = _changed,
        Removed = _removed,
        Unchanged = _unchanged,
        Requests = cost.Requests,
        Retries = cost.Retries,
        RateLimited = cost.RateLimited,
        Bytes = cost.BytesReceived,
        Waited = cost.Waited,
        Elapsed = time.GetElapsedTime(_started),
        StartedAt = _startedAt,
    };
}
