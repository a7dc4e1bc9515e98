namespace Connectors.Simulators;

/// <summary>Says what a <see cref="SimulatorHost"/> carries and how it keeps time and state.</summary>
public sealed class SimulatorHostOptions
{
    private readonly List<Simulator> _simulators = [];

    /// <summary>Gets or sets the seed from which all data, ids and tokens are made.</summary>
    /// <value>Any number; the default is 1.</value>
    public int Seed { get; set; } = 1;

    /// <summary>Gets or sets the clock for expiry, limits, latency and time stamps.</summary>
    /// <value>The default is <see cref="TimeProvider.System"/>.</value>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>Gets or sets the file that keeps changes, tokens and counters over a restart.</summary>
    /// <value>A path, or null (the default) to keep everything in memory only.</value>
    public string? StateFile { get; set; }

    /// <summary>Gets the simulators to carry, in the order added; loopback ports follow this order.</summary>
    public IReadOnlyList<Simulator> Simulators => _simulators;

    /// <summary>Adds a provider's simulator.</summary>
    /// <typeparam name="T">The simulator.</typeparam>
    /// <param name="configure">Sets the simulator's own settings.</param>
    /// <returns>The same options, so that simulators can be chained.</returns>
    public SimulatorHostOptions Add<T>(Action<T>? configure = null)
        where T : Simulator, new()
    {
        var simulator = new T();
        configure?.Invoke(simulator);
        return Add(simulator);
    }

    /// <summary>Adds a simulator that was made by the caller.</summary>
    /// <param name="simulator">A simulator that belongs to no other host.</param>
    /// <returns>The same options, so that simulators can be chained.</returns>
    public SimulatorHostOptions Add(Simulator simulator)
    {
        ArgumentNullException.ThrowIfNull(simulator);
        if (_simulators.Exists(other => string.Equals(other.Provider, simulator.Provider, StringComparison.Ordinal)))
        {
            throw new InvalidOperationException($"A simulator of '{simulator.Provider}' was added already.");
        }

        _simulators.Add(simulator);
        return this;
    }
}
