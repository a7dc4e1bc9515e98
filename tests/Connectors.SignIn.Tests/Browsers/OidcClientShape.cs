namespace Connectors.SignIn.Tests.OidcClient;

// The shape of the browser types of IdentityModel.OidcClient and Duende.IdentityModel.OidcClient: the members' names, types and
// defaults, from their public source. The packages cannot be had where these tests run.
public interface IBrowser
{
    Task<BrowserResult> InvokeAsync(BrowserOptions options, CancellationToken cancellationToken = default);
}

public class BrowserOptions(string startUrl, string endUrl)
{
    public string StartUrl { get; } = startUrl;

    public string EndUrl { get; } = endUrl;

    public DisplayMode DisplayMode { get; set; } = DisplayMode.Visible;

    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(5);
}

public class Result
{
    public bool IsError => !string.IsNullOrWhiteSpace(Error);

    public virtual string? Error { get; set; }

    public virtual string? ErrorDescription { get; set; }
}

public class BrowserResult : Result
{
    public BrowserResultType ResultType { get; set; }

    public string? Response { get; set; }
}

public enum BrowserResultType
{
    Success,
    HttpError,
    UserCancel,
    Timeout,
    UnknownError,
}

public enum DisplayMode
{
    Visible,
    Hidden,
}
