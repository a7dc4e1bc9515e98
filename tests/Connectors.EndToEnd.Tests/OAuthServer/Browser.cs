using System.Net;
using System.Text.RegularExpressions;

namespace Connectors.EndToEnd.OAuthServer;

/// <summary>A customer's browser: keeps cookies, follows redirects, decides on the sign-in page, and stops at the app's callback.</summary>
internal sealed partial class Browser : IDisposable
{
    private const int MostSteps = 20;
    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, CookieContainer = new() });

    /// <summary>Walks from the sign-in address to the callback, and gives the address with which the provider calls back.</summary>
    /// <param name="page">The sign-in address.</param>
    /// <param name="account">Who signs in and allows; null refuses.</param>
    public async Task<string> ConsentAsync(Uri page, string? account)
    {
        for (var step = 0; step < MostSteps; step++)
        {
            using var answer = await _client.GetAsync(page);
            if (answer.StatusCode == HttpStatusCode.OK && page.AbsolutePath.StartsWith("/interaction/", StringComparison.Ordinal))
            {
                page = new(page, page.AbsolutePath + (account is null ? "/refuse" : $"/allow/{account}"));
                continue;
            }

            if (answer.Headers.Location is not { } next)
            {
                throw new InvalidOperationException($"{page.AbsolutePath} answered {answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
            }

            page = new(page, next);
            if (page.AbsoluteUri.StartsWith(OAuthServerProcess.Callback, StringComparison.Ordinal))
            {
                return page.AbsoluteUri;
            }
        }

        throw new InvalidOperationException($"No callback after {MostSteps} steps.");
    }

    /// <summary>Types the code of another device, confirms it and signs in, until the page says that it is done.</summary>
    /// <param name="page">The address with the code in it.</param>
    /// <param name="account">Who signs in and allows; null refuses.</param>
    public async Task ConfirmDeviceAsync(Uri page, string? account)
    {
        List<KeyValuePair<string, string>>? form = null;
        var isDecided = false;
        for (var step = 0; step < MostSteps; step++)
        {
            using var answer = form is null ? await _client.GetAsync(page) : await _client.PostAsync(page, new FormUrlEncodedContent(form));
            var html = await answer.Content.ReadAsStringAsync();
            form = null;
            if (answer.Headers.Location is { } next)
            {
                page = new(page, next);
            }
            else if (page.AbsolutePath.StartsWith("/interaction/", StringComparison.Ordinal))
            {
                page = new(page, page.AbsolutePath + (account is null ? "/refuse" : $"/allow/{account}"));
                isDecided = true;
            }
            else if (isDecided && (account is null || html.Contains("Sign-in Success", StringComparison.Ordinal)))
            {
                return;
            }
            else if (Action().Match(html) is { Success: true } action)
            {
                page = new(page, WebUtility.HtmlDecode(action.Groups[1].Value));
                form = [.. Field().Matches(html).Select(field => KeyValuePair.Create(field.Groups[1].Value, WebUtility.HtmlDecode(field.Groups[2].Value)))];
            }
            else
            {
                throw new InvalidOperationException($"{page.AbsolutePath} answered {answer.StatusCode}: {html}");
            }
        }

        throw new InvalidOperationException($"The device was not confirmed after {MostSteps} steps.");
    }

    public void Dispose() => _client.Dispose();

    [GeneratedRegex("<form[^>]* action=\"([^\"]+)\"")]
    private static partial Regex Action();

    [GeneratedRegex("<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\"")]
    private static partial Regex Field();
}
