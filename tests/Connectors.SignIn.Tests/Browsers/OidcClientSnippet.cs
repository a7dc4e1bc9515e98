using Oidc = Connectors.SignIn.Tests.OidcClient;

namespace Connectors.SignIn.Tests.Browsers;

// <oidc-client>
/// <summary>A browser of this package for OidcClientOptions.Browser.</summary>
public sealed class OurBrowserForOidcClient(ISignInBrowser browser) : Oidc.IBrowser
{
    public async Task<Oidc.BrowserResult> InvokeAsync(Oidc.BrowserOptions options, CancellationToken cancellationToken = default)
    {
        var result = await browser.InvokeAsync(new(options.StartUrl, options.EndUrl) { Timeout = options.Timeout, DisplayMode = (DisplayMode)options.DisplayMode }, cancellationToken);
        return new() { ResultType = (Oidc.BrowserResultType)result.ResultType, Response = result.Response, Error = result.Error, ErrorDescription = result.ErrorDescription };
    }
}

/// <summary>A browser made for OidcClient (MAUI, WPF, WinUI) for SignInOptions.Browser.</summary>
public sealed class OidcClientBrowser(Oidc.IBrowser browser) : ISignInBrowser
{
    public async Task<BrowserResult> InvokeAsync(BrowserOptions options, CancellationToken cancellationToken = default)
    {
        var result = await browser.InvokeAsync(new(options.StartUrl, options.EndUrl) { Timeout = options.Timeout, DisplayMode = (Oidc.DisplayMode)options.DisplayMode }, cancellationToken);
        return new() { ResultType = (BrowserResultType)result.ResultType, Response = result.Response, Error = result.Error, ErrorDescription = result.ErrorDescription };
    }
}
// </oidc-client>
