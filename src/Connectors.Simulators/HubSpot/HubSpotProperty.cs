namespace Connectors.Simulators.HubSpot;

/// <summary>A property of a CRM object type, as the properties API describes it.</summary>
/// <param name="Name">Its internal name.</param>
/// <param name="Label">Its label.</param>
/// <param name="Type">One of bool, date, datetime, enumeration, number, phone_number, string.</param>
/// <param name="FieldType">How it is edited: text, textarea, number, select, checkbox, booleancheckbox, date, phonenumber, html.</param>
/// <param name="GroupName">The group in which it is shown.</param>
public sealed record HubSpotProperty(string Name, string Label, string Type, string FieldType, string GroupName)
{
    /// <summary>Gets the values of an enumeration, each also its label unless told otherwise.</summary>
    public IReadOnlyList<HubSpotOption> Options { get; init; } = [];

    /// <summary>Gets whether no two records may have the same value.</summary>
    public bool HasUniqueValue { get; init; }

    /// <summary>Gets whether the property cannot be written.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>Gets whether HubSpot defined it; false for a customer's own.</summary>
    public bool HubSpotDefined { get; init; } = true;

    /// <summary>Gets whether its options live elsewhere, as owners do.</summary>
    public bool ExternalOptions { get; init; }

    /// <summary>Gets the type of the objects that it refers to, such as <c>OWNER</c>.</summary>
    public string? ReferencedObjectType { get; init; }
}

/// <summary>One value of an enumeration.</summary>
/// <param name="Value">The internal value.</param>
/// <param name="Label">The label.</param>
public sealed record HubSpotOption(string Value, string Label);
