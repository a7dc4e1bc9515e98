using System.Net.Http.Headers;
using Connectors.Definitions;

namespace Connectors.Limits;

/// <summary>The gate before the wire: lets a call through when every limit that it counts against has room.</summary>
public interface IQuota
{
    /// <summary>Takes from all limits or from none, waiting where it must.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The lease; dispose of it when the body has ended.</returns>
    /// <exception cref="ConnectorException">The call costs more than one of the limits ever allows (<see cref="ErrorKind.Validation"/>). Nothing was sent.</exception>
    /// <exception cref="RateLimitedException">The wait would be longer than allowed. Nothing was sent.</exception>
    ValueTask<IQuotaLease> AcquireAsync(QuotaRequest request, CancellationToken cancellationToken);
}

/// <summary>What one attempt takes from the limits.</summary>
public readonly record struct QuotaRequest
{
    /// <summary>Gets the connection.</summary>
    public required ConnectionKey Connection { get; init; }

    /// <summary>Gets the credential.</summary>
    public required string CredentialId { get; init; }

    /// <summary>Gets the account at the provider, or <see langword="null"/> while it is not known.</summary>
    public string? AccountId { get; init; }

    /// <summary>Gets the endpoint.</summary>
    public required Endpoint Endpoint { get; init; }

    /// <summary>Gets the provider's limits; those that do not count the endpoint are passed over.</summary>
    public required IReadOnlyList<Limit> Limits { get; init; }

    /// <summary>Gets what the request says that it takes, by unit; <see langword="null"/> says nothing.</summary>
    public IReadOnlyList<UnitCost>? Costs { get; init; }

    /// <summary>Gets who goes first.</summary>
    public CallPriority Priority { get; init; }

    /// <summary>Gets how long to wait at most.</summary>
    public TimeSpan MaxWait { get; init; }

    /// <summary>Gives what the call takes of a limit: what its request says, else its endpoint, else the limit. A concurrency takes one.</summary>
    /// <param name="limit">The limit.</param>
    public long CostOf(Limit limit)
    {
        ArgumentNullException.ThrowIfNull(limit);
        return UnitCost.Of(limit, Stated);
    }

    /// <summary>What the request and the endpoint state; most state nothing.</summary>
    internal IReadOnlyList<UnitCost>? Stated => UnitCost.Stated(Costs ?? [], Endpoint.Costs);
}

/// <summary>The right to make one attempt.</summary>
public interface IQuotaLease : IDisposable
{
    /// <summary>Gets how long the call waited.</summary>
    TimeSpan Waited { get; }

    /// <summary>Tells what the answer said, which closes or widens the gate for everybody on the limits.</summary>
    /// <param name="seen">What was seen.</param>
    void Observe(in QuotaObservation seen);
}

/// <summary>What an answer said of the limits.</summary>
/// <param name="IsLimited">Whether the provider refused the call for a limit.</param>
/// <param name="RetryAfter">How long it asks to wait.</param>
/// <param name="Headers">The answer's headers.</param>
public readonly record struct QuotaObservation(bool IsLimited, TimeSpan? RetryAfter, HttpResponseHeaders? Headers)
{
    /// <summary>Gets what the answer says of the limits in another place than its headers: the cost to settle, what is left.</summary>
    public LimitUsage? Usage { get; init; }
}
