using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Connectors.Simulators.HubSpot;

/// <summary>What every call passes: token, limit, scope; and where refusals become answers.</summary>
internal sealed class HubSpotGate(HubSpotSimulator simulator)
{
    private const string CorrelationKey = "hubspot.correlation";
    private const string AccountKey = "hubspot.account";

    /// <summary>Guards a handler.</summary>
    /// <param name="scopes">The scopes of which one is needed; null for any valid token.</param>
    /// <param name="handler">Answers, or throws a refusal.</param>
    /// <param name="isSearch">Whether the search limit applies instead of the app's.</param>
    public RequestDelegate Guard(Func<HttpContext, IReadOnlyList<string>?> scopes, RequestDelegate handler, bool isSearch = false) => async context =>
    {
        try
        {
            Correlate(simulator, context);
            var caller = Identify(context);
            context.Items[AccountKey] = caller.Account;
            Ledger.Tag(context, "account", caller.Account);
            if (isSearch)
            {
                Require(simulator.Limits.Search.Acquire(caller.Account), "SECONDLY", "secondly");
            }
            else
            {
                Admit(context, caller);
            }

            if (scopes(context) is { } needed && caller.Scopes.Count > 0 && !needed.Intersect(caller.Scopes, StringComparer.Ordinal).Any())
            {
                throw HubSpotErrors.MissingScopes(needed);
            }

            await handler(context).ConfigureAwait(false);
        }
        catch (HubSpotRefusal refusal)
        {
            await HubSpotErrors.WriteAsync(simulator, context, refusal).ConfigureAwait(false);
        }
    };

    /// <summary>Returns the object type that the path names.</summary>
    public static HubSpotObjectType TypeOf(HttpContext context, string parameter = "type")
    {
        var name = context.GetRouteValue(parameter)?.ToString();
        return HubSpotTypes.Find(name) ?? throw HubSpotErrors.Invalid($"Unable to infer object type from: {name}");
    }

    /// <summary>Returns the account that the caller's token belongs to.</summary>
    public static string AccountOf(HttpContext context) => (string)context.Items[AccountKey]!;

    public static IReadOnlyList<string> Read(HttpContext context) => TypeOf(context).ReadScopes;

    public static IReadOnlyList<string> Write(HttpContext context) => TypeOf(context).WriteScopes;

    public static string Correlate(HubSpotSimulator simulator, HttpContext context)
    {
        if (context.Items[CorrelationKey] is not string id)
        {
            context.Items[CorrelationKey] = id = simulator.NextUuid();
            context.Response.Headers["X-HubSpot-Correlation-Id"] = id;
        }

        return id;
    }

    private static void Require(RateDecision decision, string policy, string period)
    {
        if (!decision.Allowed)
        {
            throw HubSpotErrors.RateLimited(policy, period);
        }
    }

    private Caller Identify(HttpContext context)
    {
        var value = Requests.Bearer(context);
        if (simulator.Tokens.Find(value) is { } fixedToken)
        {
            return new Caller(fixedToken.Account, $"{fixedToken.Account}/{Deterministic.Hex(0, fixedToken.Value, 0, 8)}", fixedToken.Scopes, IsOAuth: false);
        }

        var standing = simulator.OAuth.Check(value, out var grant, out var token);
        return standing switch
        {
            TokenStanding.Valid => new Caller(grant!.Account, $"{grant.Account}/{grant.ClientId}", grant.Scopes, IsOAuth: true),
            TokenStanding.Expired => throw HubSpotErrors.ExpiredToken(simulator.State.Clock.GetUtcNow() - token!.ExpiresAt!.Value, token.ExpiresAt.Value),
            _ => throw HubSpotErrors.InvalidToken(),
        };
    }

    private void Admit(HttpContext context, Caller caller)
    {
        var limits = simulator.Limits;
        var rolling = caller.IsOAuth ? limits.OAuth : limits.PrivateToken;
        var decision = rolling.Acquire(caller.App);
        Header("X-HubSpot-RateLimit-Interval-Milliseconds", (long)rolling.Window.TotalMilliseconds);
        Header("X-HubSpot-RateLimit-Max", decision.Permits);
        Header("X-HubSpot-RateLimit-Remaining", decision.Remaining);
        Require(decision, "TEN_SECONDLY_ROLLING", "ten_secondly_rolling");
        if (!caller.IsOAuth)
        {
            var day = limits.Daily.Acquire(caller.Account);
            Header("X-HubSpot-RateLimit-Daily", day.Permits);
            Header("X-HubSpot-RateLimit-Daily-Remaining", day.Remaining);
            Require(day, "DAILY", "daily");
        }

        void Header(string name, long value) => context.Response.Headers[name] = value.ToString(CultureInfo.InvariantCulture);
    }

    private sealed record Caller(string Account, string App, IReadOnlyList<string> Scopes, bool IsOAuth);
}
