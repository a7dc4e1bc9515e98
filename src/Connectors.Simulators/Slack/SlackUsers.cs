using System.Text.Json.Nodes;

namespace Connectors.Simulators.Slack;

/// <summary>Writes members as Slack shows them.</summary>
internal static class SlackUsers
{
    private static readonly string[] s_images = ["24", "32", "48", "72", "192", "512"];

    public static JsonObject Json(SimulatedRecord user, SlackCall call)
    {
        var answer = new JsonObject
        {
            ["id"] = user.Id,
            ["team_id"] = call.Caller.Team,
            ["name"] = user.Text("name"),
            ["deleted"] = user.IsDeleted,
        };
        if (!user.IsDeleted)
        {
            PutActive(answer, user, call);
        }

        answer["profile"] = Profile(user, call);
        answer["is_bot"] = Is(user, "is_bot");
        answer["is_app_user"] = false;
        answer["updated"] = user.ModifiedAt.ToUnixTimeSeconds();
        return answer;
    }

    // A deactivated member's object has none of these, not even as false.
    private static void PutActive(JsonObject answer, SimulatedRecord user, SlackCall call)
    {
        answer["color"] = user.Text("color");
        answer["real_name"] = user.Text("real_name");
        answer["tz"] = user.Text("tz");
        answer["tz_label"] = user.Text("tz_label");
        answer["tz_offset"] = user["tz_offset"] as long? ?? 0;
        answer["is_admin"] = Is(user, "is_admin");
        answer["is_owner"] = Is(user, "is_owner");
        answer["is_primary_owner"] = Is(user, "is_primary_owner");
        answer["is_restricted"] = Is(user, "is_restricted");
        answer["is_ultra_restricted"] = Is(user, "is_ultra_restricted");
        if (call.Arguments.Flag("include_locale"))
        {
            answer["locale"] = user.Text("locale") ?? "en-US";
        }
    }

    private static JsonObject Profile(SimulatedRecord user, SlackCall call)
    {
        var name = user.Text("real_name") ?? "";
        var display = user.Text("display_name") ?? "";
        var hash = "g" + Deterministic.Hex(0, user.Id, 0, 11);
        var profile = new JsonObject
        {
            ["title"] = user.Text("title") ?? "",
            ["phone"] = user.Text("phone") ?? "",
            ["skype"] = "",
            ["real_name"] = name,
            ["real_name_normalized"] = name,
            ["display_name"] = display,
            ["display_name_normalized"] = display,
            ["fields"] = null,
            ["status_text"] = user.Text("status_text") ?? "",
            ["status_emoji"] = user.Text("status_emoji") ?? "",
            ["status_expiration"] = 0,
            ["avatar_hash"] = hash,
            ["team"] = call.Caller.Team,
        };
        foreach (var field in (string[])["first_name", "last_name", "bot_id", "api_app_id"])
        {
            if (user.Text(field) is { } text)
            {
                profile[field] = text;
            }
        }

        if (user.Text("email") is { } email && call.Caller.Has(SlackScopes.UsersReadEmail))
        {
            profile["email"] = email;
        }

        foreach (var size in s_images)
        {
            profile[$"image_{size}"] = $"https://avatars.example.com/{hash}-{size}.png";
        }

        return profile;
    }

    private static bool Is(SimulatedRecord user, string field) => user[field] is true;
}
