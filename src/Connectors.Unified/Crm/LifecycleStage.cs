using System.Text.Json.Serialization;

namespace Connectors;

/// <summary>How far a contact or an account has come on the way to being a customer.</summary>
/// <param name="Value">The value as text: a named one, or the provider's own as it came.</param>
[JsonConverter(typeof(OpenEnumConverter<LifecycleStage>))]
public readonly record struct LifecycleStage(string Value) : IOpenEnum<LifecycleStage>
{
    /// <summary>Gets <c>SUBSCRIBER</c>: asked to hear more.</summary>
    public static LifecycleStage Subscriber { get; } = new("SUBSCRIBER");

    /// <summary>Gets <c>LEAD</c>: showed interest.</summary>
    public static LifecycleStage Lead { get; } = new("LEAD");

    /// <summary>Gets <c>MARKETING_QUALIFIED_LEAD</c>: ready for sales, marketing says.</summary>
    public static LifecycleStage MarketingQualifiedLead { get; } = new("MARKETING_QUALIFIED_LEAD");

    /// <summary>Gets <c>SALES_QUALIFIED_LEAD</c>: likely to buy, sales says.</summary>
    public static LifecycleStage SalesQualifiedLead { get; } = new("SALES_QUALIFIED_LEAD");

    /// <summary>Gets <c>OPPORTUNITY</c>: has an open opportunity.</summary>
    public static LifecycleStage Opportunity { get; } = new("OPPORTUNITY");

    /// <summary>Gets <c>CUSTOMER</c>: bought.</summary>
    public static LifecycleStage Customer { get; } = new("CUSTOMER");

    /// <summary>Gets <c>EVANGELIST</c>: bought, and wins others.</summary>
    public static LifecycleStage Evangelist { get; } = new("EVANGELIST");

    /// <summary>Gets <c>OTHER</c>: none of these.</summary>
    public static LifecycleStage Other { get; } = new("OTHER");

    /// <inheritdoc/>
    public static IReadOnlyList<LifecycleStage> Known { get; } = [Subscriber, Lead, MarketingQualifiedLead, SalesQualifiedLead, Opportunity, Customer, Evangelist, Other];

    /// <inheritdoc/>
    public static LifecycleStage From(string value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
