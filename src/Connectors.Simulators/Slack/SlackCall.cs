using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Connectors.Simulators.Slack;

/// <summary>Who calls: an app in a workspace, as its bot or for a person.</summary>
internal sealed record SlackCaller(string Token, string Team, string ClientId, string UserId, bool IsBot, IReadOnlyList<string> Scopes)
{
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>A token that names no scopes may do everything.</summary>
    public bool Has(string scope) => Scopes.Count == 0 || Scopes.Contains(scope, StringComparer.Ordinal);

    public void Require(string scope)
    {
        if (!Has(scope))
        {
            throw SlackErrors.MissingScope([scope], Scopes);
        }
    }
}

/// <summary>One call of a method, past the gate.</summary>
internal sealed record SlackCall(HttpContext Context, SlackCaller Caller, SlackArguments Arguments)
{
    /// <summary>Gets or sets a warning that belongs to what was done.</summary>
    public string? Warning { get; set; }

    public static JsonObject Ok() => new() { ["ok"] = true };
}

/// <summary>A method of the Web API: its limit, the scopes of which one is needed, and what it does.</summary>
internal sealed record SlackMethod(string Name, RateLimit? Limit, IReadOnlyList<string> Scopes, Func<SlackCall, JsonObject> Answer)
{
    /// <summary>Gets whether arguments may come as JSON; otherwise such a body is not looked into.</summary>
    public bool TakesJson { get; init; }
}
