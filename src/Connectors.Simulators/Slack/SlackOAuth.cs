using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Primitives;

namespace Connectors.Simulators.Slack;

/// <summary>Slack's OAuth v2: comma-separated scopes, a bot's and a person's token in one answer, rotation, 200 even for errors.</summary>
internal static class SlackOAuth
{
    /// <summary>Gets how long an access token lives when the app uses token rotation.</summary>
    public static TimeSpan RotatedLifetime { get; } = TimeSpan.FromHours(12);

    public static OAuthServer CreateServer(SlackSimulator simulator) => new(simulator, SlackSimulator.DemoTeam, new OAuthServerOptions
    {
        AccessTokenLifetime = RotatedLifetime,
        ScopeParameters = ["scope", "user_scope"],
        GrantsOptionalScopes = false,
        ScopeSeparators = ", ",
        RotateRefreshTokens = true,
        AllowPlainPkce = false,
        IssuesRefreshToken = _ => simulator.TokenRotation,
        AccessTokenFormat = (grant, text) => (simulator.TokenRotation ? "xoxe." : "") + (grant.Subject is null ? "xoxb-" : "xoxp-") + text,
        RefreshTokenFormat = (_, text) => "xoxe-1-" + text,
        Success = (context, issue) => Success(simulator, issue),
        Failure = (context, error) => (StatusCodes.Status200OK, new JsonObject { ["ok"] = false, ["error"] = NameOf(error.Reason) }),
    });

    public static void Map(IEndpointRouteBuilder routes, SlackSimulator simulator)
    {
        routes.MapGet("/oauth/v2/authorize", simulator.OAuth.AuthorizeAsync);
        routes.MapMethods("/api/oauth.v2.access", ["GET", "POST"], context => AccessAsync(simulator, context));
    }

    /// <summary>Describes the workspace as answers of OAuth have it.</summary>
    public static string TeamName(string team) => string.Equals(team, SlackSimulator.DemoTeam, StringComparison.Ordinal) ? "Acme Demo" : $"Workspace {team}";

    private static async Task AccessAsync(SlackSimulator simulator, HttpContext context)
    {
        Ledger.Tag(context, "method", "oauth.v2.access");
        var form = await Requests.FormAsync(context).ConfigureAwait(false);
        var fields = new Dictionary<string, StringValues>(StringComparer.Ordinal);
        foreach (var (name, value) in context.Request.Query.Concat(form))
        {
            fields[name] = value;
        }

        // Slack's code exchange names no grant type.
        fields.TryAdd("grant_type", "authorization_code");
        context.Request.Form = new FormCollection(fields);
        await simulator.OAuth.TokenAsync(context).ConfigureAwait(false);
    }

    private static string NameOf(OAuthReason reason) => reason switch
    {
        OAuthReason.MissingParameter or OAuthReason.UnknownClient => "invalid_client_id",
        OAuthReason.BadClientSecret => "bad_client_secret",
        OAuthReason.UnsupportedGrantType => "invalid_grant_type",
        OAuthReason.RedirectMismatch => "bad_redirect_uri",
        OAuthReason.BadVerifier => "invalid_code_verifier",
        OAuthReason.BadRefreshToken or OAuthReason.RefreshTokenExpired or OAuthReason.RefreshTokenReused => "invalid_refresh_token",
        _ => "invalid_code",
    };

    private static JsonObject Success(SlackSimulator simulator, OAuthIssue issue)
    {
        var answer = SlackCall.Ok();
        var grant = issue.Grant;
        if (issue.IsRenewal || grant.Scopes.Count > 0)
        {
            Put(answer, issue);
        }

        if (!issue.IsRenewal && grant.Scopes.Count > 0)
        {
            answer["bot_user_id"] = SlackSimulator.DemoBotUser;
        }

        answer["app_id"] = SlackSimulator.DemoAppId;
        answer["team"] = new JsonObject { ["name"] = TeamName(grant.Account), ["id"] = grant.Account };
        if (!issue.IsRenewal)
        {
            answer["enterprise"] = null;
            answer["is_enterprise_install"] = false;
            var person = new JsonObject { ["id"] = SlackSimulator.DemoUser };
            if (grant.OptionalScopes.Count > 0)
            {
                Put(person, simulator.OAuth.IssueFor(SlackSimulator.DemoUser, grant.ClientId, grant.Account, grant.OptionalScopes));
            }

            answer["authed_user"] = person;
        }

        return answer;
    }

    private static void Put(JsonObject answer, OAuthIssue issue)
    {
        answer["access_token"] = issue.Access.Value;
        answer["token_type"] = issue.Grant.Subject is null ? "bot" : "user";
        answer["scope"] = string.Join(',', issue.Grant.Scopes);
        if (issue.Refresh is { } refresh)
        {
            answer["expires_in"] = issue.ExpiresIn;
            answer["refresh_token"] = refresh.Value;
        }
    }
}
