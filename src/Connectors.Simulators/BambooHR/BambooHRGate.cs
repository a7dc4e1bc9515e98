using Microsoft.AspNetCore.Http;

namespace Connectors.Simulators.BambooHR;

/// <summary>What every call passes: key or token, limit, scope; and where refusals become answers.</summary>
internal sealed class BambooHRGate(BambooHRSimulator simulator)
{
    /// <summary>Guards a handler.</summary>
    /// <param name="scopes">The OAuth scopes of which one is needed.</param>
    /// <param name="handler">Answers, or throws a refusal.</param>
    /// <param name="oauthOnly">Whether the description names OAuth alone.</param>
    public RequestDelegate Guard(IReadOnlyList<string> scopes, RequestDelegate handler, bool oauthOnly = false) => async context =>
    {
        try
        {
            context.Response.Headers["X-Request-Id"] = simulator.NextUuid();
            var company = BambooHRPaths.CompanyOf(context);
            var granted = Identify(context, company, oauthOnly);
            Ledger.Tag(context, "account", company);
            var decision = simulator.RequestLimit.Acquire(company);
            if (!decision.Allowed)
            {
                throw new BambooHRRefusal(StatusCodes.Status429TooManyRequests) { RetryAfter = decision.RetryAfter };
            }

            if (granted is not null && !granted.Intersect(scopes, StringComparer.Ordinal).Any())
            {
                throw new BambooHRRefusal(StatusCodes.Status403Forbidden, "You do not have access to this resource");
            }

            await handler(context).ConfigureAwait(false);
        }
        catch (BambooHRRefusal refusal)
        {
            await BambooHRErrors.WriteAsync(context, refusal).ConfigureAwait(false);
        }
    };

    // Returns what the caller may do; null is everything.
    private IReadOnlyList<string>? Identify(HttpContext context, string company, bool oauthOnly)
    {
        if (Requests.Basic(context) is { } basic)
        {
            // The key is the user name; the password is not looked at.
            if (simulator.Keys.Find(basic.User) is { } key && string.Equals(key.Account, company, StringComparison.Ordinal) && !(oauthOnly && simulator.EmployeeListNeedsOAuth))
            {
                return key.Scopes.Count == 0 ? null : key.Scopes;
            }
        }
        else if (simulator.OAuth.Check(Requests.Bearer(context), out var grant, out _) == TokenStanding.Valid && string.Equals(grant!.Account, company, StringComparison.Ordinal))
        {
            return grant.Scopes;
        }

        throw new BambooHRRefusal(StatusCodes.Status401Unauthorized);
    }
}
