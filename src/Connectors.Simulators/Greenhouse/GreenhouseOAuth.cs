using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Connectors.Simulators.Greenhouse;

/// <summary>Greenhouse's OAuth: client credentials with one living token, authorization code with rotation, introspection.</summary>
internal static class GreenhouseOAuth
{
    public static OAuthServer CreateServer(GreenhouseSimulator simulator) => new(simulator, GreenhouseSimulator.DemoOrganization, new OAuthServerOptions
    {
        AccessTokenLifetime = TimeSpan.FromHours(1),
        RefreshTokenLifetime = TimeSpan.FromDays(14),
        CodeLifetime = TimeSpan.FromMinutes(1),
        ClientAuthentication = ClientAuthentication.Basic,
        GrantTypes = ["client_credentials", "authorization_code", "refresh_token"],
        RotateRefreshTokens = true,
        SingleAccessToken = true,
        AccessTokenFormat = (_, text) => $"eyJhbGciOiJSUzI1NiJ9.{text}.simulated",
        Success = (_, issue) => Success(issue),
    });

    public static void Map(IEndpointRouteBuilder routes, GreenhouseSimulator simulator)
    {
        routes.MapGet("/authorize", simulator.OAuth.AuthorizeAsync);
        routes.MapPost("/token", context => TokenAsync(simulator, context));
        routes.MapPost("/introspect", context => IntrospectAsync(simulator, context));
    }

    /// <summary>Returns for whom a token acts: the user of <c>sub</c>, the one who agreed, or null for the integration's own user.</summary>
    public static SimulatedRecord? UserOf(GreenhouseSimulator simulator, OAuthGrant grant) =>
        grant.Subject is { } subject ? simulator.Users.Find(subject)
        : IsCustom(grant) ? null
        : simulator.Users.Snapshot()[0];

    public static bool IsCustom(OAuthGrant grant) => string.Equals(grant.GrantType, "client_credentials", StringComparison.Ordinal);

    private static JsonObject Success(OAuthIssue issue)
    {
        // No expires_in: Greenhouse says when, not how long.
        var answer = new JsonObject
        {
            ["token_type"] = "Bearer",
            ["access_token"] = issue.Access.Value,
            ["expires_at"] = Timestamps.IsoSeconds(issue.Access.ExpiresAt ?? DateTimeOffset.MaxValue),
        };
        if (issue.Refresh is { } refresh)
        {
            answer["refresh_token"] = refresh.Value;
            answer["scope"] = string.Join(' ', issue.Grant.Scopes);
        }

        return answer;
    }

    private static async Task TokenAsync(GreenhouseSimulator simulator, HttpContext context)
    {
        var decision = simulator.Limits.Token.Acquire(Requests.Basic(context)?.User ?? "");
        if (!decision.Allowed)
        {
            context.Response.Headers.RetryAfter = GreenhouseGate.Seconds(decision.RetryAfter);
            await GreenhouseErrors.WriteAsync(context, GreenhouseErrors.ForStatus(429)).ConfigureAwait(false);
            return;
        }

        var form = await Requests.FormAsync(context).ConfigureAwait(false);
        if (form.TryGetValue("sub", out var subject) && simulator.Users.Find(subject.ToString()) is null)
        {
            var (status, body) = OAuthAnswers.StandardError(context, new OAuthError(OAuthReason.MissingParameter, "sub is no user of the organization."));
            await Answer.JsonAsync(context, status, body).ConfigureAwait(false);
            return;
        }

        await simulator.OAuth.TokenAsync(context).ConfigureAwait(false);
    }

    private static async Task IntrospectAsync(GreenhouseSimulator simulator, HttpContext context)
    {
        var form = await Requests.FormAsync(context).ConfigureAwait(false);
        if (simulator.OAuth.Authenticate(context, form, out var error) is not { } client)
        {
            var (status, body) = OAuthAnswers.StandardError(context, error!);
            await Answer.JsonAsync(context, status, body).ConfigureAwait(false);
            return;
        }

        var found = simulator.OAuth.Find(form["token"].ToString());
        var answer = new JsonObject { ["active"] = false };
        if (found is { } live && IsActive(simulator, live) && string.Equals(live.Grant.ClientId, client.Id, StringComparison.Ordinal))
        {
            var user = UserOf(simulator, live.Grant);
            answer["active"] = true;
            answer["client_id"] = live.Grant.ClientId;
            answer["sub"] = user?.Id;
            answer["scope"] = string.Join(' ', live.Grant.Scopes);
            answer["https://auth.greenhouse.io/claims"] = new JsonObject
            {
                ["organization"] = new JsonObject { ["id"] = long.Parse(live.Grant.Account, CultureInfo.InvariantCulture), ["name"] = "Acme" },
                ["user_role"] = GreenhouseGate.IsSiteAdmin(simulator, user) ? "site_admin" : "basic",
            };
        }

        await Answer.JsonAsync(context, StatusCodes.Status200OK, answer).ConfigureAwait(false);
    }

    private static bool IsActive(GreenhouseSimulator simulator, (OAuthToken Token, OAuthGrant Grant) found) =>
        found.Token is { Revoked: false, SpentAt: null } && !found.Grant.Revoked && !(found.Token.ExpiresAt <= simulator.State.Clock.GetUtcNow());
}
