using System.Runtime.CompilerServices;
using Connectors.Observation;
using Connectors.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Connectors.RequestLogs;

/// <summary>Reads the log: first what was seen comes in, then the store is asked.</summary>
internal sealed class RequestLog(RequestLogWriter writer, IServiceProvider services) : IRequestLog
{
    /// <summary>Found when it is needed: an observer may itself want the log.</summary>
    private CallObservers Observers => services.GetRequiredService<CallObservers>();

    public async IAsyncEnumerable<RequestLogEntry> ReadAsync(RequestLogQuery? query = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        query ??= new();
        while (true)
        {
            var page = await ReadPageAsync(query, cancellationToken).ConfigureAwait(false);
            foreach (var entry in page.Entries)
            {
                yield return entry;
            }

            if (page.Next is null)
            {
                yield break;
            }

            query = query with { Before = page.Next };
        }
    }

    public async Task<RequestLogPage> ReadPageAsync(RequestLogQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (query.PageSize is < 1 or > RequestLogQuery.MaxPageSize)
        {
            throw new ConnectorException(new()
            {
                Kind = ErrorKind.Validation,
                What = $"A page of the request log cannot have {query.PageSize} entries",
                ToDo = $"Set {nameof(RequestLogQuery.PageSize)} to 1 to {RequestLogQuery.MaxPageSize}.",
            });
        }

        if (query.Before is null)
        {
            await FlushForReadingAsync(cancellationToken).ConfigureAwait(false);
        }

        var oldest = writer.Oldest;
        var asked = query with
        {
            From = query.From is { } from && from > oldest ? from : oldest,
            Text = RequestLogRow.Clean(query.Text),
            Correlation = RequestLogRow.Clean(query.Correlation),
            SyncRun = RequestLogRow.Clean(query.SyncRun),
        };
        var rows = await writer.Store.ReadAsync(asked, cancellationToken).ConfigureAwait(false);
        return new([.. rows.Select(static row => row.ToEntry())], rows.Count < query.PageSize ? null : rows[^1].Id);
    }

    public Task FlushAsync(CancellationToken cancellationToken = default) => Observers.FlushAsync(cancellationToken);

    /// <summary>A store that does not come along must not keep anybody from reading what is there. Bounded in real time, for the work is done by real threads.</summary>
    private async Task FlushForReadingAsync(CancellationToken cancellationToken)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bound.CancelAfter(CallObservers.EndPatience);
        await Observers.FlushAsync(bound.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
    }
}
