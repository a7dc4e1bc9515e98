using System.Text.Json.Nodes;
using Connectors.Simulators.Tests.Specs;

namespace Connectors.Simulators.Tests.Slack;

/// <summary>The simulator's answers against Slack's official description, which was last changed in 2021.</summary>
public sealed class SpecTests
{
    // What is answered and not described, and why. Each must be met, so that the list cannot outlive its reasons.
    private static readonly (string Method, string Path, string Reason)[] s_undescribed =
    [
        ("conversations.list", "channels[].context_team_id", "came after 2021: fact sheet, 6"),
        ("conversations.list", "channels[].updated", "came after 2021: fact sheet, 6"),
        ("conversations.info", "channel.context_team_id", "came after 2021: fact sheet, 6"),
        ("conversations.info", "channel.updated", "came after 2021: fact sheet, 6"),
        ("conversations.create", "channel.context_team_id", "came after 2021: fact sheet, 6"),
        ("conversations.create", "channel.updated", "came after 2021: fact sheet, 6"),
        ("conversations.join", "channel.context_team_id", "came after 2021: fact sheet, 6"),
        ("conversations.join", "channel.updated", "came after 2021: fact sheet, 6"),
        ("conversations.history", "response_metadata", "the description's own example has it, its schema does not"),
        ("conversations.history", "messages[].app_id", "came after 2021: fact sheet, 6"),
        ("conversations.history", "messages[].edited", "fact sheet, 6; the description's message object lacks it"),
        ("chat.postMessage", "message.app_id", "came after 2021: fact sheet, 6"),
        ("auth.test", "expires_in", "belongs to token rotation, which came after: fact sheet, 3"),
    ];

    private readonly ManualTimeProvider _clock = new();
    private readonly HashSet<string> _met = [];

    [SpecFact("slack")]
    public async Task Answers_AreAsDescribed()
    {
        await using var slack = Workspace.Open(_clock);
        slack.Simulator.Limits.Lift();
        var general = slack.Channel("general").Id;
        var person = slack.Simulator.Users.Snapshot().Last(user => user.Text("email") is not null && !user.IsDeleted);

        await CheckAsync(slack, HttpMethod.Get, "auth.test");
        await CheckAsync(slack, HttpMethod.Get, "users.list", ("include_locale", "true"));
        await CheckAsync(slack, HttpMethod.Get, "users.list", ("limit", "7"));
        await CheckAsync(slack, HttpMethod.Get, "users.info", ("user", "USLACKBOT"));
        await CheckAsync(slack, HttpMethod.Get, "users.lookupByEmail", ("email", person.Text("email")!));
        await CheckAsync(slack, HttpMethod.Get, "conversations.list", ("types", "public_channel,private_channel,im"), ("limit", "999"));
        await CheckAsync(slack, HttpMethod.Get, "conversations.info", ("channel", general), ("include_num_members", "true"));
        await CheckAsync(slack, HttpMethod.Get, "conversations.members", ("channel", general), ("limit", "3"));
        var posted = await CheckAsync(slack, HttpMethod.Post, "chat.postMessage", ("channel", general), ("text", "hi"), ("blocks", """[{"type":"divider"}]"""));
        await CheckAsync(slack, HttpMethod.Post, "chat.postMessage", ("channel", general), ("text", "re"), ("thread_ts", (string)posted["ts"]!));
        await CheckAsync(slack, HttpMethod.Post, "chat.update", ("channel", general), ("ts", (string)posted["ts"]!), ("text", "ho"));
        await CheckAsync(slack, HttpMethod.Get, "conversations.history", ("channel", general));
        await CheckAsync(slack, HttpMethod.Post, "chat.delete", ("channel", general), ("ts", (string)posted["ts"]!));
        await CheckAsync(slack, HttpMethod.Post, "conversations.create", ("name", "described"));
        await CheckAsync(slack, HttpMethod.Post, "conversations.join", ("channel", slack.Channel("random").Id));
        await CheckAsync(slack, HttpMethod.Post, "conversations.join", ("channel", slack.Channel("random").Id));
        await CheckAsync(slack, HttpMethod.Get, "auth.revoke", ("test", "1"));
        slack.Use(slack.Simulator.OAuth.Issue(Simulators.Slack.SlackSimulator.DemoClientId, null, "users:read").Access.Value);
        await CheckAsync(slack, HttpMethod.Get, "auth.test");

        Assert.Equal(s_undescribed.Select(one => $"{one.Method} {one.Path}").Order(), _met.Order());
    }

    [SpecFact("slack")]
    public async Task Errors_AreAsDescribed()
    {
        await using var slack = Workspace.Open(_clock);
        var archived = slack.Channels.First(channel => channel["is_archived"] is true).Id;

        await CheckErrorAsync(slack, HttpMethod.Get, "users.info", "user_not_found", ("user", "U0NOBODY"));
        await CheckErrorAsync(slack, HttpMethod.Get, "users.list", "invalid_cursor", ("cursor", "x"));
        await CheckErrorAsync(slack, HttpMethod.Get, "users.lookupByEmail", "users_not_found", ("email", "x"));
        await CheckErrorAsync(slack, HttpMethod.Get, "conversations.info", "channel_not_found", ("channel", "C0"));
        await CheckErrorAsync(slack, HttpMethod.Get, "conversations.history", "invalid_ts_latest", ("channel", slack.Channel("general").Id), ("latest", "x"));
        await CheckErrorAsync(slack, HttpMethod.Get, "conversations.members", "invalid_limit", ("channel", slack.Channel("general").Id), ("limit", "x"));
        await CheckErrorAsync(slack, HttpMethod.Get, "conversations.replies", "thread_not_found", ("channel", slack.Channel("general").Id), ("ts", "1.0"));
        await CheckErrorAsync(slack, HttpMethod.Post, "conversations.create", "name_taken", ("name", "general"));
        await CheckErrorAsync(slack, HttpMethod.Post, "conversations.join", "is_archived", ("channel", archived));
        await CheckErrorAsync(slack, HttpMethod.Post, "chat.postMessage", "no_text", ("channel", "general"));
        await CheckErrorAsync(slack, HttpMethod.Post, "chat.postMessage", "not_in_channel", ("channel", "random"), ("text", "x"));
        await CheckErrorAsync(slack, HttpMethod.Post, "chat.delete", "message_not_found", ("channel", archived), ("ts", "1.000000"));
        slack.UseScopes("users:read");
        await CheckErrorAsync(slack, HttpMethod.Get, "conversations.list", "missing_scope");
        slack.Use(null);
        await CheckErrorAsync(slack, HttpMethod.Get, "auth.test", "not_authed");
        await CheckErrorAsync(slack, HttpMethod.Get, "oauth.v2.access", "invalid_client_id", ("code", "x"));
    }

    private static ApiDescription Description() => ApiDescription.Load(SpecFolder.PathOf("slack", "slack_web_openapi_v2.json"));

    private static async Task<JsonNode> SendAsync(Workspace slack, HttpMethod verb, string method, (string Name, string Value)[] arguments)
    {
        var query = verb == HttpMethod.Get ? "?" + string.Join('&', arguments.Select(pair => $"{pair.Name}={Uri.EscapeDataString(pair.Value)}")) : "";
        using var request = new HttpRequestMessage(verb, method + query) { Content = verb == HttpMethod.Get ? null : Some.Form(arguments) };
        return await slack.Client.SendAsync(request).JsonAsync();
    }

    private static async Task CheckErrorAsync(Workspace slack, HttpMethod verb, string method, string error, params (string Name, string Value)[] arguments)
    {
        var answer = await SendAsync(slack, verb, method, arguments);

        Assert.Equal(error, (string?)answer["error"]);
        Assert.Empty(Description().CheckError(verb, $"/{method}", answer));
    }

    private async Task<JsonNode> CheckAsync(Workspace slack, HttpMethod verb, string method, params (string Name, string Value)[] arguments)
    {
        var answer = await SendAsync(slack, verb, method, arguments);
        Assert.True((bool)answer["ok"]!, $"{method}: {answer.ToJsonString()}");
        var described = answer.DeepClone();
        foreach (var (_, path, _) in s_undescribed.Where(one => one.Method == method))
        {
            if (Remove(described, path.Split('.')))
            {
                _met.Add($"{method} {path}");
            }
        }

        // Of an updated message the description names the text only, and does not close the list.
        Assert.Empty(Description().Check(verb, $"/{method}", 200, described, allowUndocumented: method == "chat.update"));
        return answer;
    }

    private static bool Remove(JsonNode? node, ReadOnlySpan<string> path)
    {
        if (node is not JsonObject at)
        {
            return false;
        }

        if (path.Length == 1)
        {
            return at.Remove(path[0]);
        }

        if (!path[0].EndsWith("[]", StringComparison.Ordinal))
        {
            return Remove(at[path[0]], path[1..]);
        }

        var any = false;
        foreach (var item in at[path[0][..^2]]?.AsArray() ?? [])
        {
            any |= Remove(item, path[1..]);
        }

        return any;
    }
}
