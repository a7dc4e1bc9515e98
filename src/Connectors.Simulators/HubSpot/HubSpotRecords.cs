using System.Text.Json;

namespace Connectors.Simulators.HubSpot;

/// <summary>Reads and writes CRM objects as HubSpot shows them: every property value is text.</summary>
internal sealed class HubSpotRecords(HubSpotSimulator simulator)
{
    /// <summary>Returns a property's value as text, or null when it has none.</summary>
    public string? Value(HubSpotObjectType type, SimulatedRecord record, string property) => property switch
    {
        "hs_object_id" => record.Id,
        "createdate" => Timestamps.Iso(record.CreatedAt),
        "associatedcompanyid" when Is(type, HubSpotTypes.Contacts) =>
            simulator.Associations.Of(type.Name, record.Id, HubSpotTypes.Companies).FirstOrDefault(link => link.Primary).ToId,
        "hs_is_closed" when Is(type, HubSpotTypes.Deals) => Stage(record) is { IsClosed: true } ? "true" : "false",
        "hs_is_closed_won" when Is(type, HubSpotTypes.Deals) => string.Equals(record.Text("dealstage"), "closedwon", StringComparison.Ordinal) ? "true" : "false",
        "hs_deal_stage_probability" when Is(type, HubSpotTypes.Deals) => Stage(record)?.Probability,
        _ when string.Equals(property, type.ModifiedProperty, StringComparison.Ordinal) => Timestamps.Iso(record.ModifiedAt),
        _ => record.Text(property) is { Length: > 0 } text ? text : null,
    };

    /// <summary>Returns the properties of an answer: the default ones, or those asked for and the three that always come.</summary>
    public static IReadOnlyList<string> Shown(HubSpotObjectType type, IReadOnlyList<string> asked) =>
        asked.Count == 0 ? type.DefaultProperties : [.. asked.Union(["createdate", "hs_object_id", type.ModifiedProperty], StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>Writes one object; properties that do not exist are left out.</summary>
    public void Write(Utf8JsonWriter writer, HubSpotObjectType type, SimulatedRecord record, IReadOnlyList<string> shown, IReadOnlyList<string>? associations = null)
    {
        WriteStart(writer, record, shown.Where(name => simulator.Schema.Find(type, name) is not null).Select(name => (name, Value(type, record, name))));
        WriteAssociations(writer, type, record, associations ?? []);
        writer.WriteEndObject();
    }

    /// <summary>Writes one object as the answer to a write: what was written and the default properties, none without a value.</summary>
    public void WriteWritten(Utf8JsonWriter writer, HubSpotObjectType type, SimulatedRecord record, IEnumerable<string> written, bool? isNew = null, string? traceId = null)
    {
        WriteStart(writer, record, type.DefaultProperties.Union(written, StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(name => (name, Value(type, record, name))).Where(pair => pair.Item2 is not null));
        if (isNew is { } flag)
        {
            writer.WriteBoolean("new", flag);
        }

        if (traceId is not null)
        {
            writer.WriteString("objectWriteTraceId", traceId);
        }

        writer.WriteEndObject();
    }

    private static void WriteStart(Utf8JsonWriter writer, SimulatedRecord record, IEnumerable<(string Name, string? Value)> properties)
    {
        writer.WriteStartObject();
        writer.WriteString("id", record.Id);
        writer.WriteStartObject("properties");
        foreach (var (name, value) in properties)
        {
            writer.WriteString(name, value);
        }

        writer.WriteEndObject();
        writer.WriteString("createdAt", Timestamps.Iso(record.CreatedAt));
        writer.WriteString("updatedAt", Timestamps.Iso(record.ModifiedAt));
        writer.WriteBoolean("archived", record.IsDeleted);
        if (record.DeletedAt is { } archivedAt)
        {
            writer.WriteString("archivedAt", Timestamps.Iso(archivedAt));
        }

    }

    private static bool Is(HubSpotObjectType type, string name) => string.Equals(type.Name, name, StringComparison.Ordinal);

    private static HubSpotStage? Stage(SimulatedRecord deal) =>
        HubSpotPipeline.Sales.Stages.FirstOrDefault(stage => string.Equals(stage.Id, deal.Text("dealstage"), StringComparison.Ordinal));

    private void WriteAssociations(Utf8JsonWriter writer, HubSpotObjectType type, SimulatedRecord record, IReadOnlyList<string> associations)
    {
        var any = false;
        foreach (var name in associations)
        {
            if (HubSpotTypes.Find(name) is not { } target || HubSpotAssociationTypes.Find(type.Name, target.Name) is not { } kind)
            {
                continue;
            }

            var links = simulator.Associations.Of(type.Name, record.Id, target.Name);
            if (links.Count == 0)
            {
                continue;
            }

            if (!any)
            {
                writer.WriteStartObject("associations");
                any = true;
            }

            writer.WriteStartObject(target.Name);
            writer.WriteStartArray("results");
            foreach (var (toId, primary) in links)
            {
                foreach (var label in kind.Names(primary))
                {
                    writer.WriteStartObject();
                    writer.WriteString("id", toId);
                    writer.WriteString("type", label);
                    writer.WriteEndObject();
                }
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        if (any)
        {
            writer.WriteEndObject();
        }
    }
}
