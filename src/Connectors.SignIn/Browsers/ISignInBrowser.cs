namespace Connectors.SignIn;

/// <summary>
/// Takes a person to a provider's sign-in page and brings back the address that the provider sent the browser to. Of the same shape as
/// <c>IBrowser</c> of IdentityModel.OidcClient (now Duende.IdentityModel.OidcClient), so that either can stand in for the other.
/// </summary>
public interface ISignInBrowser
{
    /// <summary>Opens the page and waits for the answer.</summary>
    /// <param name="options">Where to begin, and the address at which the answer comes.</param>
    /// <param name="cancellationToken">Cancels it: an <see cref="OperationCanceledException"/>, not a result.</param>
    /// <returns>The answer, or why there is none.</returns>
    Task<BrowserResult> InvokeAsync(BrowserOptions options, CancellationToken cancellationToken = default);
}
