namespace Connectors;

/// <summary>The same stream is being synced by somebody else: another call, process or machine. Do nothing, or try later.</summary>
public sealed class SyncInProgressException : ConnectorException
{
    private SyncInProgressException(ErrorFacts facts)
        : base(facts)
    {
    }

    internal static SyncInProgressException Busy(StreamKey stream, TimeSpan lease) => new(new()
    {
        Kind = ErrorKind.Conflict,
        Connection = stream.Connection,
        What = $"The sync of '{stream.List}' runs already",
        ToDo = $"Leave it to the other run, or wait for it with SyncOptions.MaxLeaseWait. If a process was killed, its run can be gone on with once its lease has run out (by default after {lease.TotalSeconds:0} s).",
        IsTransient = true,
    });

    internal static SyncInProgressException Lost(StreamKey stream) => new(new()
    {
        Kind = ErrorKind.Conflict,
        Connection = stream.Connection,
        What = $"The sync of '{stream.List}' was taken over by another run, or its connection was forgotten; the last page was not committed",
        ToDo = "Leave it to the other run. If pages take long to handle, make SyncOptions.LeaseDuration longer.",
        IsTransient = true,
    });
}
