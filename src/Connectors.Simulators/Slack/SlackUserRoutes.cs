using System.Text.Json.Nodes;

namespace Connectors.Simulators.Slack;

/// <summary>Members: list, one by id, one by e-mail address.</summary>
internal sealed class SlackUserRoutes(SlackSimulator simulator)
{
    private const string Cursor = "user";

    public IEnumerable<SlackMethod> Methods =>
    [
        new("users.list", simulator.Limits.Tier2, [SlackScopes.UsersRead], List),
        new("users.info", simulator.Limits.Tier4, [SlackScopes.UsersRead], Info),
        new("users.lookupByEmail", simulator.Limits.Tier3, [SlackScopes.UsersReadEmail], Lookup),
    ];

    private JsonObject List(SlackCall call)
    {
        var all = simulator.Users.Snapshot();

        // Without a limit Slack tries to send everybody.
        var limit = call.Arguments["limit"] is null or "" ? Math.Max(1, all.Count) : SlackPaging.Limit(call, byDefault: 200, most: 1000);
        var page = SlackPaging.Page(call, all, limit, Cursor, user => user.Id, out var next);
        var answer = SlackCall.Ok();
        answer["members"] = new JsonArray([.. page.Select(user => (JsonNode)SlackUsers.Json(user, call))]);
        answer["cache_ts"] = simulator.State.Now.ToUnixTimeSeconds();
        answer["response_metadata"] = SlackPaging.Metadata(next);
        return answer;
    }

    private JsonObject Info(SlackCall call)
    {
        var user = simulator.Users.Find(call.Arguments.Required("user")) ?? throw SlackErrors.Refuse("user_not_found");
        return Answer(user, call);
    }

    private JsonObject Lookup(SlackCall call)
    {
        var user = simulator.Users.FindBy("email", call.Arguments.Required("email")) ?? throw SlackErrors.Refuse("users_not_found");
        return Answer(user, call);
    }

    private static JsonObject Answer(SimulatedRecord user, SlackCall call)
    {
        var answer = SlackCall.Ok();
        answer["user"] = SlackUsers.Json(user, call);
        return answer;
    }
}
