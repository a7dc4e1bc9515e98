namespace Connectors.SignIn;

/// <summary>The person who signs in, as far as the app can reach them: by a browser on this machine, or by what they paste.</summary>
internal sealed class Person : IDisposable
{
    private readonly LoopbackBrowser? _own;
    private readonly Action<string> _show;

    private Person(SignInOptions options, Uri redirectUri, LoopbackBrowser? own)
    {
        (Options, RedirectUri, _own) = (options, redirectUri, own);
        _show = options.Show ?? Console.Error.WriteLine;
    }

    public SignInOptions Options { get; }

    /// <summary>Where the provider sends the browser, with its real port.</summary>
    public Uri RedirectUri { get; }

    public static Person Of(SignInOptions options)
    {
        var wanted = options.RedirectUri ?? SignInOptions.DefaultRedirectUri;
        if (options.Browser is LoopbackBrowser { RedirectUri: var listening })
        {
            return new(options, listening, null);
        }

        if (options.Browser is not (null or PasteBrowser) && options.RedirectUri is null)
        {
            throw new ArgumentException("A browser of your own needs SignInOptions.RedirectUri: the address at which it takes the answer.", nameof(options));
        }

        return options.Browser is null && LoopbackListener.IsLoopback(wanted) && (options.OpenBrowser is not null || SystemBrowser.CanOpen)
            ? Listening(options, wanted)
            : new(options, wanted, null);
    }

    /// <summary>Takes the person to the provider's page and gives the address at which the browser ended.</summary>
    public async Task<string> AskAsync(ConnectionKey key, Uri page, CancellationToken cancellationToken)
    {
        var address = Options.BrowserAddress?.Invoke(page) ?? page;
        if (_own is not null)
        {
            _show($"Sign in with your browser. If none opens, open this address on this machine: {address.AbsoluteUri}");
        }

        var browser = Options.Browser ?? (ISignInBrowser?)_own ?? Pasting();
        var result = await InvokeAsync(browser, address, cancellationToken).ConfigureAwait(false);
        if (result.Error == BrowserErrors.NotOpened && _own is not null && Options.OpenBrowser is null && !Console.IsInputRedirected)
        {
            result = await InvokeAsync(Pasting(), address, cancellationToken).ConfigureAwait(false);
        }

        if (Options.Browser is null && result.Error == BrowserErrors.InputEnded)
        {
            // A program that nobody sits at, chosen by itself to ask there: nobody cancelled anything.
            result = BrowserErrors.NotOpenedResult;
        }

        return result is { ResultType: BrowserResultType.Success, Response: { } response } ? response : throw ErrorOf(result, key, page, address);
    }

    public void Dispose() => _own?.Dispose();

    private static Person Listening(SignInOptions options, Uri wanted)
    {
        var browser = LoopbackBrowser.Start(wanted, options.OpenBrowser, options.TimeProvider);
        return new(options, browser.RedirectUri, browser);
    }

    private PasteBrowser Pasting() => new(null, _show, Options.TimeProvider);

    private Task<BrowserResult> InvokeAsync(ISignInBrowser browser, Uri address, CancellationToken cancellationToken) =>
        browser.InvokeAsync(new(address.AbsoluteUri, RedirectUri.OriginalString) { Timeout = Options.Timeout }, cancellationToken);

    private static SignInException ErrorOf(BrowserResult result, ConnectionKey key, Uri page, Uri address)
    {
        // Only this package's own words are passed on: those of another browser may hold the address with its state.
        var (failure, kind, what, toDo) = result.ResultType switch
        {
            BrowserResultType.UserCancel => (SignInFailure.Cancelled, ErrorKind.Authorization, "The sign-in was cancelled", "Start it again when the person is ready."),
            BrowserResultType.Timeout => (SignInFailure.TimedOut, ErrorKind.Timeout, "Nobody completed the sign-in in time", "Start it again; SignInOptions.Timeout sets how long to wait."),
            BrowserResultType.UnknownError when result.Error == BrowserErrors.NotOpened => (
                SignInFailure.BrowserNotOpened,
                ErrorKind.Configuration,
                $"No browser could be opened at {page.GetLeftPart(UriPartial.Path)}",
                "Show the person the address (SignInException.Address) and sign in where it can be opened, or pass a PasteBrowser, which asks for the answer."),
            _ => (SignInFailure.NoAnswer, ErrorKind.Authorization, "The browser brought back no answer", "Start the sign-in again."),
        };
        var facts = new ErrorFacts { Kind = kind, Connection = key, What = what, ToDo = toDo, ErrorCode = CodeOf(result.Error) };
        return new(facts, failure, failure == SignInFailure.BrowserNotOpened ? address : null);
    }

    private static string? CodeOf(string? error) =>
        error is { Length: > 0 and <= 40 } && error.All(static character => char.IsAsciiLetterLower(character) || character == '_') ? error : null;
}
