using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Connectors.Simulators.HubSpot;

/// <summary>HubSpot's OAuth: 30 minute access tokens, refresh tokens that stay the same, v1 and v3+ answers.</summary>
internal static class HubSpotOAuth
{
    private const int AppId = 54321;
    private const int UserId = 9_400_000;
    private const string HubDomain = "acme.example";
    private const string User = "admin@acme.example";

    public static OAuthServer CreateServer(HubSpotSimulator simulator) => new(simulator, HubSpotSimulator.DemoAccount, new OAuthServerOptions
    {
        AccessTokenLifetime = TimeSpan.FromMinutes(30),
        ClientAuthentication = ClientAuthentication.Post,
        GrantTypes = ["authorization_code", "refresh_token"],
        ScopeParameters = ["scope", "optional_scope"],
        AllowPlainPkce = false,
        RefreshTokenFormat = (_, text) => "na1-" + text,
        Success = Success,
        Failure = (context, error) => Failure(simulator, context, error),
    });

    public static void Map(IEndpointRouteBuilder routes, HubSpotSimulator simulator)
    {
        routes.MapGet("/oauth/authorize", simulator.OAuth.AuthorizeAsync);
        foreach (var version in (string[])["v3", HubSpotPaths.Dated])
        {
            routes.MapPost($"/oauth/{version}/token", simulator.OAuth.TokenAsync);
            routes.MapPost($"/oauth/{version}/token/introspect", context => IntrospectAsync(simulator, context));
            routes.MapPost($"/oauth/{version}/token/revoke", context => RevokeAsync(simulator, context));
        }

        routes.MapPost("/oauth/v1/token", simulator.OAuth.TokenAsync);
        routes.MapGet("/oauth/v1/access-tokens/{token}", context => DescribeAsync(simulator, context, isRefresh: false));
        routes.MapGet("/oauth/v1/refresh-tokens/{token}", context => DescribeAsync(simulator, context, isRefresh: true));
        routes.MapDelete("/oauth/v1/refresh-tokens/{token}", context =>
        {
            // Access tokens that are out live on.
            simulator.OAuth.Revoke(context.GetRouteValue("token")!.ToString()!);
            return Answer.EmptyAsync(context, StatusCodes.Status204NoContent);
        });
    }

    private static bool IsV1(HttpContext context) => context.Request.Path.StartsWithSegments("/oauth/v1", StringComparison.Ordinal);

    private static JsonArray Scopes(OAuthGrant grant) => new([.. grant.Scopes.Select(scope => (JsonNode)scope)]);

    private static JsonObject Success(HttpContext context, OAuthIssue issue)
    {
        var answer = new JsonObject
        {
            ["token_type"] = "bearer",
            ["refresh_token"] = issue.Refresh!.Value,
            ["access_token"] = issue.Access.Value,
            ["expires_in"] = issue.ExpiresIn,
        };
        if (!IsV1(context))
        {
            answer["hub_id"] = Hub(issue.Grant);
            answer["scopes"] = Scopes(issue.Grant);
            answer["token_use"] = "access_token";
            answer["user_id"] = UserId;
        }

        return answer;
    }

    private static int Hub(OAuthGrant grant) => int.Parse(grant.Account, CultureInfo.InvariantCulture);

    private static (int Status, object Body) Failure(HubSpotSimulator simulator, HttpContext context, OAuthError error)
    {
        if (!IsV1(context))
        {
            return OAuthAnswers.StandardError(context, error);
        }

        var (status, message) = error.Reason switch
        {
            OAuthReason.UnknownClient or OAuthReason.BadClientSecret => ("BAD_CLIENT_ID", "missing or invalid client id"),
            OAuthReason.BadRefreshToken or OAuthReason.RefreshTokenExpired or OAuthReason.RefreshTokenReused => ("BAD_REFRESH_TOKEN", "missing or invalid refresh token"),
            OAuthReason.BadCode or OAuthReason.CodeUsed or OAuthReason.CodeExpired => ("BAD_AUTH_CODE", "missing or unknown auth code"),
            _ => ("error", error.Description),
        };
        return (400, new JsonObject { ["status"] = status, ["message"] = message, ["correlationId"] = HubSpotGate.Correlate(simulator, context) });
    }

    private static async Task IntrospectAsync(HubSpotSimulator simulator, HttpContext context)
    {
        var form = await Requests.FormAsync(context).ConfigureAwait(false);
        if (simulator.OAuth.Authenticate(context, form, out var error) is null)
        {
            var (status, body) = OAuthAnswers.StandardError(context, error!);
            await Answer.JsonAsync(context, status, body).ConfigureAwait(false);
            return;
        }

        var found = simulator.OAuth.Find(form["token"].ToString());
        await Answer.JsonAsync(context, StatusCodes.Status200OK, found is null ? new JsonObject { ["active"] = false } : Describe(simulator, found.Value)).ConfigureAwait(false);
    }

    private static async Task RevokeAsync(HubSpotSimulator simulator, HttpContext context)
    {
        var form = await Requests.FormAsync(context).ConfigureAwait(false);
        if (simulator.OAuth.Authenticate(context, form, out var error) is null)
        {
            var (status, body) = OAuthAnswers.StandardError(context, error!);
            await Answer.JsonAsync(context, status, body).ConfigureAwait(false);
            return;
        }

        // RFC 7009: a token that is not known is no error.
        simulator.OAuth.Revoke(form["token"].ToString());
        await Answer.EmptyAsync(context, StatusCodes.Status200OK).ConfigureAwait(false);
    }

    private static Task DescribeAsync(HubSpotSimulator simulator, HttpContext context, bool isRefresh)
    {
        var found = simulator.OAuth.Find(context.GetRouteValue("token")!.ToString()!);
        if (found is null || found.Value.Token.IsRefresh != isRefresh || !IsActive(simulator, found.Value))
        {
            return HubSpotErrors.WriteAsync(simulator, context, HubSpotErrors.ForStatus(404));
        }

        var answer = Describe(simulator, found.Value);
        answer.Remove("active");
        answer.Remove("token_use");
        return Answer.JsonAsync(context, StatusCodes.Status200OK, answer);
    }

    private static bool IsActive(HubSpotSimulator simulator, (OAuthToken Token, OAuthGrant Grant) found) =>
        !found.Token.Revoked && !found.Grant.Revoked && !(found.Token.ExpiresAt <= simulator.State.Clock.GetUtcNow());

    private static JsonObject Describe(HubSpotSimulator simulator, (OAuthToken Token, OAuthGrant Grant) found)
    {
        var (token, grant) = found;
        var answer = new JsonObject
        {
            ["active"] = IsActive(simulator, found),
            ["token"] = token.Value,
            ["token_type"] = token.IsRefresh ? "refresh" : "access",
            ["token_use"] = token.IsRefresh ? "refresh_token" : "access_token",
            ["client_id"] = grant.ClientId,
            ["app_id"] = AppId,
            ["hub_id"] = Hub(grant),
            ["hub_domain"] = HubDomain,
            ["user"] = User,
            ["user_id"] = UserId,
            ["scopes"] = Scopes(grant),
        };
        if (!token.IsRefresh)
        {
            answer["expires_in"] = Math.Max(0, (long)(token.ExpiresAt!.Value - simulator.State.Clock.GetUtcNow()).TotalSeconds);
            answer["is_private_distribution"] = false;
            answer["signed_access_token"] = Signed(grant, token);
        }

        return answer;
    }

    // The description asks for it; what is in it is made up.
    private static JsonObject Signed(OAuthGrant grant, OAuthToken token) => new()
    {
        ["appId"] = AppId,
        ["appInstallId"] = grant.Id,
        ["audience"] = "",
        ["expiresAt"] = token.ExpiresAt!.Value.ToUnixTimeMilliseconds(),
        ["hubId"] = Hub(grant),
        ["hublet"] = "na1",
        ["installingUserId"] = UserId,
        ["isPrivateDistribution"] = false,
        ["isServiceAccount"] = false,
        ["isUserLevel"] = false,
        ["newSignature"] = "",
        ["scopeToScopeGroupPks"] = "",
        ["scopes"] = "",
        ["signature"] = "",
        ["trialScopeToScopeGroupPks"] = "",
        ["trialScopes"] = "",
        ["userId"] = UserId,
    };
}
