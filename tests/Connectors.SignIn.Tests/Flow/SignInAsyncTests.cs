using System.Net;
using Connectors.Simulators;
using Connectors.Simulators.HubSpot;
using Connectors.SignIn.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Connectors.SignIn.Tests.Flow;

public sealed class SignInAsyncTests : IAsyncDisposable
{
    private static readonly ConnectionKey s_key = new("hubspot", "acme");

    private readonly SimulatorHost _vendors = SimulatorHost.Create(host => host.Add<HubSpotSimulator>(vendor => vendor.SeededContacts = 3));
    private readonly ManualTimeProvider _time = new();
    private readonly Transcript _log = new();
    private readonly List<string> _shown = [];
    private readonly List<Uri> _pages = [];
    private readonly ServiceProvider _app;

    public SignInAsyncTests()
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(_log));
        services.AddConnectors()
            .AddHubSpot(options => (options.ClientId, options.ClientSecret) = (HubSpotSimulator.DemoClientId, HubSpotSimulator.DemoClientSecret))
            .UseSimulators(_vendors);
        _app = services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
    }

    private IConnections Connections => _app.GetRequiredService<IConnections>();

    [Theory]
    [InlineData("http://127.0.0.1/")]
    [InlineData("http://localhost/callback")]
    public async Task SignInAsync_PersonAgrees_Connects(string redirectUri)
    {
        var connection = await Connections.SignInAsync(s_key, Options() with { RedirectUri = new(redirectUri) });

        Assert.Equal((ConnectionStatus.Active, HubSpotSimulator.DemoAccount), (connection.Status, connection.AccountId));
        Assert.Contains(_shown, text => text.Contains(_pages[0].AbsoluteUri, StringComparison.Ordinal));
        Assert.True(await Wire.IsClosedAsync(RedirectOf(_pages[0])));
    }

    [Fact]
    public async Task SignInAsync_BrowserAddress_ChangesWhatIsOpenedAndShown()
    {
        await _vendors.StartAsync();

        await Connections.SignInAsync(s_key, Options() with { BrowserAddress = _vendors.LocalAddressOf });

        Assert.Equal(_vendors.AddressOf("hubspot").Authority, _pages[0].Authority);
        Assert.Contains(_shown, text => text.Contains(_pages[0].AbsoluteUri, StringComparison.Ordinal));
    }

    [Fact]
    public async Task SignInAsync_PersonRefuses_IsRefused()
    {
        _vendors.Get<HubSpotSimulator>().OAuth.DenyConsent = true;

        var error = await Assert.ThrowsAsync<SignInException>(() => Connections.SignInAsync(s_key, Options()));

        Assert.Equal((SignInFailure.Refused, ErrorKind.Authorization, "access_denied"), (error.Failure, error.Kind, error.ErrorCode));
        Assert.Equal(s_key, error.Connection);
        Assert.Null(await Connections.FindAsync(s_key));
        Assert.True(await Wire.IsClosedAsync(RedirectOf(_pages[0])));
    }

    [Fact]
    public async Task SignInAsync_NobodyAnswers_TimesOut()
    {
        var signIn = Connections.SignInAsync(s_key, Options() with { Timeout = TimeSpan.FromMinutes(2), OpenBrowser = Remember });
        await WaitForAsync(() => _pages.Count > 0);

        _time.Advance(TimeSpan.FromMinutes(2));
        var error = await Assert.ThrowsAsync<SignInException>(() => signIn);

        Assert.Equal((SignInFailure.TimedOut, ErrorKind.Timeout), (error.Failure, error.Kind));
        Assert.True(await Wire.IsClosedAsync(RedirectOf(_pages[0])));
        HoldsNoSecret(error);
    }

    [Fact]
    public async Task SignInAsync_NoBrowserOpens_GivesTheAddress()
    {
        var error = await Assert.ThrowsAsync<SignInException>(() => Connections.SignInAsync(s_key, Options() with { OpenBrowser = (page, _) => Task.FromResult(Remember(page)) }));

        Assert.Equal((SignInFailure.BrowserNotOpened, _pages[0]), (error.Failure, error.Address));
        Assert.Contains("https://app.hubspot.com/oauth/authorize", error.Message, StringComparison.Ordinal);
        HoldsNoSecret(error);

        bool Remember(Uri page)
        {
            _pages.Add(page);
            return false;
        }
    }

    [Fact]
    public async Task SignInAsync_NeitherBrowserNorInput_GivesTheAddress()
    {
        Console.SetIn(TextReader.Null);

        var error = await Assert.ThrowsAsync<SignInException>(() => Connections.SignInAsync(s_key, new() { RedirectUri = new("https://app.example/back"), Show = _shown.Add }));

        Assert.Equal((SignInFailure.BrowserNotOpened, ErrorKind.Configuration), (error.Failure, error.Kind));
        Assert.Contains(_shown, text => text.Contains(error.Address!.AbsoluteUri, StringComparison.Ordinal));
    }

    [Fact]
    public async Task SignInAsync_Cancelled_ClosesThePort()
    {
        using var cancel = new CancellationTokenSource();
        var signIn = Connections.SignInAsync(s_key, Options() with { OpenBrowser = Remember }, cancel.Token);
        await WaitForAsync(() => _pages.Count > 0);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => signIn);
        Assert.True(await Wire.IsClosedAsync(RedirectOf(_pages[0])));
    }

    [Fact]
    public async Task SignInAsync_PastedCode_Connects()
    {
        using var input = new PastedCode(this);
        var connection = await Connections.SignInAsync(s_key, Options() with { Browser = new PasteBrowser(input, input.Shown, _time) });

        Assert.Equal(ConnectionStatus.Active, connection.Status);
    }

    [Theory]
    [InlineData(BrowserResultType.UserCancel, SignInFailure.Cancelled)]
    [InlineData(BrowserResultType.HttpError, SignInFailure.NoAnswer)]
    [InlineData(BrowserResultType.UnknownError, SignInFailure.NoAnswer)]
    public async Task SignInAsync_BrowserOfOnesOwnFails_IsTypedAndTellsNothingOfItsWords(BrowserResultType type, SignInFailure expected)
    {
        var browser = new Scripted(options => new() { ResultType = type, Error = "secret " + options.StartUrl, ErrorDescription = options.StartUrl });

        var error = await Assert.ThrowsAsync<SignInException>(() => Connections.SignInAsync(s_key, Options() with { Browser = browser, RedirectUri = new("https://app.example/back") }));

        Assert.Equal(expected, error.Failure);
        _pages.Add(new(browser.StartUrl!));
        HoldsNoSecret(error);
    }

    [Fact]
    public async Task SignInAsync_AnswerOfAnotherSession_IsRefused()
    {
        var other = await Connections.StartAuthorizationAsync(s_key, new("https://app.example/back"));
        var callback = await ConsentAsync(other.Url);
        var browser = new Scripted(_ => new() { Response = callback.OriginalString });

        var error = await Assert.ThrowsAnyAsync<ConnectorException>(() => Connections.SignInAsync(s_key, Options() with { Browser = browser, RedirectUri = new("https://app.example/back") }));

        Assert.Equal(ErrorKind.Authorization, error.Kind);
        Assert.Contains("another session", error.Message, StringComparison.Ordinal);
        Assert.Null(await Connections.FindAsync(s_key));
    }

    [Fact]
    public async Task SignInAsync_BrowserOfOnesOwnWithoutRedirectUri_IsAMistake() =>
        await Assert.ThrowsAsync<ArgumentException>(() => Connections.SignInAsync(s_key, Options() with { Browser = new Scripted(_ => new()) }));

    [Fact]
    public async Task SignInAsync_EveryEnd_LogsNoCodeAndNoState()
    {
        await Connections.SignInAsync(s_key, Options());
        _vendors.Get<HubSpotSimulator>().Faults.Next(HttpMethod.Post, "/oauth").Always().Status(400);
        var error = await Assert.ThrowsAnyAsync<ConnectorException>(() => Connections.SignInAsync(s_key, Options()));

        Assert.Equal(2, _pages.Count);
        Assert.All(_pages, page => Assert.DoesNotContain(CallbackAddress.StateOf(page.AbsoluteUri)!, _log.Text, StringComparison.Ordinal));
        HoldsNoSecret(error);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(601)]
    public void Timeout_OutOfRange_IsRefused(double seconds) => Assert.Throws<ArgumentOutOfRangeException>(() => new SignInOptions { Timeout = TimeSpan.FromSeconds(seconds) });

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _vendors.DisposeAsync();
        _log.Dispose();
    }

    private SignInOptions Options() => new() { OpenBrowser = BrowseAsync, Show = _shown.Add, TimeProvider = _time };

    /// <summary>A browser whose person agrees at once: it follows the provider's redirect to the app.</summary>
    private async Task<bool> BrowseAsync(Uri page, CancellationToken cancellationToken)
    {
        _pages.Add(page);
        var callback = await ConsentAsync(page);
        Assert.Equal(200, Wire.StatusOf(await Wire.GetAsync(callback, callback.PathAndQuery)));
        return true;
    }

    private Task<bool> Remember(Uri page, CancellationToken cancellationToken)
    {
        _pages.Add(page);
        return Task.FromResult(true);
    }

    private async Task<Uri> ConsentAsync(Uri page)
    {
        using var browser = new HttpClient(page.IsLoopback ? new SocketsHttpHandler { AllowAutoRedirect = false } : _vendors.CreateHandler());
        using var answer = await browser.GetAsync(page);
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        return answer.Headers.Location!;
    }

    private void HoldsNoSecret(Exception error)
    {
        var state = CallbackAddress.StateOf(_pages[^1].AbsoluteUri)!;
        Assert.DoesNotContain(state, error.ToString(), StringComparison.Ordinal);
    }

    private static Uri RedirectOf(Uri page) => new(System.Web.HttpUtility.ParseQueryString(page.Query)["redirect_uri"]!);

    private static async Task WaitForAsync(Func<bool> condition)
    {
        using var late = new CancellationTokenSource(Wire.Patience);
        while (!condition())
        {
            await Task.Delay(1, late.Token);
        }
    }

    private sealed class Scripted(Func<BrowserOptions, BrowserResult> answer) : ISignInBrowser
    {
        public string? StartUrl { get; private set; }

        public Task<BrowserResult> InvokeAsync(BrowserOptions options, CancellationToken cancellationToken = default)
        {
            StartUrl = options.StartUrl;
            return Task.FromResult(answer(options));
        }
    }

    /// <summary>A person who opens the address that is shown, and types the code that the browser ends with.</summary>
    private sealed class PastedCode(SignInAsyncTests test) : TextReader
    {
        private string? _page;

        public void Shown(string text) => _page ??= text.Split('\n').Select(line => line.Trim()).First(line => line.StartsWith("https://", StringComparison.Ordinal));

        public override string? ReadLine() => System.Web.HttpUtility.ParseQueryString(test.ConsentAsync(new(_page!)).GetAwaiter().GetResult().Query)["code"];
    }

    /// <summary>All that is logged, at every level.</summary>
    private sealed class Transcript : ILoggerProvider, ILogger
    {
        private readonly System.Collections.Concurrent.ConcurrentQueue<string> _lines = new();

        public string Text => string.Join('\n', _lines);

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            _lines.Enqueue($"{state}");
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            _lines.Enqueue(formatter(state, exception) + exception);

        public void Dispose()
        {
        }
    }
}
