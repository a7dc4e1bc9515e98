namespace Connectors.Simulators;

/// <summary>Random numbers that are the same for the same seed on every machine and every runtime.</summary>
/// <remarks>Not safe for concurrent use. SplitMix64, so that seeded data never changes with the framework.</remarks>
public sealed class SeededRandom
{
    private ulong _state;

    /// <summary>Creates a sequence from a seed and a name.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="name">Tells sequences of one seed apart: a provider's id.</param>
    public SeededRandom(int seed, string name = "") => _state = Deterministic.Hash(seed, name, 0);

    /// <summary>Returns a number from 0 up to, and not including, a bound.</summary>
    /// <param name="bound">The bound, above 0.</param>
    /// <returns>The number.</returns>
    public int Next(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bound, 1);
        return (int)(NextRaw() % (ulong)bound);
    }

    /// <summary>Returns a number from 0 up to, and not including, 1.</summary>
    /// <returns>The number.</returns>
    public double NextDouble() => (NextRaw() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Returns one of the values.</summary>
    /// <typeparam name="T">The values' type.</typeparam>
    /// <param name="values">The values, at least one.</param>
    /// <returns>The value chosen.</returns>
    public T Pick<T>(IReadOnlyList<T> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return values[Next(values.Count)];
    }

    /// <summary>Returns whether something with this chance happens.</summary>
    /// <param name="probability">From 0 (never) to 1 (always).</param>
    /// <returns>Whether it happens.</returns>
    public bool Chance(double probability) => NextDouble() < probability;

    /// <summary>Returns a time between two others, in whole milliseconds.</summary>
    /// <param name="from">The earliest time.</param>
    /// <param name="to">The bound, later than <paramref name="from"/>.</param>
    /// <returns>The time.</returns>
    public DateTimeOffset Between(DateTimeOffset from, DateTimeOffset to) =>
        Timestamps.Milliseconds(from.AddMilliseconds(Math.Floor((to - from).TotalMilliseconds * NextDouble())));

    private ulong NextRaw()
    {
        _state += 0x9E3779B97F4A7C15;
        var z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
