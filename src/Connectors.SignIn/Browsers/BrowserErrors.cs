namespace Connectors.SignIn;

/// <summary>The codes and results that this package's browsers share.</summary>
internal static class BrowserErrors
{
    public const string NotOpened = "browser_not_opened";

    public const string InputEnded = "input_ended";

    private const int MaxUrl = 32 << 10;

    public static BrowserResult NotOpenedResult => BrowserResult.Failure(BrowserResultType.UnknownError, NotOpened, "No browser could be opened");

    public static BrowserResult TimedOut(TimeSpan timeout) =>
        BrowserResult.Failure(BrowserResultType.Timeout, "timeout", $"No answer came within {timeout.TotalMinutes:0.#} minutes");

    /// <summary>What no browser here can do with its options; null when they are fine.</summary>
    public static BrowserResult? Of(BrowserOptions options) =>
        options.DisplayMode == DisplayMode.Hidden
            ? BrowserResult.Failure(BrowserResultType.UnknownError, "hidden_not_supported", "The system browser cannot be hidden")
        : !IsWeb(options.StartUrl)
            ? BrowserResult.Failure(BrowserResultType.UnknownError, "start_url_invalid", "The sign-in page is not an absolute http or https address")
            : null;

    private static bool IsWeb(string? address) =>
        address is { Length: <= MaxUrl } && Uri.TryCreate(address, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp);
}
