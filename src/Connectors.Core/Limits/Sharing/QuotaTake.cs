using System.Runtime.InteropServices;
using Connectors.Definitions;

namespace Connectors.Limits;

/// <summary>What one process tells of one gate, and wants there.</summary>
public sealed record QuotaTake
{
    /// <summary>Gets the gate.</summary>
    public required QuotaGate Gate { get; init; }

    /// <summary>Gets the process: one id for each start of one.</summary>
    public required Guid Process { get; init; }

    /// <summary>Gets the number of this taking. It grows with each; one that comes after a later one is passed over.</summary>
    public required long Turn { get; init; }

    /// <summary>Gets how the limit is counted.</summary>
    public required LimitKind Kind { get; init; }

    /// <summary>Gets what the provider allows in one <see cref="Window"/>, in the limit's unit.</summary>
    public required long Permits { get; init; }

    /// <summary>Gets the window; zero for <see cref="LimitKind.Concurrency"/>.</summary>
    public required TimeSpan Window { get; init; }

    /// <summary>Gets the part of the limit that the processes take together.</summary>
    /// <value>The default is 1. Range: above 0, to 1.</value>
    public double Share { get; init; } = 1;

    /// <summary>Gets how much may go at once; only for <see cref="LimitKind.LeakyBucket"/>.</summary>
    /// <value>The default is 1.</value>
    public long Burst { get; init; } = 1;

    /// <summary>Gets whether an answer told <see cref="Permits"/> or <see cref="Window"/> since the last taking: all processes go by it then.</summary>
    public bool IsLearned { get; init; }

    /// <summary>Gets what the process holds: permits not spent yet, and calls under way. Replaces what the store believed.</summary>
    public long Held { get; init; }

    /// <summary>Gets for how long that, and what is granted, counts when nothing more is heard of the process.</summary>
    public required TimeSpan HeldFor { get; init; }

    /// <summary>Gets what was spent and is held no more.</summary>
    public IReadOnlyList<QuotaSpent> Spent { get; init; } = [];

    /// <summary>Gets the number of <see cref="Spent"/>: told again under the same number, it counts once.</summary>
    public long Batch { get; init; }

    /// <summary>Gets how much is wanted.</summary>
    public long Want { get; init; }

    /// <summary>Gets what is of use at all: the cost of the call that waits. Less is not granted.</summary>
    /// <value>The default is 1.</value>
    public long Least { get; init; } = 1;

    /// <summary>Gets what an answer said is left, or <see langword="null"/> when none did since the last taking.</summary>
    public long? Remaining { get; init; }

    /// <summary>Gets how long ago it said so.</summary>
    public TimeSpan RemainingAge { get; init; }

    /// <summary>Gets in how long the window that it spoke of ends; zero when it did not say.</summary>
    public TimeSpan RemainingFor { get; init; }

    /// <summary>Gets for how long the provider closed the gate, from now on; zero when it did not.</summary>
    public TimeSpan ClosedFor { get; init; }
}

/// <summary>Permits that were spent.</summary>
/// <param name="Units">How many.</param>
/// <param name="Age">How long ago they arrived at the provider, at the least.</param>
/// <param name="EndsIn">For how much longer they count in a window; not used for buckets.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct QuotaSpent(long Units, TimeSpan Age, TimeSpan EndsIn);
