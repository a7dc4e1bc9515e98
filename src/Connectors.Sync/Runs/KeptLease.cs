using Connectors.Storage;

namespace Connectors;

/// <summary>The lease of a run: commits under it, and keeps it while a page is awaited.</summary>
internal sealed class KeptLease(ISyncStore store, SyncLease lease, TimeProvider time)
{
    private const int RenewalsPerLease = 3;

    private string _checkpoint = lease.Checkpoint ?? "";

    public StreamKey Stream => lease.Stream;

    public async ValueTask<CommitResult> CommitAsync(SyncBatch batch, CancellationToken cancellationToken)
    {
        var result = await store.CommitAsync(lease, batch, cancellationToken).ConfigureAwait(false);
        if (result.IsStale)
        {
            throw SyncInProgressException.Lost(lease.Stream);
        }

        _checkpoint = batch.Checkpoint;
        return result;
    }

    /// <summary>Moves to the next page, however long that takes. An enumerator must not be left while it moves, so a failure here stops it first.</summary>
    public async ValueTask<bool> MoveNextAsync<T>(IAsyncEnumerator<T> pages, CancellationTokenSource stop)
    {
        var moving = pages.MoveNextAsync();
        if (moving.IsCompleted)
        {
            return await moving.ConfigureAwait(false);
        }

        var move = moving.AsTask();
        try
        {
            while (!await EndsInTimeAsync(move, stop.Token).ConfigureAwait(false))
            {
                await CommitAsync(new() { Checkpoint = _checkpoint }, stop.Token).ConfigureAwait(false);
            }

            return await move.ConfigureAwait(false);
        }
        catch
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await ((Task)move).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }
    }

    private async Task<bool> EndsInTimeAsync(Task move, CancellationToken cancellationToken)
    {
        try
        {
            await move.WaitAsync(lease.Duration / RenewalsPerLease, time, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException) when (!move.IsCompleted)
        {
            return false;
        }
    }
}
