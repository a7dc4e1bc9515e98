namespace Connectors.SignIn;

/// <summary>What a <see cref="ISignInBrowser"/> came back with. Prints without the response, which holds a code.</summary>
public sealed class BrowserResult
{
    /// <summary>Gets or sets how it ended.</summary>
    public BrowserResultType ResultType { get; set; }

    /// <summary>Gets or sets the redirect address with the query that the provider sent, or the query alone; with <see cref="BrowserResultType.Success"/> only.</summary>
    /// <value>Good also for the provider's own <c>error</c>: whoever completes the sign-in reads it.</value>
    public string? Response { get; set; }

    /// <summary>Gets or sets a code of what went wrong, such as <c>browser_not_opened</c>.</summary>
    public string? Error { get; set; }

    /// <summary>Gets or sets one sentence of what went wrong.</summary>
    public string? ErrorDescription { get; set; }

    /// <summary>Gets whether something went wrong.</summary>
    public bool IsError => ResultType != BrowserResultType.Success || !string.IsNullOrEmpty(Error);

    /// <inheritdoc/>
    public override string ToString() => Error is null ? $"{ResultType}" : $"{ResultType} ({Error})";

    internal static BrowserResult Success(string response) => new() { ResultType = BrowserResultType.Success, Response = response };

    internal static BrowserResult Failure(BrowserResultType type, string error, string description) => new() { ResultType = type, Error = error, ErrorDescription = description };
}

/// <summary>How a <see cref="ISignInBrowser"/> ended.</summary>
public enum BrowserResultType
{
    /// <summary>The provider's answer is there, be it a code or an error.</summary>
    Success,

    /// <summary>The answer could not be received.</summary>
    HttpError,

    /// <summary>The person gave up.</summary>
    UserCancel,

    /// <summary>No answer came in time.</summary>
    Timeout,

    /// <summary>Anything else: the browser could not be opened.</summary>
    UnknownError,
}
