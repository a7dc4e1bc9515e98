namespace Connectors.Simulators.Slack;

/// <summary>Slack's limits, counted for each method, workspace and app; numbers may be changed, and each limit lifted with <see cref="RateLimit.Enforced"/>.</summary>
/// <remarks>Slack promises at least these figures ("20+ a minute"); here they are exact.</remarks>
public sealed class SlackLimits
{
    private static readonly TimeSpan s_minute = TimeSpan.FromMinutes(1);

    internal SlackLimits(SlackSimulator simulator)
    {
        Tier1 = new SlidingWindowLimit(simulator, "tier1", 1, s_minute);
        Tier2 = new SlidingWindowLimit(simulator, "tier2", 20, s_minute);
        Tier3 = new SlidingWindowLimit(simulator, "tier3", 50, s_minute);
        Tier4 = new SlidingWindowLimit(simulator, "tier4", 100, s_minute);
        AuthTest = new SlidingWindowLimit(simulator, "auth.test", 300, s_minute);
        PostInChannel = new SlidingWindowLimit(simulator, "chat.postMessage.channel", 1, TimeSpan.FromSeconds(1));
        PostInWorkspace = new SlidingWindowLimit(simulator, "chat.postMessage.workspace", 300, s_minute);
        NonMarketplaceHistory = new SlidingWindowLimit(simulator, "history.non_marketplace", 1, s_minute);
    }

    /// <summary>Gets tier 1: 1 a minute. No method that is played has it.</summary>
    public SlidingWindowLimit Tier1 { get; }

    /// <summary>Gets tier 2: 20 a minute; users.list, conversations.list and others.</summary>
    public SlidingWindowLimit Tier2 { get; }

    /// <summary>Gets tier 3: 50 a minute; conversations.history, chat.update and others.</summary>
    public SlidingWindowLimit Tier3 { get; }

    /// <summary>Gets tier 4: 100 a minute; users.info and conversations.members.</summary>
    public SlidingWindowLimit Tier4 { get; }

    /// <summary>Gets the limit of auth.test, "hundreds a minute": 300.</summary>
    public SlidingWindowLimit AuthTest { get; }

    /// <summary>Gets the limit of chat.postMessage in one channel: 1 a second.</summary>
    public SlidingWindowLimit PostInChannel { get; }

    /// <summary>Gets the limit of chat.postMessage in one workspace, "several hundred a minute": 300.</summary>
    public SlidingWindowLimit PostInWorkspace { get; }

    /// <summary>Gets the limit of conversations.history and conversations.replies for apps sold outside the Marketplace: 1 a minute.</summary>
    public SlidingWindowLimit NonMarketplaceHistory { get; }

    /// <summary>Lifts all limits; they are still counted.</summary>
    public void Lift()
    {
        foreach (var limit in (RateLimit[])[Tier1, Tier2, Tier3, Tier4, AuthTest, PostInChannel, PostInWorkspace, NonMarketplaceHistory])
        {
            limit.Enforced = false;
        }
    }
}
