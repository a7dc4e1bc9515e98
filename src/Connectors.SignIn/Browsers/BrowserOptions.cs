namespace Connectors.SignIn;

/// <summary>What a <see cref="ISignInBrowser"/> is to do.</summary>
/// <param name="startUrl">The provider's sign-in page, with its query.</param>
/// <param name="endUrl">The redirect address, to which the provider sends the browser with the answer.</param>
public sealed class BrowserOptions(string startUrl, string endUrl)
{
    /// <summary>Gets the provider's sign-in page, with its query.</summary>
    public string StartUrl { get; } = startUrl;

    /// <summary>Gets the redirect address, to which the provider sends the browser with the answer.</summary>
    public string EndUrl { get; } = endUrl;

    /// <summary>Gets or sets whether the browser is seen.</summary>
    /// <value>The default is <see cref="DisplayMode.Visible"/>.</value>
    public DisplayMode DisplayMode { get; set; }

    /// <summary>Gets or sets how long to wait for the answer.</summary>
    /// <value>The default is 5 minutes.</value>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(5);
}

/// <summary>Whether a browser is seen.</summary>
public enum DisplayMode
{
    /// <summary>The person sees it.</summary>
    Visible,

    /// <summary>Nobody sees it. The browsers of this package cannot do that.</summary>
    Hidden,
}
