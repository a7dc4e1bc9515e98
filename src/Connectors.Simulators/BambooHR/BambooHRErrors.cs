using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Connectors.Simulators.BambooHR;

/// <summary>A request that BambooHR refuses, on its way to the answer.</summary>
/// <param name="status">The HTTP status.</param>
/// <param name="message">What is wrong, or nothing.</param>
/// <param name="code">The code of the new endpoints' JSON error; null for the old ones, whose body is empty.</param>
internal sealed class BambooHRRefusal(int status, string message = "", string? code = null) : Exception(message)
{
    public int Status { get; } = status;

    public string? Code { get; } = code;

    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromSeconds(30);
}

/// <summary>Writes BambooHR's errors: text in a header and no body, or the JSON of the new endpoints.</summary>
internal static class BambooHRErrors
{
    public const string MessageHeader = "X-BambooHR-Error-Message";

    public static BambooHRRefusal BadRequest(string message) => new(400, message);

    public static BambooHRRefusal NotFound(string message) => new(404, message);

    public static BambooHRRefusal Conflict(string message) => new(409, message);

    /// <summary>A parameter of the new list that is not right.</summary>
    public static BambooHRRefusal BadList(string message) => new(400, message, "BadRequest");

    /// <summary>A cursor that is no cursor, or whose employee has gone.</summary>
    public static BambooHRRefusal BadPage(string message) => new(400, message, "BadPage");

    public static Task WriteAsync(HttpContext context, BambooHRRefusal refusal)
    {
        if (refusal.Status == StatusCodes.Status429TooManyRequests)
        {
            context.Response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(refusal.RetryAfter.TotalSeconds)).ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        if (refusal.Code is not null)
        {
            return Answer.JsonAsync(context, refusal.Status, new JsonObject { ["error"] = new JsonObject { ["code"] = refusal.Code, ["message"] = refusal.Message } });
        }

        if (refusal.Message.Length > 0)
        {
            context.Response.Headers[MessageHeader] = refusal.Message;
        }

        return Answer.EmptyAsync(context, refusal.Status);
    }
}
