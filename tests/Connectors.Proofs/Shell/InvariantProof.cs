namespace Connectors.Proofs.Shell;

/// <summary>One invariant of the SDK, and a run that tries to break it.</summary>
internal abstract class InvariantProof
{
    /// <summary>Gets the name it is called by: <c>renewal-storm</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Gets what a good run shows, in one sentence.</summary>
    public abstract string Shows { get; }

    /// <summary>Gets the guards that can be taken away; without any one of them the proof must fail.</summary>
    public abstract IReadOnlyList<Guard> Guards { get; }

    /// <summary>Tries to break the invariant. What it finds goes to the figures.</summary>
    public abstract Task RunAsync(ProofRun run, CancellationToken cancellationToken);
}

/// <summary>Something in the SDK that keeps an invariant.</summary>
/// <param name="Name">Its name: <c>lease</c>.</param>
/// <param name="Without">What happens when it is taken away.</param>
internal sealed record Guard(string Name, string Without);

/// <summary>How a proof is to be run.</summary>
/// <param name="Figures">Where its figures go.</param>
/// <param name="Seed">The seed of everything random.</param>
/// <param name="Quick">Whether a short run will do.</param>
/// <param name="Broken">The guard that is taken away, if one is.</param>
internal sealed record ProofRun(Figures Figures, int Seed, bool Quick, string? Broken)
{
    /// <summary>Says whether a guard is taken away.</summary>
    public bool Breaks(string guard) => Broken == guard;
}
