using System.Net;

namespace Connectors.EndToEnd.OAuthServer;

/// <summary>A customer's browser: keeps cookies, follows redirects, decides on the sign-in page, and stops at the app's callback.</summary>
internal sealed class Browser : IDisposable
{
    private const int MostSteps = 20;
    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new() });

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

    public void Dispose() => _client.Dispose();
}
