using Connectors.Storage;
using Microsoft.Extensions.Logging;

namespace Connectors;

/// <summary>
/// One run: stage after stage, page after page, each page committed whole with the checkpoint behind it. The last page of a stage
/// commits the next stage's beginning, the last page of the last stage the run's end.
/// </summary>
internal sealed class SyncRun<TModel>(IConnector connector, RowSource<TModel> source, KeptLease lease, SyncOptions options, SyncTally tally, TimeProvider time, ILogger logger)
    where TModel : CommonModel
{
    public async Task<SyncReport> RunAsync(string? checkpointText, TimeSpan settleLag, CancellationToken cancellationToken)
    {
        var checkpoint = Checkpoint.Read(checkpointText).For(connector.Connection, lease.Stream.List);
        var resumed = checkpoint.Run is { } left && CanGoOn(left);
        if (!resumed)
        {
            checkpoint = checkpoint with { Run = Begin(checkpoint.Watermark, settleLag) };
            await lease.CommitAsync(new() { Checkpoint = checkpoint.ToText(), BeginsGeneration = checkpoint.Run.Kind == RunKind.Full }, cancellationToken).ConfigureAwait(false);
        }

        var run = checkpoint.Run!;
        tally.Begin(run, resumed);
        SyncLog.Began(logger, lease.Stream, run.Kind, run.Stage, resumed, tally.Id);
        while (checkpoint.Run is not null)
        {
            checkpoint = await StageAsync(checkpoint, cancellationToken).ConfigureAwait(false);
        }

        return tally.ToReport();
    }

    private bool CanGoOn(RunState left) => (left.Kind == RunKind.Full || !options.Full) && connector.Capabilities.Can<TModel>(OperationOf(left.Stage));

    private RunState Begin(DateTimeOffset? watermark, TimeSpan settleLag)
    {
        var now = time.GetUtcNow();
        return !options.Full && watermark is { } complete && connector.Capabilities.Can<TModel>(Operation.Changes)
            ? new() { Kind = RunKind.Incremental, Stage = SyncStage.Changes, Since = complete - settleLag - options.Overlap, StartedAt = now }
            : new() { Kind = RunKind.Full, Stage = SyncStage.List, StartedAt = now };
    }

    /// <summary>Reads one stage to its end. A provider may have forgotten a token of an earlier process: then the stage begins anew, once.</summary>
    private async Task<Checkpoint> StageAsync(Checkpoint checkpoint, CancellationToken cancellationToken)
    {
        var run = checkpoint.Run!;
        var before = tally.Pages;
        try
        {
            return await PagesAsync(checkpoint, run.Token, cancellationToken).ConfigureAwait(false);
        }
        catch (ConnectorException error) when (run.Token is not null && tally.Pages == before && IsRefusal(error))
        {
            SyncLog.TokenRefused(logger, lease.Stream, run.Stage, error.Kind, error.StatusCode);
            checkpoint = checkpoint with { Run = run with { Token = null } };
            await lease.CommitAsync(new() { Checkpoint = checkpoint.ToText() }, cancellationToken).ConfigureAwait(false);
            return await PagesAsync(checkpoint, null, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<Checkpoint> PagesAsync(Checkpoint checkpoint, string? token, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var run = checkpoint.Run!;
        ContinuationToken? from = token is null ? null : ContinuationToken.Parse(token);
        var pages = source.ReadAsync(run, from, stop.Token).GetAsyncEnumerator(stop.Token);
        await using (pages.ConfigureAwait(false))
        {
            while (await lease.MoveNextAsync(pages, stop).ConfigureAwait(false))
            {
                var page = pages.Current;
                checkpoint = page.Next is { } next ? checkpoint with { Run = run with { Token = next.Text } } : After(checkpoint);
                var result = await lease.CommitAsync(new() { Rows = page.Rows, Checkpoint = checkpoint.ToText(), MayLag = run.Stage != SyncStage.List }, cancellationToken).ConfigureAwait(false);
                tally.Committed(run.Stage, page.Rows.Count, result);
                if (page.Next is null)
                {
                    return checkpoint;
                }
            }
        }

        throw new IncompleteListException(new()
        {
            Kind = ErrorKind.Incomplete,
            Connection = connector.Key,
            What = $"The stage {run.Stage} of '{lease.Stream.List}' ended without a last page",
            ToDo = "Run the sync again; it goes on after the last committed page.",
        })
        {
            Seen = tally.Records,
            Pages = tally.Pages,
        };
    }

    /// <summary>What follows a stage. A first run needs no removals: what was never stored cannot be removed.</summary>
    private Checkpoint After(Checkpoint checkpoint)
    {
        var run = checkpoint.Run!;
        var removals = run.Stage != SyncStage.Removals && checkpoint.Watermark is not null && connector.Capabilities.Can<TModel>(Operation.Removals);
        return removals
            ? checkpoint with { Run = run with { Stage = SyncStage.Removals, Token = null } }
            : checkpoint with { Run = null, Watermark = run.StartedAt };
    }

    private static Operation OperationOf(SyncStage stage) => stage switch
    {
        SyncStage.List => Operation.List,
        SyncStage.Changes => Operation.Changes,
        _ => Operation.Removals,
    };

    private static bool IsRefusal(ConnectorException error) => error.Kind switch
    {
        ErrorKind.Validation or ErrorKind.NotFound or ErrorKind.Expired => true,
        ErrorKind.Remote or ErrorKind.Conflict => error is not SyncInProgressException && error.StatusCode is >= 400 and < 500,
        _ => false,
    };
}
