using System.Text.Json;

namespace Connectors.Simulators.HubSpot;

/// <summary>Writes records: unique values, associations, and what the ledger keeps of it.</summary>
internal sealed class HubSpotWriter(HubSpotSimulator simulator)
{
    /// <summary>Creates a record with its associations.</summary>
    public SimulatedRecord Create(HubSpotObjectType type, Dictionary<string, object?> values, JsonElement input) => simulator.State.Commit(() =>
    {
        Unique(type, values, null);
        var links = Associations(type, input).ToList();
        var record = simulator.Store(type).Create(values);
        foreach (var (toType, toId, primary) in links)
        {
            simulator.Associations.Link(type.Name, record.Id, toType, toId, primary);
        }

        simulator.Ledger.Wrote(type.Name + ".create", record.Id);
        return record;
    });

    /// <summary>Finds what would keep a record from being created.</summary>
    public void CheckCreate(HubSpotObjectType type, Dictionary<string, object?> values, JsonElement input)
    {
        Unique(type, values, null);
        _ = Associations(type, input).Count();
    }

    /// <summary>Changes a record.</summary>
    public SimulatedRecord Update(HubSpotObjectType type, string id, Dictionary<string, object?> values) => simulator.State.Commit(() =>
    {
        Unique(type, values, id);
        var record = simulator.Store(type).Update(id, values);
        simulator.Ledger.Wrote(type.Name + ".update", id);
        return record;
    });

    /// <summary>Finds a record that is not archived, by id or by a unique property.</summary>
    public SimulatedRecord? Find(HubSpotObjectType type, string id, string? idProperty)
    {
        if (string.IsNullOrEmpty(idProperty) || string.Equals(idProperty, "hs_object_id", StringComparison.Ordinal))
        {
            return simulator.Store(type).Find(id);
        }

        if (!IsUnique(type, idProperty))
        {
            throw HubSpotErrors.Invalid($"Property \"{idProperty}\" is not a unique property of {type.Name}");
        }

        return simulator.Store(type).FindBy(idProperty, id);
    }

    public bool IsUnique(HubSpotObjectType type, string property) =>
        (string.Equals(property, "email", StringComparison.Ordinal) && string.Equals(type.Name, HubSpotTypes.Contacts, StringComparison.Ordinal))
        || simulator.Schema.Find(type, property) is { HasUniqueValue: true };

    private void Unique(HubSpotObjectType type, Dictionary<string, object?> values, string? id)
    {
        foreach (var (name, value) in values)
        {
            if (value is string text && IsUnique(type, name)
                && simulator.Store(type).FindBy(name, text) is { } other && !string.Equals(other.Id, id, StringComparison.Ordinal))
            {
                throw new HubSpotRefusal(409, $"{char.ToUpperInvariant(type.Singular[0])}{type.Singular[1..]} already exists. Existing ID: {other.Id}", "CONFLICT")
                {
                    Context = new Dictionary<string, string[]>(StringComparer.Ordinal) { ["existingId"] = [other.Id] },
                };
            }
        }
    }

    private IEnumerable<(string ToType, string ToId, bool Primary)> Associations(HubSpotObjectType type, JsonElement input)
    {
        if (!input.TryGetProperty("associations", out var associations) || associations.ValueKind != JsonValueKind.Array)
        {
            yield break;
        }

        foreach (var association in associations.EnumerateArray())
        {
            var toId = association.GetProperty("to").GetProperty("id").ToString();
            foreach (var spec in association.GetProperty("types").EnumerateArray())
            {
                var number = spec.GetProperty("associationTypeId").GetInt32();
                var (kind, primary) = HubSpotAssociationTypes.FindNumber(type.Name, number)
                    ?? throw HubSpotErrors.Invalid($"Association type id {number} doesn't exist between the given object types");
                if (simulator.Store(HubSpotTypes.Find(kind.ToType)!).Find(toId) is not { IsDeleted: false })
                {
                    throw HubSpotErrors.NotFound();
                }

                yield return (kind.ToType, toId, primary);
            }
        }
    }
}
