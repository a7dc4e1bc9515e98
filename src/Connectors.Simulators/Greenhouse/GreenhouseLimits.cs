namespace Connectors.Simulators.Greenhouse;

/// <summary>Greenhouse's limits; numbers may be changed, and each limit lifted with <see cref="RateLimit.Enforced"/>.</summary>
public sealed class GreenhouseLimits
{
    internal GreenhouseLimits(GreenhouseSimulator simulator)
    {
        Harvest = new FixedWindowLimit(simulator, "harvest", 75, TimeSpan.FromSeconds(30));
        Token = new FixedWindowLimit(simulator, "token", 60, TimeSpan.FromSeconds(60));
    }

    /// <summary>Gets the limit of one integration on the Harvest API: 75 in each window of 30 s, the number in Greenhouse's examples.</summary>
    public FixedWindowLimit Harvest { get; }

    /// <summary>Gets the limit of one client on the token endpoint: windows of 60 s; the number, 60, is made up.</summary>
    public FixedWindowLimit Token { get; }

    /// <summary>Lifts all limits; they are still counted.</summary>
    public void Lift() => Harvest.Enforced = Token.Enforced = false;
}

/// <summary>What a user who is no site admin gets from a list.</summary>
public enum GreenhouseListRule
{
    /// <summary>403.</summary>
    Forbidden,

    /// <summary>An empty page.</summary>
    Empty,

    /// <summary>The list, as a site admin would.</summary>
    Open,
}
