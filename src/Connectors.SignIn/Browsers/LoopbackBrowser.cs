namespace Connectors.SignIn;

/// <summary>
/// The system browser, and a listener on this machine to which the provider sends it back (RFC 8252, 7.3). It listens from
/// <see cref="Start"/> on, so that <see cref="RedirectUri"/> has its real port before the sign-in begins. For one sign-in.
/// </summary>
/// <remarks>
/// Only the first GET of the redirect path that carries an answer, to this machine's own address and with the state that was sent, is
/// taken. Other requests are refused and change nothing. The port is closed when the sign-in is over, however it ends. Nothing is logged.
/// </remarks>
public sealed class LoopbackBrowser : ISignInBrowser, IDisposable
{
    private readonly LoopbackListener _listener;
    private readonly Func<Uri, CancellationToken, Task<bool>> _open;
    private readonly TimeProvider _time;
    private int _isUsed;

    private LoopbackBrowser(LoopbackListener listener, Func<Uri, CancellationToken, Task<bool>> open, TimeProvider time) => (_listener, _open, _time) = (listener, open, time);

    /// <summary>Gets the redirect address with its real port: what the provider is told to send the browser to.</summary>
    public Uri RedirectUri => _listener.RedirectUri;

    /// <summary>Begins to listen.</summary>
    /// <param name="redirectUri">
    /// http on <c>127.0.0.1</c>, <c>[::1]</c> or <c>localhost</c>. Without a port, or with port 0, a free one is taken: every provider that
    /// keeps to RFC 8252 allows that. With a port for providers that compare it. The default is <c>http://127.0.0.1/</c>.
    /// </param>
    /// <param name="open">Opens an address, and tells whether it could; the default is <see cref="SystemBrowser.OpenAsync"/>. Its token ends with the sign-in.</param>
    /// <param name="time">The clock; the default is the system's.</param>
    /// <returns>The browser; dispose of it to close the port.</returns>
    /// <exception cref="SignInException">The port is taken: <see cref="SignInFailure.PortInUse"/>.</exception>
    /// <exception cref="ArgumentException">The address is none that can be listened on.</exception>
    public static LoopbackBrowser Start(Uri? redirectUri = null, Func<Uri, CancellationToken, Task<bool>>? open = null, TimeProvider? time = null) =>
        new(LoopbackListener.Bind(redirectUri ?? SignInOptions.DefaultRedirectUri), open ?? SystemBrowser.OpenAsync, time ?? TimeProvider.System);

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">It was invoked before, or the end address is not <see cref="RedirectUri"/>.</exception>
    public async Task<BrowserResult> InvokeAsync(BrowserOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.EndUrl != RedirectUri.OriginalString)
        {
            throw new InvalidOperationException("The end address is not the browser's RedirectUri: begin the sign-in with that one.");
        }

        if (Interlocked.Exchange(ref _isUsed, 1) != 0)
        {
            throw new InvalidOperationException("A LoopbackBrowser is for one sign-in: start another.");
        }

        using (this)
        {
            return BrowserErrors.Of(options) ?? await AskAsync(options, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Closes the port.</summary>
    public void Dispose() => _listener.Dispose();

    private async Task<BrowserResult> AskAsync(BrowserOptions options, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(options.Timeout, _time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        using var server = new LoopbackServer(_listener, CallbackAddress.StateOf(options.StartUrl), _time);
        var answer = server.RunAsync(end.Token);
        try
        {
            var opened = OpenAsync(new(options.StartUrl), end.Token);
            if (await Task.WhenAny(answer, opened).ConfigureAwait(false) == opened && !await opened.ConfigureAwait(false))
            {
                return BrowserErrors.NotOpenedResult;
            }

            return await answer.ConfigureAwait(false) is { } address
                ? BrowserResult.Success(address)
                : BrowserResult.Failure(BrowserResultType.HttpError, "too_many_requests", "Too many requests that were not the provider's answer came to the redirect address");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested && timeout.IsCancellationRequested)
        {
            return BrowserErrors.TimedOut(options.Timeout);
        }
        finally
        {
            // The listener and every connection are closed before this returns.
            await end.CancelAsync().ConfigureAwait(false);
            await ((Task)answer).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<bool> OpenAsync(Uri address, CancellationToken cancellationToken)
    {
        try
        {
            return await _open(address, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // An app's own way to open a browser may fail in any way; its words may hold the address.
            return false;
        }
    }
}
