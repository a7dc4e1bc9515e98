using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;

namespace Connectors.Simulators;

/// <content>The authorization endpoint, where the customer agrees.</content>
public sealed partial class OAuthServer
{
    /// <summary>Answers the authorization endpoint: agrees (or refuses) at once, or asks the person, and redirects back with a code.</summary>
    /// <param name="context">The request.</param>
    /// <returns>A task that ends when the answer is written.</returns>
    public Task AuthorizeAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var query = context.Request.Query;
        string? redirect = query["redirect_uri"];

        // Nobody is sent to an address that the client did not register: these errors stay here.
        if (_clients.Find(query["client_id"].ToString()) is not { } client)
        {
            return Answer.TextAsync(context, StatusCodes.Status400BadRequest, "Unknown client_id.");
        }

        if (!Uri.TryCreate(redirect, UriKind.Absolute, out var target) || !Accepts(client, target))
        {
            return Answer.TextAsync(context, StatusCodes.Status400BadRequest, "The redirect_uri is not registered for this client.");
        }

        var answer = new List<KeyValuePair<string, string>>();
        var scopes = ScopesOf(query, client, Options.ScopeParameters.Take(1), out var refused);
        var optional = ScopesOf(query, client, Options.ScopeParameters.Skip(1), out _); // one that is not to be had is left out
        var error = Refusal(query, refused);
        if (error is null && AsksForConsent && query[ConsentPage.Parameter] != ConsentPage.Allow)
        {
            if (query[ConsentPage.Parameter] != ConsentPage.Deny)
            {
                return ConsentPage.WriteAsync(context, _simulator.Provider, client, ConsentAs, [.. scopes.Union(optional, StringComparer.Ordinal)]);
            }

            error = "access_denied";
        }

        if (error is not null)
        {
            answer.Add(new("error", error));
        }
        else
        {
            var code = _state.Commit(() =>
            {
                var granted = Options.GrantsOptionalScopes ? [.. scopes.Union(optional, StringComparer.Ordinal)] : scopes;
                var grant = Grant(client.Id, ConsentAs, granted, "authorization_code", null, optional);
                string? challenge = query["code_challenge"];
                var made = new OAuthCode(
                    NextText(),
                    grant,
                    redirect!,
                    challenge,
                    challenge is null ? null : (string?)query["code_challenge_method"] ?? "plain",
                    _state.Now + Options.CodeLifetime);
                _codes.Put(made.Value, made);
                return made;
            });
            answer.Add(new("code", code.Value));
            answer.AddRange(Options.RedirectExtras(code.Grant));
        }

        if (query.TryGetValue("state", out var state))
        {
            answer.Add(new("state", state.ToString()));
        }

        context.Response.StatusCode = StatusCodes.Status302Found;
        var extra = new QueryBuilder(answer).ToString();
        context.Response.Headers.Location = redirect + (target.Query.Length == 0 ? extra : "&" + extra[1..]);
        return Task.CompletedTask;
    }

    private static bool Accepts(OAuthClient client, Uri target) =>
        client.RedirectUris.Count == 0 || client.RedirectUris.Any(registered => Matches(registered, target));

    private static bool Matches(string registered, Uri target)
    {
        if (string.Equals(registered, target.OriginalString, StringComparison.Ordinal))
        {
            return true;
        }

        return Uri.TryCreate(registered, UriKind.Absolute, out var known)
            && known.IsLoopback && target.IsLoopback
            && string.Equals(known.Host, target.Host, StringComparison.Ordinal)
            && string.Equals(known.PathAndQuery, target.PathAndQuery, StringComparison.Ordinal);
    }

    private string? Refusal(IQueryCollection query, bool scopeRefused)
    {
        string? challenge = query["code_challenge"];
        var method = (string?)query["code_challenge_method"] ?? "plain";
        return DenyConsent ? "access_denied"
            : query.TryGetValue("response_type", out var type) && !string.Equals(type, "code", StringComparison.Ordinal) ? "unsupported_response_type"
            : challenge is null && Options.RequirePkce ? "invalid_request"
            : challenge is not null && !Pkce.Takes(challenge, method, Options.AllowPlainPkce) ? "invalid_request"
            : scopeRefused ? "invalid_scope"
            : null;
    }

    private List<string> ScopesOf(IQueryCollection query, OAuthClient client, IEnumerable<string> parameters, out bool refused)
    {
        var asked = parameters.SelectMany(parameter => Split(query[parameter])).Distinct(StringComparer.Ordinal).ToList();
        var scopes = asked.FindAll(scope => client.Scopes.Count == 0 || client.Scopes.Contains(scope, StringComparer.Ordinal));
        refused = scopes.Count < asked.Count;
        return scopes;
    }

    private string[] Split(string? scopes) =>
        (scopes ?? "").Split(Options.ScopeSeparators.ToCharArray(), StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
