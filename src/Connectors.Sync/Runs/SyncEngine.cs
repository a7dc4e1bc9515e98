using Connectors.Storage;
using Microsoft.Extensions.Logging;

namespace Connectors;

/// <summary>Opens the connection, takes the lease, runs, and gives the lease back whatever happens.</summary>
internal sealed class SyncEngine(IConnectorFactory connectors, ISyncStore store, TimeProvider time, ILogger<SyncEngine> logger) : ISyncEngine
{
    private static readonly TimeSpan s_leasePoll = TimeSpan.FromSeconds(1);

    public async Task<SyncReport> RunAsync<TModel>(ConnectionKey connection, SyncOptions? options = null, IProgress<SyncProgress>? progress = null, CancellationToken cancellationToken = default)
        where TModel : CommonModel
    {
        options ??= SyncOptions.Default;
        options.Validate();
        var connector = await connectors.OpenAsync(connection, cancellationToken).ConfigureAwait(false);
        var client = connector.Model<TModel>();
        var stream = new StreamKey(connection, client.Binding.Model.Id);
        var cost = new CallCost();
        var id = Guid.CreateVersion7(time.GetUtcNow()).ToString("n");
        var call = new CallOptions
        {
            Priority = CallPriority.Background,
            IncludeRaw = options.IncludeRaw,
            CustomFields = options.CustomFields,
            MaxQuotaWait = options.MaxQuotaWait,
            Cost = cost,
            SyncRun = id,
            Correlation = options.Correlation,
        };
        var tally = new SyncTally(id, stream, cost, progress, time);
        var lease = await BeginAsync(stream, options, cancellationToken).ConfigureAwait(false);
        try
        {
            // Opened once more: a connection that was forgotten before the lease was taken must get no records again. One that is
            // forgotten from here on makes the lease stale.
            await connectors.OpenAsync(connection, cancellationToken).ConfigureAwait(false);
            var source = new RowSource<TModel>(client, connection, call, options.PageSize);
            var run = new SyncRun<TModel>(connector, source, new(store, lease, time), options, tally, time, logger);
            var report = await run.RunAsync(lease.Checkpoint, client.Binding.SettleLag, cancellationToken).ConfigureAwait(false);
            SyncLog.Completed(logger, stream, report.Kind, report.Pages, report.Records, report.Added, report.Changed, report.Removed, report.Elapsed);
            return report;
        }
        catch (Exception error)
        {
            SyncLog.Interrupted(logger, stream, tally.Pages, tally.Records, error.GetType().Name, (error as ConnectorException)?.Kind, id);
            throw;
        }
        finally
        {
            await EndAsync(lease).ConfigureAwait(false);
        }
    }

    private async Task<SyncLease> BeginAsync(StreamKey stream, SyncOptions options, CancellationToken cancellationToken)
    {
        var until = time.GetUtcNow() + options.MaxLeaseWait;
        while (true)
        {
            if (await store.TryBeginAsync(stream, options.LeaseDuration, cancellationToken).ConfigureAwait(false) is { } lease)
            {
                return lease;
            }

            var left = until - time.GetUtcNow();
            if (left <= TimeSpan.Zero)
            {
                throw SyncInProgressException.Busy(stream, options.LeaseDuration);
            }

            await Task.Delay(left < s_leasePoll ? left : s_leasePoll, time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>What the run came to matters more than a lease that could not be given back: it runs out by itself.</summary>
    private async Task EndAsync(SyncLease lease)
    {
        try
        {
            await store.EndAsync(lease, CancellationToken.None).ConfigureAwait(false);
        }
        catch (ConnectorException error)
        {
            SyncLog.LeaseKept(logger, lease.Stream, error);
        }
    }
}
