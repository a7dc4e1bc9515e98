using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Connectors.Simulators.HubSpot;

/// <summary>Descriptions: properties and pipelines, all in one answer.</summary>
internal sealed class HubSpotSchemaRoutes(HubSpotSimulator simulator, HubSpotGate gate)
{
    private static readonly DateTimeOffset s_since = new(2022, 1, 10, 8, 0, 0, TimeSpan.Zero);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapCrm(HttpMethod.Get, "properties", "/{type}", gate.Guard(Scopes, PropertiesAsync));
        routes.MapCrm(HttpMethod.Get, "properties", "/{type}/{name}", gate.Guard(Scopes, PropertyAsync));
        routes.MapCrm(HttpMethod.Get, "pipelines", "/{type}", gate.Guard(Scopes, PipelinesAsync));
        routes.MapCrm(HttpMethod.Get, "pipelines", "/{type}/{id}", gate.Guard(Scopes, PipelineAsync));
    }

    private static List<string> Scopes(HttpContext context)
    {
        var type = HubSpotGate.TypeOf(context);
        return [.. type.ReadScopes, $"crm.schemas.{type.Name}.read"];
    }

    private Task PropertiesAsync(HttpContext context)
    {
        // None is archived.
        IReadOnlyList<HubSpotProperty> properties = HubSpotPaging.Archived(context) ? [] : simulator.Schema.Of(HubSpotGate.TypeOf(context));
        return ResultsAsync(context, properties, Write);
    }

    private Task PropertyAsync(HttpContext context)
    {
        var property = simulator.Schema.Find(HubSpotGate.TypeOf(context), context.GetRouteValue("name")!.ToString()!) ?? throw HubSpotErrors.NotFound();
        return Answer.JsonAsync(context, StatusCodes.Status200OK, writer => Write(writer, property));
    }

    private static Task PipelinesAsync(HttpContext context) =>
        ResultsAsync(context, HubSpotSchema.Pipelines(HubSpotGate.TypeOf(context)), Write);

    private static Task PipelineAsync(HttpContext context)
    {
        var id = context.GetRouteValue("id")!.ToString();
        var pipeline = HubSpotSchema.Pipelines(HubSpotGate.TypeOf(context)).FirstOrDefault(one => string.Equals(one.Id, id, StringComparison.Ordinal)) ?? throw HubSpotErrors.NotFound();
        return Answer.JsonAsync(context, StatusCodes.Status200OK, writer => Write(writer, pipeline));
    }

    private static Task ResultsAsync<T>(HttpContext context, IReadOnlyList<T> values, Action<Utf8JsonWriter, T> write) =>
        Answer.JsonAsync(context, StatusCodes.Status200OK, writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("results");
            foreach (var value in values)
            {
                write(writer, value);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        });

    private static void Write(Utf8JsonWriter writer, HubSpotProperty property)
    {
        writer.WriteStartObject();
        writer.WriteString("name", property.Name);
        writer.WriteString("label", property.Label);
        writer.WriteString("description", "");
        writer.WriteString("type", property.Type);
        writer.WriteString("fieldType", property.FieldType);
        writer.WriteString("groupName", property.GroupName);
        writer.WriteStartArray("options");
        for (var i = 0; i < property.Options.Count; i++)
        {
            writer.WriteStartObject();
            writer.WriteString("label", property.Options[i].Label);
            writer.WriteString("value", property.Options[i].Value);
            writer.WriteNumber("displayOrder", i);
            writer.WriteBoolean("hidden", value: false);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteBoolean("hasUniqueValue", property.HasUniqueValue);
        writer.WriteBoolean("calculated", value: false);
        writer.WriteBoolean("externalOptions", property.ExternalOptions);
        if (property.ReferencedObjectType is { } referenced)
        {
            writer.WriteString("referencedObjectType", referenced);
        }

        writer.WriteBoolean("hubspotDefined", property.HubSpotDefined);
        writer.WriteBoolean("archived", value: false);
        writer.WriteStartObject("modificationMetadata");
        writer.WriteBoolean("readOnlyValue", property.ReadOnly);
        writer.WriteBoolean("readOnlyDefinition", property.HubSpotDefined);
        writer.WriteBoolean("archivable", !property.HubSpotDefined);
        writer.WriteEndObject();
        WriteTimes(writer);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, HubSpotPipeline pipeline)
    {
        writer.WriteStartObject();
        writer.WriteString("id", pipeline.Id);
        writer.WriteString("label", pipeline.Label);
        writer.WriteNumber("displayOrder", 0);
        writer.WriteBoolean("archived", value: false);
        WriteTimes(writer);
        writer.WriteStartArray("stages");
        for (var i = 0; i < pipeline.Stages.Count; i++)
        {
            var stage = pipeline.Stages[i];
            writer.WriteStartObject();
            writer.WriteString("id", stage.Id);
            writer.WriteString("label", stage.Label);
            writer.WriteNumber("displayOrder", i);
            writer.WriteStartObject("metadata");
            if (stage.Probability is { } probability)
            {
                writer.WriteString("probability", probability);
                writer.WriteString("isClosed", stage.IsClosed ? "true" : "false");
            }
            else
            {
                writer.WriteString("ticketState", stage.IsClosed ? "CLOSED" : "OPEN");
            }

            writer.WriteEndObject();
            writer.WriteBoolean("archived", value: false);
            writer.WriteString("writePermissions", "CRM_PERMISSIONS_ENFORCEMENT");
            WriteTimes(writer);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteTimes(Utf8JsonWriter writer)
    {
        writer.WriteString("createdAt", Timestamps.Iso(s_since));
        writer.WriteString("updatedAt", Timestamps.Iso(s_since));
    }
}
