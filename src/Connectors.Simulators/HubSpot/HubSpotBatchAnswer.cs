using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Connectors.Simulators.HubSpot;

/// <summary>Writes the answer of a batch: what went well, what did not, and when.</summary>
internal static class HubSpotBatchAnswer
{
    /// <summary>Adds the caller's own id of the input that failed.</summary>
    public static HubSpotRefusal Traced(HubSpotRefusal refusal, string? traceId) => traceId is null ? refusal : new HubSpotRefusal(refusal.Status, refusal.Message, refusal.Category)
    {
        Details = refusal.Details,
        Context = new Dictionary<string, string[]>(refusal.Context, StringComparer.Ordinal) { ["objectWriteTraceId"] = [traceId] },
    };

    /// <summary>Answers with the status given, or with 207 when something failed.</summary>
    public static Task WriteAsync(HubSpotSimulator simulator, HttpContext context, int status, Action<Utf8JsonWriter> results, List<HubSpotRefusal> errors) =>
        Answer.JsonAsync(context, errors.Count == 0 ? status : StatusCodes.Status207MultiStatus, writer =>
        {
            var now = Timestamps.Iso(simulator.State.Now);
            writer.WriteStartObject();
            writer.WriteString("status", "COMPLETE");
            writer.WriteStartArray("results");
            results(writer);
            writer.WriteEndArray();
            if (errors.Count > 0)
            {
                writer.WriteNumber("numErrors", errors.Count);
                writer.WritePropertyName("errors");
                new JsonArray([.. errors.Select(Standard)]).WriteTo(writer);
            }

            writer.WriteString("requestedAt", now);
            writer.WriteString("startedAt", now);
            writer.WriteString("completedAt", now);
            writer.WriteEndObject();
        });

    // A batch's errors have every field of the description, empty or not.
    private static JsonNode Standard(HubSpotRefusal refusal)
    {
        var error = HubSpotErrors.Json(refusal);
        error["errors"] ??= new JsonArray();
        error["context"] ??= new JsonObject();
        error["links"] = new JsonObject();
        return error;
    }
}
