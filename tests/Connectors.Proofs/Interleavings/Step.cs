namespace Connectors.Proofs.Interleavings;

/// <summary>A place at which a process waits for the explorer: something that others can see is about to be done.</summary>
/// <param name="what">What it is.</param>
internal abstract class Step(string what)
{
    public string What { get; } = what;

    /// <summary>Gets how many ways there are in which it can end; the first one is the good one.</summary>
    public abstract int Ways { get; }

    /// <summary>Does it, in one of the ways; nobody is told yet.</summary>
    public abstract void Do(int way);

    /// <summary>Tells what came of it: the process goes on.</summary>
    public abstract void Tell();

    /// <summary>Gives it up: a time limit is over.</summary>
    public abstract void GiveUp(CancellationToken cancellationToken);
}

/// <inheritdoc/>
/// <typeparam name="T">What comes of it.</typeparam>
internal sealed class Step<T>(string what, Func<T>[] ways) : Step(what)
{
    private readonly TaskCompletionSource<T> _told = new();
    private T _result = default!;
    private Exception? _error;

    public Task<T> Told => _told.Task;

    public override int Ways => ways.Length;

    public override void Do(int way)
    {
        try
        {
            _result = ways[way]();
        }
        catch (Exception error)
        {
            _error = error;
        }
    }

    public override void Tell()
    {
        if (_error is null)
        {
            _told.TrySetResult(_result);
        }
        else
        {
            _told.TrySetException(_error);
        }
    }

    public override void GiveUp(CancellationToken cancellationToken) => _told.TrySetCanceled(cancellationToken);
}
