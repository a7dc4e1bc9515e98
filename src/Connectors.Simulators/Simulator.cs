using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Connectors.Simulators;

/// <summary>Plays one provider's API locally: derive one sealed class per provider and add it to a <see cref="SimulatorHost"/>.</summary>
/// <remarks>
/// All members are safe for concurrent use once the simulator is part of a host. Settings that shape the seeded data are set
/// before the host is created; limits, faults and records may be changed at any time.
/// </remarks>
public abstract class Simulator
{
    private long _ids;

    /// <summary>Creates a simulator that is not yet part of a host.</summary>
    protected Simulator()
    {
        State = new SimulatorState();
        Ledger = new Ledger(State);
        Faults = new FaultPlan();
    }

    /// <summary>Gets the provider's id, lower-case, such as <c>hubspot</c>.</summary>
    public abstract string Provider { get; }

    /// <summary>Gets the official host names that this simulator answers for; a leading <c>*.</c> stands for any subdomain.</summary>
    public abstract IReadOnlyList<string> Hosts { get; }

    /// <summary>Gets the simulator's state: the clock, the seed and the journalled tables.</summary>
    public SimulatorState State { get; }

    /// <summary>Gets the plan of faults to play on demand.</summary>
    public FaultPlan Faults { get; }

    /// <summary>Gets the ledger of everything that arrived, the only source of proof figures.</summary>
    public Ledger Ledger { get; }

    /// <summary>Gets the text that, with the provider's id, says which data was seeded: a state file is only good for the same text.</summary>
    protected internal virtual string SeedKey => State.Seed.ToString(CultureInfo.InvariantCulture);

    /// <summary>Returns the next identifier, a UUID that depends on the seed and on how many were taken before.</summary>
    /// <returns>A UUID in its canonical lower-case form.</returns>
    public string NextUuid() => Deterministic.Uuid(State.Seed, Provider, Interlocked.Increment(ref _ids));

    /// <summary>Maps the provider's endpoints; paths are the provider's own and serve every host and port alike.</summary>
    /// <param name="routes">Where the endpoints are mapped.</param>
    protected internal abstract void Map(IEndpointRouteBuilder routes);

    /// <summary>Fills the seeded data; called once, before anything kept in a state file is replayed on top.</summary>
    /// <param name="random">Random numbers that depend on the seed and the provider only.</param>
    protected internal abstract void Populate(SeededRandom random);

    /// <summary>Writes the provider's own error answer for a status: unknown routes and status faults use it.</summary>
    /// <param name="context">The request to answer.</param>
    /// <param name="status">The HTTP status.</param>
    /// <returns>A task that ends when the answer is written.</returns>
    protected internal abstract Task WriteErrorAsync(HttpContext context, int status);

    /// <summary>Makes a page's answer point to itself again, for the repeated-cursor fault; the default leaves it as it is.</summary>
    /// <param name="context">The request and the answer's headers.</param>
    /// <param name="body">The answer's JSON body.</param>
    /// <returns>The body to send.</returns>
    protected internal virtual JsonNode? RepeatCursor(HttpContext context, JsonNode? body) => body;
}
