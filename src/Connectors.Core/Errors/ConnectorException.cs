namespace Connectors;

/// <summary>
/// The one error family: everything that a connector throws, apart from <see cref="OperationCanceledException"/> and
/// argument errors, is this or one of its few sealed subtypes.
/// </summary>
public class ConnectorException : Exception
{
    /// <summary>Creates the error from its facts.</summary>
    /// <param name="facts">What is known of the failure.</param>
    /// <param name="inner">The cause, when there is one.</param>
    public ConnectorException(ErrorFacts facts, Exception? inner = null)
        : base((facts ?? throw new ArgumentNullException(nameof(facts))).ToMessage(), inner) => Facts = facts;

    /// <summary>Gets all that is known of the failure.</summary>
    public ErrorFacts Facts { get; }

    /// <summary>Gets what went wrong.</summary>
    public ErrorKind Kind => Facts.Kind;

    /// <summary>Gets what to do about it.</summary>
    public Advice Advice => Facts.Advice;

    /// <summary>Gets the provider id.</summary>
    public string? Provider => Facts.Connection?.Provider ?? Facts.Provider;

    /// <summary>Gets the connection.</summary>
    public ConnectionKey? Connection => Facts.Connection;

    /// <summary>Gets the endpoint's stable name.</summary>
    public string? Endpoint => Facts.Endpoint;

    /// <summary>Gets the HTTP status of the provider's answer.</summary>
    public int? StatusCode => Facts.StatusCode;

    /// <summary>Gets the provider's own error code.</summary>
    public string? ErrorCode => Facts.ErrorCode;

    /// <summary>Gets the provider's id of the request.</summary>
    public string? RequestId => Facts.RequestId;

    /// <summary>Gets whether the same call may succeed later.</summary>
    public bool IsTransient => Facts.IsTransient;

    internal static ConnectorException From(ErrorFacts facts, Exception? inner = null) => facts.Kind switch
    {
        ErrorKind.RateLimited => new RateLimitedException(facts, inner),
        ErrorKind.Authorization => new ReconnectRequiredException(facts, inner),
        ErrorKind.OutcomeUnknown => new OutcomeUnknownException(facts, inner),
        _ => new ConnectorException(facts, inner),
    };
}

/// <summary>The customer must sign in again: the provider accepts the connection's credential no more.</summary>
public sealed class ReconnectRequiredException(ErrorFacts facts, Exception? inner = null) : ConnectorException(facts, inner);

/// <summary>A limit is used up, and waiting for it would take longer than the call allows.</summary>
public sealed class RateLimitedException(ErrorFacts facts, Exception? inner = null) : ConnectorException(facts, inner)
{
    /// <summary>Gets how long to wait, or <see langword="null"/> when nobody knows.</summary>
    public TimeSpan? RetryAfter => Facts.RetryAfter;
}

/// <summary>A list could not be read to its proven end. What was given before it is good, but there may be more.</summary>
public sealed class IncompleteListException(ErrorFacts facts, Exception? inner = null) : ConnectorException(facts, inner)
{
    /// <summary>Gets how many records were seen.</summary>
    public required long Seen { get; init; }

    /// <summary>Gets how many pages were seen.</summary>
    public required int Pages { get; init; }

    /// <summary>Gets the total that the provider declared, if it did.</summary>
    public long? Declared { get; init; }

    /// <summary>Gets why the list is not complete.</summary>
    public IncompleteReason Reason { get; init; }
}

/// <summary>Why a list could not be read to its proven end. New reasons may be added.</summary>
public enum IncompleteReason
{
    /// <summary>The list broke off: an answer ended too early, or a page failed for good.</summary>
    BrokeOff,

    /// <summary>The provider gave a cursor again, or pages that it had given before: the list would never end.</summary>
    Repeats,

    /// <summary>The list goes on and brings nothing: too many empty pages one after the other.</summary>
    NoProgress,

    /// <summary>The provider declares more records than its pages held.</summary>
    TotalNotReached,

    /// <summary>Records went away or changed their order while the list was read by position, so that others may have slipped past.</summary>
    Shifted,

    /// <summary>The provider gives only the first records of what was asked, and it cannot be split further.</summary>
    Capped,
}

/// <summary>A write left, and whether the provider did it is not known. It is never sent again by this SDK.</summary>
public sealed class OutcomeUnknownException(ErrorFacts facts, Exception? inner = null) : ConnectorException(facts, inner)
{
    /// <summary>Gets the idempotency key that was sent, if the provider takes one: writing again with it is safe.</summary>
    public string? IdempotencyKey { get; init; }
}

/// <summary>A write was cancelled after it may have left: whether the provider did it is not known.</summary>
public sealed class WriteCanceledException : OperationCanceledException
{
    /// <summary>Creates the error.</summary>
    /// <param name="facts">What is known of the write.</param>
    /// <param name="inner">The cancellation.</param>
    /// <param name="token">The token that was cancelled.</param>
    public WriteCanceledException(ErrorFacts facts, Exception? inner, CancellationToken token)
        : base((facts ?? throw new ArgumentNullException(nameof(facts))).ToMessage(), inner, token) => Facts = facts;

    /// <summary>Gets what is known of the write.</summary>
    public ErrorFacts Facts { get; }
}
