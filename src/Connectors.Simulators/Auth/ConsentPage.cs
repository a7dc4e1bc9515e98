using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Connectors.Simulators;

/// <summary>The page on which a person agrees or refuses: the authorization request again, with the decision.</summary>
internal static class ConsentPage
{
    /// <summary>The parameter that carries the decision.</summary>
    public const string Parameter = "consent";

    public const string Allow = "allow";

    public const string Deny = "deny";

    public static Task WriteAsync(HttpContext context, string provider, OAuthClient client, string account, IReadOnlyList<string> scopes)
    {
        var form = new StringBuilder();
        foreach (var (name, values) in context.Request.Query)
        {
            foreach (var value in values)
            {
                form.Append($"""<input type="hidden" name="{Text(name)}" value="{Text(value)}">""");
            }
        }

        context.Response.Headers.CacheControl = "no-store";
        return Answer.TextAsync(
            context,
            StatusCodes.Status200OK,
            $"""
            <!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><link rel="icon" href="data:,">
            <title>Sign in to {Text(provider)} (simulated)</title></head><body>
            <h1>{Text(provider)} (simulated)</h1>
            <p>The app {Text(client.Id)} asks for access to the account {Text(account)}.</p>
            <ul>{string.Concat(scopes.Select(scope => $"<li>{Text(scope)}</li>"))}</ul>
            <form method="get" action="{Text(context.Request.Path)}">{form}
            <button name="{Parameter}" value="{Allow}">Allow</button> <button name="{Parameter}" value="{Deny}">Deny</button></form>
            </body></html>
            """,
            "text/html;charset=utf-8");
    }

    private static string Text(string? text) => WebUtility.HtmlEncode(text ?? "");
}
