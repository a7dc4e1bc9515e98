using System.Net;
using System.Net.Sockets;
using Connectors.SignIn.Tests.Support;

namespace Connectors.SignIn.Tests.Loopback;

public sealed class LoopbackBrowserTests
{
    public static TheoryData<string, string> Addresses { get; } = new()
    {
        { "http://127.0.0.1", "^http://127\\.0\\.0\\.1:[0-9]+$" },
        { "http://127.0.0.1/", "^http://127\\.0\\.0\\.1:[0-9]+/$" },
        { "http://127.0.0.1:0/oauth/back", "^http://127\\.0\\.0\\.1:[0-9]+/oauth/back$" },
        { "http://localhost/callback?app=1", "^http://localhost:[0-9]+/callback\\?app=1$" },
        { Wire.HasIPv6() ? "http://[::1]/callback" : "http://127.0.0.1/callback", "^http://(\\[::1\\]|127\\.0\\.0\\.1):[0-9]+/callback$" },
    };

    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task Start_NoPort_TakesAFreeOneAndKeepsTheRestAsWritten(string redirectUri, string expected)
    {
        using var waiting = Waiting.For(redirectUri);

        var page = await waiting.GetAsync($"{waiting.Address.AbsolutePath}?code={Waiting.Code}&state={Waiting.State}");
        var result = await waiting.EndAsync();

        Assert.Matches(expected, waiting.Address.OriginalString);
        Assert.Equal(200, Wire.StatusOf(page));
        Assert.Equal((BrowserResultType.Success, false), (result.ResultType, result.IsError));
        Assert.Equal($"{waiting.Address.GetLeftPart(UriPartial.Path)}?code={Waiting.Code}&state={Waiting.State}", result.Response);
        Assert.True(await Wire.IsClosedAsync(waiting.Address));
    }

    [Fact]
    public async Task Start_Localhost_AnswersOnBothItsAddresses()
    {
        using var waiting = Waiting.For("http://localhost/");
        var other = new Uri($"http://[::1]:{waiting.Address.Port}/");

        var page = Wire.HasIPv6() ? await Wire.GetAsync(other, Waiting.Answer, host: waiting.Address.Authority) : await waiting.GetAsync(Waiting.Answer);

        Assert.Equal(200, Wire.StatusOf(page));
        Assert.Equal(BrowserResultType.Success, (await waiting.EndAsync()).ResultType);
    }

    [Theory]
    [InlineData("https://127.0.0.1/")]
    [InlineData("http://app.example/callback")]
    [InlineData("http://0.0.0.0/")]
    [InlineData("http://127.0.0.1.example/")]
    [InlineData("http://user@127.0.0.1/")]
    [InlineData("http://127.0.0.1/#x")]
    [InlineData("com.example.app:/oauth2redirect")]
    public void Start_AddressThatIsNotLoopback_IsRefused(string redirectUri) => Assert.Throws<ArgumentException>(() => LoopbackBrowser.Start(new(redirectUri)));

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    public void Start_PortTaken_SaysWhichAndWhatToDo(string host)
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;

        var error = Assert.Throws<SignInException>(() => LoopbackBrowser.Start(new($"http://{host}:{port}/")));

        Assert.Equal((SignInFailure.PortInUse, ErrorKind.Configuration), (error.Failure, error.Kind));
        Assert.Contains($"Port {port} of {host}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Start_FixedPort_KeepsTheAddressLetterByLetter()
    {
        using var free = LoopbackBrowser.Start();
        var port = free.RedirectUri.Port;
        free.Dispose();

        using var browser = LoopbackBrowser.Start(new($"http://127.0.0.1:{port}"));

        Assert.Equal($"http://127.0.0.1:{port}", browser.RedirectUri.OriginalString);
    }

    [Fact]
    public async Task InvokeAsync_Opener_GetsTheAddressWhileThePortIsOpen()
    {
        Uri? opened = null;
        var listening = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var waiting = Waiting.For(open: OpenAsync, startUrl: $"https://vendor.test/authorize?state={Waiting.State}&a=%26%22%27");
        listening.SetResult(waiting.Address);

        Assert.Equal(BrowserResultType.Success, (await waiting.EndAsync()).ResultType);
        Assert.Equal($"https://vendor.test/authorize?state={Waiting.State}&a=%26%22%27", opened!.AbsoluteUri);

        async Task<bool> OpenAsync(Uri address, CancellationToken cancellationToken)
        {
            opened = address;
            await Wire.GetAsync(await listening.Task, Waiting.Answer);
            return true;
        }
    }

    [Fact]
    public async Task InvokeAsync_ProvidersError_IsAnAnswerAndIsShownEscaped()
    {
        using var waiting = Waiting.For();

        var page = await waiting.GetAsync($"/?error=access_denied&error_description=%3Cscript%3Ealert(1)%3C/script%3E&state={Waiting.State}");
        var result = await waiting.EndAsync();

        Assert.Equal(BrowserResultType.Success, result.ResultType);
        Assert.Contains("error=access_denied", result.Response, StringComparison.Ordinal);
        Assert.Contains("access_denied", page, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;alert(1)", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task InvokeAsync_Page_IsKeptNowhereLoadsNothingAndHoldsNoSecret()
    {
        using var waiting = Waiting.For();

        var page = await waiting.GetAsync(Waiting.Answer);

        Assert.Contains("Cache-Control: no-store\r\n", page, StringComparison.Ordinal);
        Assert.Contains("Referrer-Policy: no-referrer\r\n", page, StringComparison.Ordinal);
        Assert.Contains("Content-Security-Policy: default-src 'none'", page, StringComparison.Ordinal);
        Assert.DoesNotContain("http", page[page.IndexOf("<!doctype", StringComparison.Ordinal)..].Replace("http-equiv", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain("canary", page, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", (await waiting.EndAsync()).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task InvokeAsync_Timeout_EndsAndClosesThePort()
    {
        using var waiting = Waiting.For();
        using var stalled = await Wire.ConnectAsync(waiting.Address);
        await waiting.UntilTimersAsync(2);

        waiting.Time.Advance(TimeSpan.FromMinutes(5));
        var result = await waiting.EndAsync();

        Assert.Equal((BrowserResultType.Timeout, "timeout"), (result.ResultType, result.Error));
        Assert.Equal("", await Wire.ReadAsync(stalled));
        Assert.True(await Wire.IsClosedAsync(waiting.Address));
    }

    [Fact]
    public async Task InvokeAsync_Cancelled_ClosesThePort()
    {
        using var waiting = Waiting.For();

        waiting.Cancel();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(waiting.EndAsync);
        Assert.True(await Wire.IsClosedAsync(waiting.Address));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task InvokeAsync_BrowserNotOpened_SaysSoAndClosesThePort(bool throws)
    {
        using var waiting = Waiting.For(open: (address, _) => throws ? throw new InvalidOperationException(address.AbsoluteUri) : Task.FromResult(false));

        var result = await waiting.EndAsync();

        Assert.Equal((BrowserResultType.UnknownError, "browser_not_opened"), (result.ResultType, result.Error));
        Assert.DoesNotContain("canary", result.ErrorDescription, StringComparison.Ordinal);
        Assert.True(await Wire.IsClosedAsync(waiting.Address));
    }

    [Fact]
    public async Task InvokeAsync_Hidden_IsNotSupported()
    {
        using var browser = LoopbackBrowser.Start();

        var result = await browser.InvokeAsync(new("https://vendor.test/", browser.RedirectUri.OriginalString) { DisplayMode = DisplayMode.Hidden });

        Assert.Equal((BrowserResultType.UnknownError, "hidden_not_supported"), (result.ResultType, result.Error));
        Assert.True(await Wire.IsClosedAsync(browser.RedirectUri));
    }

    [Theory]
    [InlineData("file:///etc/passwd")]
    [InlineData("javascript:alert(1)")]
    [InlineData("/authorize")]
    public async Task InvokeAsync_StartThatIsNoWebAddress_OpensNothing(string startUrl)
    {
        var opened = 0;
        using var waiting = Waiting.For(open: (_, _) => Task.FromResult(++opened > 0), startUrl: startUrl);

        var result = await waiting.EndAsync();

        Assert.Equal(("start_url_invalid", 0), (result.Error, opened));
    }

    [Fact]
    public async Task InvokeAsync_TwiceOrForAnotherAddress_IsAMistake()
    {
        using var browser = LoopbackBrowser.Start(open: (_, _) => Task.FromResult(false));

        await Assert.ThrowsAsync<InvalidOperationException>(() => browser.InvokeAsync(new("https://vendor.test/", "http://127.0.0.1:1/")));
        await browser.InvokeAsync(new("https://vendor.test/", browser.RedirectUri.OriginalString));
        await Assert.ThrowsAsync<InvalidOperationException>(() => browser.InvokeAsync(new("https://vendor.test/", browser.RedirectUri.OriginalString)));
    }

    [Fact]
    public async Task Dispose_NeverInvoked_ClosesThePort()
    {
        var browser = LoopbackBrowser.Start();

        browser.Dispose();

        Assert.True(await Wire.IsClosedAsync(browser.RedirectUri));
    }
}
