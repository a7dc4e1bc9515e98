using Connectors.Simulators.Hosting;

namespace Connectors.Simulators;

/// <summary>Carries simulators: in memory behind their official host names, and on loopback ports for other people's clients.</summary>
/// <remarks>Safe for concurrent use. Both ways in serve the same simulators and the same state.</remarks>
public sealed class SimulatorHost : IAsyncDisposable
{
    private readonly SimulatorApplication _application;
    private readonly MemoryServer _memory;
    private readonly StateJournal? _journal;
    private readonly SemaphoreSlim _starting = new(1, 1);
    private LoopbackServer? _loopback;

    private SimulatorHost(SimulatorHostOptions options)
    {
        Simulators = [.. options.Simulators];
        _journal = options.StateFile is null ? null : StateJournal.Open(options.StateFile);
        try
        {
            foreach (var simulator in Simulators)
            {
                simulator.State.Attach(simulator, options, _journal);
            }

            _application = new SimulatorApplication(Simulators);
            _memory = new MemoryServer(_application);
        }
        catch
        {
            _journal?.Dispose();
            throw;
        }
    }

    /// <summary>Gets the simulators that this host carries, in the order added.</summary>
    public IReadOnlyList<Simulator> Simulators { get; }

    /// <summary>Gets how many requests are being answered at this moment, over all simulators.</summary>
    public int OpenRequests => Simulators.Sum(simulator => simulator.Ledger.Open);

    /// <summary>Creates a host with the simulators and settings given.</summary>
    /// <param name="configure">Adds simulators; sets seed, clock and state file.</param>
    /// <returns>A host that answers in memory at once.</returns>
    public static SimulatorHost Create(Action<SimulatorHostOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        var options = new SimulatorHostOptions();
        configure(options);
        return new SimulatorHost(options);
    }

    /// <summary>Creates a host with the default seed and the system clock, state in memory.</summary>
    /// <param name="simulators">The simulators to carry.</param>
    /// <returns>A host that answers in memory at once.</returns>
    public static SimulatorHost Create(params IReadOnlyList<Simulator> simulators)
    {
        ArgumentNullException.ThrowIfNull(simulators);
        return Create(options =>
        {
            foreach (var simulator in simulators)
            {
                options.Add(simulator);
            }
        });
    }

    /// <summary>Creates a transport that takes the official host names to the simulators, in memory; any other host is refused.</summary>
    /// <returns>A handler that never follows redirects and never touches the network.</returns>
    public HttpMessageHandler CreateHandler() => _memory.CreateHandler();

    /// <summary>Also listens on 127.0.0.1, one port a provider.</summary>
    /// <param name="port">The first provider's port, the next providers follow; 0 lets the system choose.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    /// <returns>A task that ends when every port answers.</returns>
    public async Task StartAsync(int port = 0, CancellationToken cancellationToken = default)
    {
        await _starting.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            _loopback ??= await LoopbackServer.StartAsync(_application, Simulators, port, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _starting.Release();
        }
    }

    /// <summary>Returns a provider's loopback address.</summary>
    /// <param name="provider">The provider's id.</param>
    /// <returns>An address such as <c>http://127.0.0.1:41017/</c>.</returns>
    /// <exception cref="InvalidOperationException">The host has not been started, or carries no such provider.</exception>
    public Uri AddressOf(string provider)
    {
        var server = _loopback ?? throw new InvalidOperationException("Call StartAsync first: until then the simulators answer in memory only.");
        return server.AddressOf(provider) ?? throw new InvalidOperationException($"No simulator of '{provider}' was added to this host.");
    }

    /// <summary>Returns where an official address is played on this machine: a browser opens it, where the app's own calls need no port.</summary>
    /// <param name="official">An address at a provider, such as the sign-in page that <c>StartAuthorizationAsync</c> gives.</param>
    /// <returns>The same path and query on the provider's loopback port.</returns>
    /// <exception cref="InvalidOperationException">The host has not been started, or no simulator answers for the address.</exception>
    public Uri LocalAddressOf(Uri official)
    {
        ArgumentNullException.ThrowIfNull(official);
        var simulator = _application.SimulatorOf(official.Host) ?? throw new InvalidOperationException($"No simulator answers for '{official.Host}'.");
        return new(AddressOf(simulator.Provider), official.PathAndQuery);
    }

    /// <summary>Returns the simulator of a type.</summary>
    /// <typeparam name="T">The simulator's type.</typeparam>
    /// <returns>The simulator.</returns>
    /// <exception cref="InvalidOperationException">The host carries no such simulator.</exception>
    public T Get<T>()
        where T : Simulator =>
        Simulators.OfType<T>().FirstOrDefault() ?? throw new InvalidOperationException($"No {typeof(T).Name} was added to this host.");

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_loopback is { } loopback)
        {
            await loopback.DisposeAsync().ConfigureAwait(false);
        }

        _memory.Dispose();
        await _application.DisposeAsync().ConfigureAwait(false);
        _journal?.Dispose();
        _starting.Dispose();
    }
}
