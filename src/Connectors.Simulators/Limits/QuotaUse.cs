namespace Connectors.Simulators;

/// <summary>What was used of one limit by one key, and how much the provider would have allowed.</summary>
/// <param name="Limit">The limit.</param>
/// <param name="Key">Whom it counts for: a token, an account, a method of an account.</param>
/// <param name="Admitted">How much was let through.</param>
/// <param name="Refused">How many requests were refused.</param>
/// <param name="FirstAt">When the first request was counted.</param>
/// <param name="LastAt">When the last request was counted.</param>
public sealed record QuotaUse(RateLimit Limit, string Key, long Admitted, long Refused, DateTimeOffset FirstAt, DateTimeOffset LastAt)
{
    /// <summary>Gets how much the limit allows at most from the first to the last request: the legal quota.</summary>
    public long Legal => Limit.LegalOver(LastAt - FirstAt);
}
