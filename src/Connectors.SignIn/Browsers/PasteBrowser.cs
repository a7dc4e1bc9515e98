namespace Connectors.SignIn;

/// <summary>
/// For machines without a browser: shows the address to open anywhere, and reads from the console what the browser ends at, the whole
/// address or the code alone. The redirect address need not answer; its text in the browser's address bar is what counts.
/// </summary>
/// <remarks>
/// A whole address is checked against the state that was sent. A code alone carries no state; it is taken to be the answer to this sign-in,
/// which PKCE then proves: a code that somebody else obtained cannot be exchanged. A code alone is refused by providers that also send
/// <c>iss</c>, and where the request was pushed (RFC 9126): paste the address there.
/// </remarks>
/// <param name="input">Where lines come from; the default is the console.</param>
/// <param name="show">Shows a line to the person; the default writes to standard error, so that a program's output stays clean.</param>
/// <param name="time">The clock; the default is the system's.</param>
public sealed class PasteBrowser(TextReader? input = null, Action<string>? show = null, TimeProvider? time = null) : ISignInBrowser
{
    private const int Tries = 5;
    private readonly Action<string> _show = show ?? Console.Error.WriteLine;

    /// <inheritdoc/>
    public async Task<BrowserResult> InvokeAsync(BrowserOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (BrowserErrors.Of(options) is { } error)
        {
            return error;
        }

        _show($"""

            Open this address in any browser, and sign in there:

              {options.StartUrl}

            The browser then ends at {options.EndUrl}, a page that may not load. Copy the whole address from its address bar
            (or the code, if a page shows you one), paste it here and press Enter. Enter alone cancels.
            Paste nothing that somebody sent you.
            """);
        using var timeout = new CancellationTokenSource(options.Timeout, time ?? TimeProvider.System);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            return await AskAsync(options, end.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested && timeout.IsCancellationRequested)
        {
            return BrowserErrors.TimedOut(options.Timeout);
        }
    }

    private async Task<BrowserResult> AskAsync(BrowserOptions options, CancellationToken cancellationToken)
    {
        for (var tries = 0; tries < Tries; tries++)
        {
            // A read of the console cannot be cancelled: it is left behind, and takes the next line that is typed.
            var line = await Task.Run((input ?? Console.In).ReadLine, CancellationToken.None).WaitAsync(cancellationToken).ConfigureAwait(false);
            if (string.IsNullOrWhiteSpace(line))
            {
                return line is null
                    ? BrowserResult.Failure(BrowserResultType.UserCancel, BrowserErrors.InputEnded, "The input ended before anything was pasted")
                    : BrowserResult.Failure(BrowserResultType.UserCancel, "cancelled", "Nothing was pasted");
            }

            var (response, why) = PastedText.Read(line, options);
            if (response is not null)
            {
                return BrowserResult.Success(response);
            }

            _show(why!);
        }

        return BrowserResult.Failure(BrowserResultType.HttpError, "no_answer_pasted", "Nothing that was pasted is the provider's answer");
    }
}
