namespace Connectors.Http;

/// <summary>An attempt that got no answer. Derives from what HTTP retry handlers know, so that an app's own handler sees it as such.</summary>
internal sealed class AttemptException(ErrorFacts facts, Exception? inner) : HttpRequestException(facts.What, inner)
{
    public ErrorFacts Facts { get; } = facts;

    /// <summary>Whether the attempt was not made because the host's circuit is open: to try again at once makes no sense.</summary>
    public bool IsRefusal { get; init; }
}
