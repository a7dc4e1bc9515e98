using Microsoft.Extensions.Logging;

namespace Connectors.Limits;

/// <summary>What the providers of one process have in common of the shared quota. Thread-safe.</summary>
/// <param name="store">The store.</param>
/// <param name="time">The process's clock.</param>
/// <param name="logger">The logger, if there is one.</param>
internal sealed partial class QuotaSharing(IQuotaStore store, TimeProvider time, ILogger? logger)
{
    private int _processes;

    internal IQuotaStore Store => store;

    internal TimeProvider Time => time;

    /// <summary>Gets the process's id: another one for each start.</summary>
    internal Guid Process { get; } = Guid.NewGuid();

    /// <summary>Gets how many processes are known of at the most at one gate; zero before the store has ever answered.</summary>
    internal int Processes => _processes;

    /// <summary>Notes how many processes use a gate.</summary>
    internal void Met(int processes)
    {
        // Written by several providers; the last one's view is as good as any.
        if (processes > 0)
        {
            _processes = processes;
        }
    }

    internal void Lost(string provider, Exception error)
    {
        if (logger is not null)
        {
            StoreLost(logger, provider, Math.Max(1, _processes), Reason(error));
        }
    }

    internal void Returned(string provider)
    {
        if (logger is not null)
        {
            StoreReturned(logger, provider);
        }
    }

    /// <summary>Makes the error of calls that cannot go, since nothing is known of what other processes do.</summary>
    internal static Exception Unknown(string provider, Exception error) => new ConnectorException(
        new()
        {
            Kind = ErrorKind.Unavailable,
            Provider = provider,
            What = $"The quota store cannot be used, and never could since this process started ({Reason(error)}); nothing was sent",
            ToDo = "Set the store right, or do not share the quota (ShareQuota = false).",
            IsTransient = true,
        },
        error);

    private static string Reason(Exception error) => error is ConnectorException ? error.Message : error is OperationCanceledException ? "no answer in time" : error.GetType().Name;

    [LoggerMessage(1040, LogLevel.Warning, "{Provider}: the quota store cannot be used, so this process goes on with its part of the limits, one of {Processes} ({Reason})")]
    private static partial void StoreLost(ILogger logger, string provider, int processes, string reason);

    [LoggerMessage(1041, LogLevel.Information, "{Provider}: the quota store can be used again")]
    private static partial void StoreReturned(ILogger logger, string provider);
}
