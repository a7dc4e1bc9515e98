using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Connectors.Simulators.Slack;

/// <summary>A call is refused: thrown by handlers, answered by the gate. Slack says 200 to almost everything.</summary>
internal sealed class SlackRefusal(string error, int status = StatusCodes.Status200OK) : Exception(error)
{
    public string Error { get; } = error;

    public int Status { get; } = status;

    public TimeSpan? RetryAfter { get; init; }

    public IReadOnlyList<(string Name, JsonNode Value)> Facts { get; init; } = [];
}

/// <summary>Makes and writes Slack's error answers.</summary>
internal static class SlackErrors
{
    private static readonly TimeSpan s_retryAfter = TimeSpan.FromSeconds(30);

    public static SlackRefusal Refuse(string error) => new(error);

    public static SlackRefusal UnknownMethod(string method) => new("unknown_method") { Facts = [("req_method", method)] };

    public static SlackRefusal MissingField(string name) => InvalidArguments($"[ERROR] missing required field: {name}");

    public static SlackRefusal InvalidArguments(string message) => new("invalid_arguments")
    {
        Facts = [("response_metadata", new JsonObject { ["messages"] = new JsonArray(message) })],
    };

    public static SlackRefusal MissingScope(IEnumerable<string> needed, IEnumerable<string> provided) => new("missing_scope")
    {
        Facts = [("needed", string.Join(',', needed)), ("provided", string.Join(',', provided))],
    };

    public static SlackRefusal RateLimited(TimeSpan retryAfter) => new("ratelimited", StatusCodes.Status429TooManyRequests) { RetryAfter = retryAfter };

    /// <summary>Returns the error for a planned fault: 200 stands for a failure that only the body tells.</summary>
    public static SlackRefusal ForStatus(int status) => status switch
    {
        StatusCodes.Status429TooManyRequests => RateLimited(s_retryAfter),
        StatusCodes.Status503ServiceUnavailable => new SlackRefusal("service_unavailable", status),
        StatusCodes.Status401Unauthorized => new SlackRefusal("invalid_auth", status),
        StatusCodes.Status404NotFound => new SlackRefusal("unknown_method", status),
        _ => new SlackRefusal("internal_error", status),
    };

    public static Task WriteAsync(HttpContext context, SlackRefusal refusal)
    {
        var body = new JsonObject { ["ok"] = false, ["error"] = refusal.Error };
        foreach (var (name, value) in refusal.Facts)
        {
            body[name] = value;
        }

        if (refusal.RetryAfter is { } wait)
        {
            context.Response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }

        return Answer.JsonAsync(context, refusal.Status, body, SlackGate.ContentType);
    }
}
