using System.Text.Json.Nodes;

namespace Connectors.Simulators.Slack;

/// <summary>Who am I, and the end of a token.</summary>
internal sealed class SlackAuthRoutes(SlackSimulator simulator)
{
    public IEnumerable<SlackMethod> Methods =>
    [
        new("auth.test", simulator.Limits.AuthTest, SlackScopes.None, Test) { TakesJson = true },
        new("auth.revoke", simulator.Limits.Tier3, SlackScopes.None, Revoke),
    ];

    private JsonObject Test(SlackCall call)
    {
        var caller = call.Caller;
        var answer = SlackCall.Ok();
        answer["url"] = $"https://{caller.Team.ToLowerInvariant()}.slack.com/";
        answer["team"] = SlackOAuth.TeamName(caller.Team);
        answer["user"] = simulator.Users.Find(caller.UserId)?.Text("name");
        answer["team_id"] = caller.Team;
        answer["user_id"] = caller.UserId;
        if (caller.IsBot)
        {
            answer["bot_id"] = SlackSimulator.DemoBotId;
        }

        answer["is_enterprise_install"] = false;
        if (caller.ExpiresAt is { } end)
        {
            answer["expires_in"] = Math.Max(0, (long)(end - simulator.State.Clock.GetUtcNow()).TotalSeconds);
        }

        return answer;
    }

    private JsonObject Revoke(SlackCall call)
    {
        var answer = SlackCall.Ok();
        if (call.Arguments.Flag("test"))
        {
            answer["revoked"] = false;
            return answer;
        }

        simulator.State.Commit(() =>
        {
            if (simulator.Tokens.Revoke(call.Caller.Token))
            {
                simulator.RevokedTokens.Put(call.Caller.Token, "revoked");
            }
            else
            {
                simulator.OAuth.RevokeGrant(call.Caller.Token);
            }

            simulator.Ledger.Wrote("auth.revoke", call.Caller.Team);
        });
        answer["revoked"] = true;
        return answer;
    }
}
