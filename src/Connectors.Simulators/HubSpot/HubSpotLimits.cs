namespace Connectors.Simulators.HubSpot;

/// <summary>HubSpot's limits; numbers may be changed, and each limit lifted with <see cref="RateLimit.Enforced"/>.</summary>
public sealed class HubSpotLimits
{
    internal HubSpotLimits(HubSpotSimulator simulator)
    {
        OAuth = new SlidingWindowLimit(simulator, "oauth.ten_secondly", 110, TimeSpan.FromSeconds(10));
        PrivateToken = new SlidingWindowLimit(simulator, "private.ten_secondly", 190, TimeSpan.FromSeconds(10));
        Daily = new FixedWindowLimit(simulator, "private.daily", 625_000, TimeSpan.FromDays(1), DateTimeOffset.UnixEpoch);
        Search = new SlidingWindowLimit(simulator, "search.secondly", 5, TimeSpan.FromSeconds(1));
    }

    /// <summary>Gets the rolling limit of an OAuth app in one account: 110 in 10 s, searches not counted.</summary>
    public SlidingWindowLimit OAuth { get; }

    /// <summary>Gets the rolling limit of one private token: 190 in 10 s, or 100 on the Free and Starter plans.</summary>
    public SlidingWindowLimit PrivateToken { get; }

    /// <summary>Gets the daily limit of an account's private tokens, from midnight in the account's time zone (UTC here).</summary>
    public FixedWindowLimit Daily { get; }

    /// <summary>Gets the limit on all searches in one account: 5 in a second.</summary>
    public SlidingWindowLimit Search { get; }

    /// <summary>Sets the limits of private tokens to those of the Free and Starter plans: 100 in 10 s, 250,000 a day.</summary>
    public void UseStarterPlan() => (PrivateToken.Permits, Daily.Permits) = (100, 250_000);

    /// <summary>Lifts all limits; they are still counted.</summary>
    public void Lift()
    {
        OAuth.Enforced = PrivateToken.Enforced = Daily.Enforced = Search.Enforced = false;
    }
}
