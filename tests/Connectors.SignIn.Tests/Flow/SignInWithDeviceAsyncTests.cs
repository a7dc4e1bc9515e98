using System.Net;
using System.Text;
using Connectors.Auth;
using Connectors.Definitions;
using Microsoft.Extensions.DependencyInjection;

namespace Connectors.SignIn.Tests.Flow;

public sealed class SignInWithDeviceAsyncTests : IAsyncDisposable
{
    private static readonly ConnectionKey s_key = new("acme", "tenant");

    private readonly ManualTimeProvider _time = new();
    private readonly Provider _provider = new();
    private readonly List<string> _shown = [];
    private readonly ServiceProvider _app;

    public SignInWithDeviceAsyncTests()
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(_time);
        services.AddConnectors()
            .AddConnector(
                new()
                {
                    Id = "acme",
                    DisplayName = "Acme",
                    Hosts = "https://api.acme.test",
                    Auth =
                    [
                        new OAuth2Scheme
                        {
                            AuthorizationEndpoint = "https://auth.acme.test/authorize",
                            TokenEndpoint = "https://auth.acme.test/token",
                            DeviceAuthorizationEndpoint = "https://auth.acme.test/device",
                            Scopes = ["read"],
                        },
                    ],
                    Endpoints = [],
                },
                options => (options.ClientId, options.ClientSecret) = ("app", "app-secret"))
            .UseTransport(() => _provider);
        _app = services.BuildServiceProvider();
    }

    private IConnections Connections => _app.GetRequiredService<IConnections>();

    [Fact]
    public async Task SignInWithDeviceAsync_PersonTypesTheCode_ShowsItAndConnects()
    {
        _provider.Answers.Enqueue("authorization_pending");
        _provider.Answers.Enqueue("slow_down");
        _provider.Answers.Enqueue(null);

        var connection = await _time.RunAsync(Connections.SignInWithDeviceAsync(s_key, Options()), TimeSpan.FromSeconds(1));

        Assert.Equal((s_key, ConnectionStatus.Active), (connection.Key, connection.Status));
        var text = Assert.Single(_shown);
        Assert.Contains("https://acme.test/device with", text, StringComparison.Ordinal);
        Assert.Contains("  WDJB-MJHT\n", text.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains("https://acme.test/device?user_code=WDJB-MJHT", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', text);
        Assert.DoesNotContain("device-canary", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SignInWithDeviceAsync_ShowDevice_GetsWhatToShow()
    {
        _provider.Answers.Enqueue(null);
        DeviceAuthorization? shown = null;

        await _time.RunAsync(Connections.SignInWithDeviceAsync(s_key, Options() with { ShowDevice = device => shown = device }), TimeSpan.FromSeconds(1));

        Assert.Equal(new Uri("https://acme.test/device"), shown!.VerificationUri);
        Assert.Empty(_shown);
    }

    [Theory]
    [InlineData("access_denied", SignInFailure.Refused)]
    [InlineData("authorization_pending", SignInFailure.TimedOut)]
    public async Task SignInWithDeviceAsync_NotAgreed_IsTyped(string answer, SignInFailure expected)
    {
        _provider.Always = answer;

        var error = await Assert.ThrowsAsync<SignInException>(() => _time.RunAsync(Connections.SignInWithDeviceAsync(s_key, Options()), TimeSpan.FromSeconds(5)));

        Assert.Equal((expected, s_key), (error.Failure, error.Connection));
        Assert.DoesNotContain("canary", error.ToString(), StringComparison.Ordinal);
        Assert.Null(await Connections.FindAsync(s_key));
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private SignInOptions Options() => new() { Show = _shown.Add, TimeProvider = _time };

    private sealed class Provider : HttpMessageHandler
    {
        public Queue<string?> Answers { get; } = new();

        public string? Always { get; set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Task.FromResult(
            request.RequestUri!.AbsolutePath == "/device"
                ? Of(HttpStatusCode.OK, """{"device_code":"device-canary","user_code":"WDJB-\u001bMJHT","verification_uri":"https://acme.test/device","verification_uri_complete":"https://acme.test/device?user_code=WDJB-MJHT","expires_in":900,"interval":5}""")
            : (Always ?? Answers.Dequeue()) is { } error
                ? Of(HttpStatusCode.BadRequest, $$"""{"error":"{{error}}"}""")
            : Of(HttpStatusCode.OK, """{"access_token":"token-canary","token_type":"bearer","expires_in":3600}"""));

        private static HttpResponseMessage Of(HttpStatusCode status, string body) => new(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
    }
}
