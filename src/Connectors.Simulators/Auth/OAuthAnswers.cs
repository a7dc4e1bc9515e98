using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Connectors.Simulators;

/// <summary>The token endpoint's answers as RFC 6749 has them.</summary>
public static class OAuthAnswers
{
    /// <summary>Returns the success answer of RFC 6749, 5.1.</summary>
    /// <param name="context">The request.</param>
    /// <param name="issue">What is handed out.</param>
    /// <returns>The JSON object.</returns>
    public static object Standard(HttpContext context, OAuthIssue issue)
    {
        ArgumentNullException.ThrowIfNull(issue);
        var answer = new JsonObject { ["access_token"] = issue.Access.Value, ["token_type"] = "Bearer" };
        if (issue.ExpiresIn > 0)
        {
            answer["expires_in"] = issue.ExpiresIn;
        }

        if (issue.Refresh is { } refresh)
        {
            answer["refresh_token"] = refresh.Value;
        }

        if (issue.Grant.Scopes.Count > 0)
        {
            answer["scope"] = string.Join(' ', issue.Grant.Scopes);
        }

        return answer;
    }

    /// <summary>Returns the error answer of RFC 6749, 5.2.</summary>
    /// <param name="context">The request.</param>
    /// <param name="error">Why it is refused.</param>
    /// <returns>Status and JSON object.</returns>
    public static (int Status, object Body) StandardError(HttpContext context, OAuthError error)
    {
        ArgumentNullException.ThrowIfNull(error);
        var status = string.Equals(error.Code, "invalid_client", StringComparison.Ordinal) ? StatusCodes.Status401Unauthorized : StatusCodes.Status400BadRequest;
        return (status, new JsonObject { ["error"] = error.Code, ["error_description"] = error.Description });
    }
}
