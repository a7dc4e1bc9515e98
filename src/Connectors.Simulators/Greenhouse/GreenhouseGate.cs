using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Connectors.Simulators.Greenhouse;

/// <summary>What every call passes: token, limit, scope, the site-admin rule; and where refusals become answers.</summary>
internal sealed class GreenhouseGate(GreenhouseSimulator simulator)
{
    private const string EmptyKey = "greenhouse.empty";

    /// <summary>Guards a handler.</summary>
    /// <param name="scope">The scope needed, such as <c>candidates:list</c>.</param>
    /// <param name="handler">Answers, or throws a refusal.</param>
    public RequestDelegate Guard(string scope, RequestDelegate handler) => async context =>
    {
        try
        {
            if (simulator.OAuth.Check(Requests.Bearer(context), out var grant, out _) != TokenStanding.Valid)
            {
                throw GreenhouseErrors.Unauthorized();
            }

            Ledger.Tag(context, "account", grant!.Account);
            Admit(context, grant);
            CheckScope(grant, "harvest:" + scope);
            if (scope.EndsWith(":list", StringComparison.Ordinal))
            {
                CheckAdmin(context, grant);
            }

            await handler(context).ConfigureAwait(false);
        }
        catch (GreenhouseRefusal refusal)
        {
            await GreenhouseErrors.WriteAsync(context, refusal).ConfigureAwait(false);
        }
    };

    /// <summary>Returns whether the caller gets empty lists.</summary>
    public static bool SeesNothing(HttpContext context) => context.Items.ContainsKey(EmptyKey);

    public static string Seconds(TimeSpan time) => Math.Max(1, (long)Math.Ceiling(time.TotalSeconds)).ToString(CultureInfo.InvariantCulture);

    /// <summary>Returns whether a user (null: the integration's own) is a site admin.</summary>
    public static bool IsSiteAdmin(GreenhouseSimulator simulator, SimulatedRecord? user) =>
        user is null ? simulator.ServiceUserIsSiteAdmin : user["site_admin"] is true && user["deactivated"] is not true;

    private static void CheckScope(OAuthGrant grant, string scope)
    {
        // A custom integration's scopes are ticked on its page; a client registered without any has them all.
        if (!(GreenhouseOAuth.IsCustom(grant) && grant.Scopes.Count == 0) && !grant.Scopes.Contains(scope, StringComparer.Ordinal))
        {
            throw GreenhouseErrors.Forbidden($"Missing scope {scope}");
        }
    }

    private void Admit(HttpContext context, OAuthGrant grant)
    {
        var decision = simulator.Limits.Harvest.Acquire($"{grant.Account}/{grant.ClientId}");
        var headers = context.Response.Headers;
        headers["X-RateLimit-Limit"] = decision.Permits.ToString(CultureInfo.InvariantCulture);
        headers["X-RateLimit-Remaining"] = decision.Remaining.ToString(CultureInfo.InvariantCulture);
        headers["X-RateLimit-Reset"] = ((decision.ResetAt.ToUnixTimeMilliseconds() + 999) / 1000).ToString(CultureInfo.InvariantCulture);
        if (!decision.Allowed)
        {
            headers.RetryAfter = Seconds(decision.RetryAfter);
            throw GreenhouseErrors.ForStatus(429);
        }
    }

    private void CheckAdmin(HttpContext context, OAuthGrant grant)
    {
        if (simulator.NonAdminLists == GreenhouseListRule.Open || IsSiteAdmin(simulator, GreenhouseOAuth.UserOf(simulator, grant)))
        {
            return;
        }

        if (simulator.NonAdminLists == GreenhouseListRule.Forbidden)
        {
            throw GreenhouseErrors.Forbidden("The user must be a Site Admin");
        }

        context.Items[EmptyKey] = true;
    }
}
