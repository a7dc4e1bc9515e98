using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Connectors.Simulators.Slack;

/// <summary>What every call passes: method, arguments, token, limit, scope; and where refusals become answers.</summary>
internal sealed class SlackGate(SlackSimulator simulator)
{
    public const string ContentType = "application/json; charset=utf-8";

    private readonly Dictionary<string, SlackMethod> _methods = new(StringComparer.Ordinal);

    public void Add(IEnumerable<SlackMethod> methods)
    {
        foreach (var method in methods)
        {
            _methods.Add(method.Name, method);
        }
    }

    public void Map(IEndpointRouteBuilder routes) => routes.MapMethods("/api/{method}", ["GET", "POST"], AnswerAsync);

    private static void Warn(JsonObject answer, params string?[] warnings)
    {
        var list = warnings.OfType<string>().ToList();
        if (list.Count == 0)
        {
            return;
        }

        answer["warning"] = string.Join(',', list);
        if (answer["response_metadata"] is not JsonObject metadata)
        {
            answer["response_metadata"] = metadata = [];
        }

        metadata["warnings"] = new JsonArray([.. list.Select(warning => (JsonNode)warning)]);
    }

    private static bool IsUserToken(string token) => token.Contains("xoxp-", StringComparison.Ordinal);

    private async Task AnswerAsync(HttpContext context)
    {
        try
        {
            var name = context.GetRouteValue("method")!.ToString()!;
            var method = _methods.GetValueOrDefault(name) ?? throw SlackErrors.UnknownMethod(name);
            Ledger.Tag(context, "method", name);
            var arguments = await SlackArguments.ReadAsync(context, method.TakesJson).ConfigureAwait(false);
            var caller = Identify(Requests.Bearer(context) ?? arguments["token"]);
            Ledger.Tag(context, "account", caller.Team);
            context.Response.Headers["x-oauth-scopes"] = string.Join(',', caller.Scopes);
            context.Response.Headers["x-accepted-oauth-scopes"] = string.Join(',', method.Scopes);
            Admit(method, caller);
            if (method.Scopes.Count > 0 && !method.Scopes.Any(caller.Has))
            {
                throw SlackErrors.MissingScope(method.Scopes, caller.Scopes);
            }

            var call = new SlackCall(context, caller, arguments);
            var answer = method.Answer(call);
            Warn(answer, call.Warning, arguments.Warning);
            await Answer.JsonAsync(context, StatusCodes.Status200OK, answer, ContentType).ConfigureAwait(false);
        }
        catch (SlackRefusal refusal)
        {
            await SlackErrors.WriteAsync(context, refusal).ConfigureAwait(false);
        }
    }

    private void Admit(SlackMethod method, SlackCaller caller)
    {
        var isHistory = method.Scopes == SlackScopes.History;
        var limit = isHistory && simulator.IsNonMarketplaceApp ? simulator.Limits.NonMarketplaceHistory : method.Limit;
        if (limit?.Acquire($"{caller.Team}/{caller.ClientId}/{method.Name}") is { Allowed: false } decision)
        {
            throw SlackErrors.RateLimited(decision.RetryAfter);
        }
    }

    private SlackCaller Identify(string? value)
    {
        if (string.IsNullOrEmpty(value))
        {
            throw SlackErrors.Refuse("not_authed");
        }

        if (simulator.Tokens.Find(value) is { } made)
        {
            return IsUserToken(value)
                ? Person(new SlackCaller(value, made.Account, SlackSimulator.DemoClientId, SlackSimulator.DemoUser, IsBot: false, made.Scopes))
                : new SlackCaller(value, made.Account, SlackSimulator.DemoClientId, SlackSimulator.DemoBotUser, IsBot: true, made.Scopes);
        }

        return simulator.OAuth.Check(value, out var grant, out var token) switch
        {
            TokenStanding.Valid => Person(new SlackCaller(value, grant!.Account, grant.ClientId, grant.Subject ?? SlackSimulator.DemoBotUser, grant.Subject is null, grant.Scopes) { ExpiresAt = token!.ExpiresAt }),
            TokenStanding.Expired => throw SlackErrors.Refuse("token_expired"),
            TokenStanding.Revoked => throw SlackErrors.Refuse("token_revoked"),
            _ => throw SlackErrors.Refuse(simulator.RevokedTokens.Find(value) is null ? "invalid_auth" : "token_revoked"),
        };
    }

    private SlackCaller Person(SlackCaller caller) =>
        simulator.Users.Find(caller.UserId) is { IsDeleted: true } ? throw SlackErrors.Refuse("account_inactive") : caller;
}
