using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Connectors.Simulators.Greenhouse;

/// <summary>A request that Greenhouse refuses, on its way to the answer.</summary>
internal sealed class GreenhouseRefusal(int status, JsonObject body) : Exception(body["message"]?.ToString() ?? "refused")
{
    public int Status { get; } = status;

    public JsonObject Body { get; } = body;
}

/// <summary>Greenhouse's error bodies: <c>{"message", "errors"}</c>, in which <c>errors</c> has objects or plain text.</summary>
internal static class GreenhouseErrors
{
    public const string InvalidJson = "Your request included invalid JSON.";

    public static GreenhouseRefusal Unauthorized() => new(401, new JsonObject { ["message"] = "Unauthorized" });

    public static GreenhouseRefusal Forbidden(string message) => new(403, new JsonObject { ["message"] = message });

    public static GreenhouseRefusal NotFound(string what, string id) => new(404, new JsonObject
    {
        ["message"] = "Resource not found",
        ["errors"] = new JsonArray(new JsonObject { ["message"] = $"Could not find {what} with id {id}", ["field"] = "id" }),
    });

    /// <summary>A field of a body that is not right.</summary>
    public static GreenhouseRefusal Field(string field, string message) => new(422, new JsonObject
    {
        ["message"] = InvalidJson,
        ["errors"] = new JsonArray(new JsonObject { ["message"] = message, ["field"] = field }),
    });

    public static GreenhouseRefusal UnknownAttribute(string name) => Field(name, $"Invalid attribute: {name}");

    public static GreenhouseRefusal NoJson() => new(422, new JsonObject { ["message"] = InvalidJson });

    /// <summary>A state that does not allow what is asked; these come without a top-level message.</summary>
    public static GreenhouseRefusal Conflict(string message) => new(422, new JsonObject
    {
        ["errors"] = new JsonArray(new JsonObject { ["message"] = message }),
    });

    /// <summary>A query parameter that is not right; these errors are plain text.</summary>
    public static GreenhouseRefusal Query(string message) => new(422, new JsonObject
    {
        ["message"] = "Invalid request parameters",
        ["errors"] = new JsonArray(message),
    });

    public static GreenhouseRefusal ForStatus(int status) => status switch
    {
        401 => Unauthorized(),
        403 => Forbidden("Forbidden"),
        404 => new GreenhouseRefusal(404, new JsonObject { ["message"] = "Resource not found" }),
        429 => new GreenhouseRefusal(429, new JsonObject { ["message"] = "Rate limit exceeded" }),
        < 500 => new GreenhouseRefusal(status, new JsonObject { ["message"] = "The request could not be processed." }),
        _ => new GreenhouseRefusal(status, new JsonObject { ["message"] = "Internal server error" }),
    };

    public static Task WriteAsync(HttpContext context, GreenhouseRefusal refusal)
    {
        // A 429 never comes without it, not even one that is played on demand.
        if (refusal.Status == StatusCodes.Status429TooManyRequests && context.Response.Headers.RetryAfter.Count == 0)
        {
            context.Response.Headers.RetryAfter = "30";
        }

        return Answer.JsonAsync(context, refusal.Status, refusal.Body);
    }
}
