using System.Text.Json.Serialization;

namespace Connectors;

/// <summary>How work on a lead stands.</summary>
/// <param name="Value">The value as text: a named one, or the provider's own as it came.</param>
[JsonConverter(typeof(OpenEnumConverter<LeadStatus>))]
public readonly record struct LeadStatus(string Value) : IOpenEnum<LeadStatus>
{
    /// <summary>Gets <c>NEW</c>: nobody has looked at it.</summary>
    public static LeadStatus New { get; } = new("NEW");

    /// <summary>Gets <c>OPEN</c>: somebody may take it.</summary>
    public static LeadStatus Open { get; } = new("OPEN");

    /// <summary>Gets <c>IN_PROGRESS</c>: somebody works on it.</summary>
    public static LeadStatus InProgress { get; } = new("IN_PROGRESS");

    /// <summary>Gets <c>ATTEMPTED_TO_CONTACT</c>: contact was tried.</summary>
    public static LeadStatus AttemptedToContact { get; } = new("ATTEMPTED_TO_CONTACT");

    /// <summary>Gets <c>CONNECTED</c>: contact was made.</summary>
    public static LeadStatus Connected { get; } = new("CONNECTED");

    /// <summary>Gets <c>OPEN_DEAL</c>: it has an open opportunity.</summary>
    public static LeadStatus OpenDeal { get; } = new("OPEN_DEAL");

    /// <summary>Gets <c>QUALIFIED</c>: it is worth pursuing.</summary>
    public static LeadStatus Qualified { get; } = new("QUALIFIED");

    /// <summary>Gets <c>UNQUALIFIED</c>: it is not worth pursuing.</summary>
    public static LeadStatus Unqualified { get; } = new("UNQUALIFIED");

    /// <summary>Gets <c>BAD_TIMING</c>: it may be worth pursuing later.</summary>
    public static LeadStatus BadTiming { get; } = new("BAD_TIMING");

    /// <summary>Gets <c>CLOSED</c>: work on it has ended.</summary>
    public static LeadStatus Closed { get; } = new("CLOSED");

    /// <inheritdoc/>
    public static IReadOnlyList<LeadStatus> Known { get; } = [New, Open, InProgress, AttemptedToContact, Connected, OpenDeal, Qualified, Unqualified, BadTiming, Closed];

    /// <inheritdoc/>
    public static LeadStatus From(string value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
