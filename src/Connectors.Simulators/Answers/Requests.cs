using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Connectors.Simulators;

/// <summary>Reads requests: bodies, credentials, and the origin that links must point to.</summary>
public static class Requests
{
    private const string OriginKey = "connectors.origin";

    /// <summary>Returns the origin to use in links: the official https host, or the loopback address the client called.</summary>
    /// <param name="context">The request.</param>
    /// <returns>Scheme and host, without a slash at the end.</returns>
    public static string Origin(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Items[OriginKey] as string ?? $"{context.Request.Scheme}://{context.Request.Host}";
    }

    /// <summary>Reads the body as JSON.</summary>
    /// <param name="context">The request.</param>
    /// <returns>The body, or null when it is empty or is no JSON.</returns>
    public static async Task<JsonElement?> JsonAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        try
        {
            using var document = await JsonDocument.ParseAsync(context.Request.Body, default, context.RequestAborted).ConfigureAwait(false);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Reads the body as a form; a body of another kind reads as an empty form.</summary>
    /// <param name="context">The request.</param>
    /// <returns>The form's fields.</returns>
    public static async Task<IFormCollection> FormAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Request.HasFormContentType
            ? await context.Request.ReadFormAsync(context.RequestAborted).ConfigureAwait(false)
            : FormCollection.Empty;
    }

    /// <summary>Returns the bearer token of the request.</summary>
    /// <param name="context">The request.</param>
    /// <returns>The token, or null.</returns>
    public static string? Bearer(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return AuthenticationHeaderValue.TryParse(context.Request.Headers.Authorization, out var header)
            && string.Equals(header.Scheme, "Bearer", StringComparison.OrdinalIgnoreCase)
            ? header.Parameter
            : null;
    }

    /// <summary>Returns user name and password of HTTP Basic as sent.</summary>
    /// <param name="context">The request.</param>
    /// <returns>Name and password, or null when the request has no readable Basic credential.</returns>
    public static (string User, string Password)? Basic(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (!AuthenticationHeaderValue.TryParse(context.Request.Headers.Authorization, out var header)
            || !string.Equals(header.Scheme, "Basic", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        try
        {
            var text = Encoding.UTF8.GetString(Convert.FromBase64String(header.Parameter ?? ""));
            var colon = text.IndexOf(':', StringComparison.Ordinal);
            return colon < 0 ? null : (text[..colon], text[(colon + 1)..]);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>Returns the subdomain that a wildcard host stands for, such as <c>acme</c> of <c>acme.bamboohr.com</c>.</summary>
    /// <param name="context">The request.</param>
    /// <param name="domain">The domain after the subdomain, such as <c>bamboohr.com</c>.</param>
    /// <returns>The subdomain, or null when the request came another way (a loopback port, another host).</returns>
    public static string? Subdomain(HttpContext context, string domain)
    {
        ArgumentNullException.ThrowIfNull(context);
        var host = context.Request.Host.Host;
        return host.EndsWith("." + domain, StringComparison.OrdinalIgnoreCase) ? host[..^(domain.Length + 1)].ToLowerInvariant() : null;
    }

    internal static void SetOrigin(HttpContext context, string origin) => context.Items[OriginKey] = origin;
}
