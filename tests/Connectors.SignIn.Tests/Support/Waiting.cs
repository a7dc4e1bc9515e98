namespace Connectors.SignIn.Tests.Support;

/// <summary>A loopback browser that waits for its answer, with an opener that opens nothing.</summary>
internal sealed class Waiting : IDisposable
{
    public const string Code = "code-canary";
    public const string State = "state-canary";

    private readonly CancellationTokenSource _cancel = new();
    private readonly LoopbackBrowser _browser;

    private Waiting(LoopbackBrowser browser, ManualTimeProvider time, string startUrl)
    {
        (_browser, Time) = (browser, time);
        Result = browser.InvokeAsync(new(startUrl, browser.RedirectUri.OriginalString), _cancel.Token);
    }

    public Task<BrowserResult> Result { get; }

    public ManualTimeProvider Time { get; }

    public Uri Address => _browser.RedirectUri;

    /// <summary>The request target that ends the sign-in.</summary>
    public static string Answer => $"/?code={Code}&state={State}";

    public static Waiting For(string redirectUri = "http://127.0.0.1/", Func<Uri, CancellationToken, Task<bool>>? open = null, string startUrl = $"https://vendor.test/authorize?client_id=x&state={State}")
    {
        var time = new ManualTimeProvider();
        return new(LoopbackBrowser.Start(new(redirectUri), open ?? ((_, _) => Task.FromResult(true)), time), time, startUrl);
    }

    public Task<string> GetAsync(string target) => Wire.GetAsync(Address, target);

    public Task<BrowserResult> EndAsync() => Result.WaitAsync(Wire.Patience);

    public void Cancel() => _cancel.Cancel();

    /// <summary>Waits until so many timers run: the sign-in's own, and one for each connection that is looked at.</summary>
    public async Task UntilTimersAsync(int count)
    {
        using var late = new CancellationTokenSource(Wire.Patience);
        while (Time.TimerCount < count)
        {
            await Task.Delay(1, late.Token);
        }
    }

    public void Dispose()
    {
        _cancel.Cancel();
        _browser.Dispose();
        _cancel.Dispose();
    }
}
