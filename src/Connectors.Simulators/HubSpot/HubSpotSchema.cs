namespace Connectors.Simulators.HubSpot;

/// <summary>The account's properties, HubSpot's own and the customer's, and its pipelines.</summary>
public sealed class HubSpotSchema
{
    internal const string UniqueProperty = "external_id";
    private readonly StateTable<HubSpotCustomProperty> _custom;
    private readonly Dictionary<string, Dictionary<string, HubSpotProperty>> _byType = new(StringComparer.Ordinal);

    internal HubSpotSchema(HubSpotSimulator simulator)
    {
        foreach (var type in HubSpotTypes.All)
        {
            _byType[type.Name] = type.Properties.ToDictionary(property => property.Name, StringComparer.Ordinal);
        }

        _custom = new StateTable<HubSpotCustomProperty>(simulator.State, "properties", OnChanged);
    }

    /// <summary>Adds a customer's own property, or changes it.</summary>
    /// <param name="objectType">The object type, such as <c>contacts</c>.</param>
    /// <param name="property">The property.</param>
    public void AddProperty(string objectType, HubSpotProperty property)
    {
        ArgumentNullException.ThrowIfNull(property);
        _custom.Put($"{objectType}/{property.Name}", new HubSpotCustomProperty(objectType, property with { HubSpotDefined = false }));
    }

    internal static IReadOnlyList<HubSpotPipeline> Pipelines(HubSpotObjectType type) => type.Name switch
    {
        HubSpotTypes.Deals => [HubSpotPipeline.Sales],
        HubSpotTypes.Tickets => [HubSpotPipeline.Support],
        _ => [],
    };

    internal IReadOnlyList<HubSpotProperty> Of(HubSpotObjectType type)
    {
        lock (_byType)
        {
            return [.. _byType[type.Name].Values];
        }
    }

    internal HubSpotProperty? Find(HubSpotObjectType type, string name)
    {
        lock (_byType)
        {
            return _byType[type.Name].GetValueOrDefault(name);
        }
    }

    private void OnChanged(string key, HubSpotCustomProperty? old, HubSpotCustomProperty? custom)
    {
        if (custom is not null)
        {
            lock (_byType)
            {
                _byType[custom.ObjectType][custom.Property.Name] = custom.Property;
            }
        }
    }
}

/// <summary>A customer's own property as it is kept.</summary>
internal sealed record HubSpotCustomProperty(string ObjectType, HubSpotProperty Property);

/// <summary>A pipeline with its stages.</summary>
internal sealed record HubSpotPipeline(string Id, string Label, IReadOnlyList<HubSpotStage> Stages)
{
    public static HubSpotPipeline Sales { get; } = new("default", "Sales Pipeline",
    [
        new("appointmentscheduled", "Appointment Scheduled", "0.2", IsClosed: false),
        new("qualifiedtobuy", "Qualified To Buy", "0.4", IsClosed: false),
        new("presentationscheduled", "Presentation Scheduled", "0.6", IsClosed: false),
        new("decisionmakerboughtin", "Decision Maker Bought-In", "0.8", IsClosed: false),
        new("contractsent", "Contract Sent", "0.9", IsClosed: false),
        new("closedwon", "Closed Won", "1.0", IsClosed: true),
        new("closedlost", "Closed Lost", "0.0", IsClosed: true),
    ]);

    public static HubSpotPipeline Support { get; } = new("0", "Support Pipeline",
    [
        new("1", "New", null, IsClosed: false),
        new("2", "Waiting on contact", null, IsClosed: false),
        new("3", "Waiting on us", null, IsClosed: false),
        new("4", "Closed", null, IsClosed: true),
    ]);
}

/// <summary>A stage of a pipeline; deals have a probability, tickets a state.</summary>
internal sealed record HubSpotStage(string Id, string Label, string? Probability, bool IsClosed);
