using Microsoft.Extensions.Logging;

namespace Connectors;

/// <summary>The log events of Connectors.Sync: 2000 to 2999.</summary>
internal static partial class SyncLog
{
    [LoggerMessage(2000, LogLevel.Information, "{Stream}: {Kind} sync begins at {Stage} (goes on: {Resumed}; run {Run})")]
    public static partial void Began(ILogger logger, StreamKey stream, RunKind kind, SyncStage stage, bool resumed, string run);

    [LoggerMessage(2001, LogLevel.Information, "{Stream}: {Kind} sync is complete: {Pages} pages, {Records} records, {Added} added, {Changed} changed, {Removed} removed in {Elapsed}")]
    public static partial void Completed(ILogger logger, StreamKey stream, RunKind kind, int pages, long records, long added, long changed, long removed, TimeSpan elapsed);

    [LoggerMessage(2002, LogLevel.Warning, "{Stream}: sync was interrupted after {Pages} pages and {Records} records by {Error} ({Kind}); the next run goes on from there (run {Run})")]
    public static partial void Interrupted(ILogger logger, StreamKey stream, int pages, long records, string error, ErrorKind? kind, string run);

    [LoggerMessage(2003, LogLevel.Warning, "{Stream}: the provider takes the token of stage {Stage} no more ({Kind}, status {Status}); the stage begins anew")]
    public static partial void TokenRefused(ILogger logger, StreamKey stream, SyncStage stage, ErrorKind kind, int? status);

    [LoggerMessage(2004, LogLevel.Warning, "{Stream}: the lease could not be given back; it runs out by itself")]
    public static partial void LeaseKept(ILogger logger, StreamKey stream, Exception error);
}
