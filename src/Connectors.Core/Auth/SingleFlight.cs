namespace Connectors.Auth;

/// <summary>Lets everybody who asks at the same time share one run. Who stops waiting does not stop the run.</summary>
/// <typeparam name="T">What a run gives.</typeparam>
internal sealed class SingleFlight<T>
{
    private readonly Lock _gate = new();
    private Task<T>? _running;

    /// <summary>Joins the run under way, or begins one.</summary>
    /// <param name="run">The run. Must not depend on one caller's cancellation.</param>
    public Task<T> RunAsync(Func<Task<T>> run)
    {
        TaskCompletionSource<T> mine;
        lock (_gate)
        {
            if (_running is { IsCompleted: false } running)
            {
                return running;
            }

            mine = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _running = mine.Task;
        }

        _ = CompleteAsync(mine, run);
        return mine.Task;
    }

    private static async Task CompleteAsync(TaskCompletionSource<T> mine, Func<Task<T>> run)
    {
        try
        {
            mine.SetResult(await run().ConfigureAwait(false));
        }
        catch (Exception exception)
        {
            // Every waiter gets it. When all have left, nobody reads it, and that is no unobserved error.
            mine.SetException(exception);
            _ = mine.Task.Exception;
        }
    }
}
