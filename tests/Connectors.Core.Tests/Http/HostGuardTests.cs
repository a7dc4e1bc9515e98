using System.Net;
using System.Net.Sockets;
using Connectors.Core.Tests.Testing;
using Connectors.Definitions;
using Connectors.Http;
using Connectors.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http;

namespace Connectors.Core.Tests.Http;

public sealed class HostGuardTests
{
    private static readonly ConnectionKey s_key = new("acme", "tenant");

    [Theory]
    [InlineData("8.8.8.8", true)]
    [InlineData("172.15.255.255", true)]
    [InlineData("172.32.0.0", true)]
    [InlineData("100.63.255.255", true)]
    [InlineData("100.128.0.0", true)]
    [InlineData("192.167.255.255", true)]
    [InlineData("223.255.255.255", true)]
    [InlineData("2606:4700::6810:84e5", true)]
    [InlineData("::ffff:8.8.8.8", true)]
    [InlineData("64:ff9b::808:808", true)]
    [InlineData("0.0.0.0", false)]
    [InlineData("0.1.2.3", false)]
    [InlineData("10.0.0.1", false)]
    [InlineData("100.64.0.0", false)]
    [InlineData("100.127.255.255", false)]
    [InlineData("127.0.0.1", false)]
    [InlineData("127.255.255.254", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("172.16.0.0", false)]
    [InlineData("172.31.255.255", false)]
    [InlineData("192.0.0.8", false)]
    [InlineData("192.0.2.1", false)]
    [InlineData("192.168.1.1", false)]
    [InlineData("198.18.0.1", false)]
    [InlineData("198.51.100.1", false)]
    [InlineData("203.0.113.1", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("240.0.0.1", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("::", false)]
    [InlineData("::1", false)]
    [InlineData("::10.0.0.1", false)]
    [InlineData("::ffff:10.0.0.1", false)]
    [InlineData("::ffff:169.254.169.254", false)]
    [InlineData("64:ff9b::a9fe:a9fe", false)]
    [InlineData("64:ff9b::a00:1", false)]
    [InlineData("64:ff9b:1::1", false)]
    [InlineData("2001:0:4136:e378:8000:63bf:3fff:fdd2", false)]
    [InlineData("2001:db8::1", false)]
    [InlineData("2002:a00:1::1", false)]
    [InlineData("3fff::1", false)]
    [InlineData("fc00::1", false)]
    [InlineData("fd12:3456::1", false)]
    [InlineData("fe80::1", false)]
    [InlineData("fec0::1", false)]
    [InlineData("ff02::1", false)]
    public void PublicAddress_OfEveryKind_IsToldFromTheOthers(string address, bool isPublic) => Assert.Equal(isPublic, PublicAddress.Is(IPAddress.Parse(address)));

    [Theory]
    [InlineData("10.1.2.3")]
    [InlineData("8.8.8.8 127.0.0.1")]
    [InlineData("::ffff:192.168.0.1")]
    public async Task Connect_HostOfASettingInThePrivateNetwork_IsRefusedBeforeAnythingIsSentOrSaved(string addresses)
    {
        await using var app = New(Sited, (_, _) => Resolved(addresses));

        var error = await Assert.ThrowsAsync<ConnectorException>(() => ConnectAsync(app));

        Assert.Equal(ErrorKind.Validation, error.Kind);
        Assert.Contains("acme.example.com", error.Message, StringComparison.Ordinal);
        Assert.Contains("AllowPrivateHosts", error.Message, StringComparison.Ordinal);
        Assert.Null(await app.GetRequiredService<IConnections>().FindAsync(s_key));
        Assert.Null(await app.GetRequiredService<ICredentialStore>().ReadAsync(s_key.ToString(), default));
    }

    [Fact]
    public async Task Connect_NameThatCannotBeResolvedHere_IsLeftToTheCall()
    {
        await using var app = New(Sited, (_, _) => throw new SocketException((int)SocketError.HostNotFound));

        Assert.Equal(ConnectionStatus.Active, (await ConnectAsync(app)).Status);
    }

    [Fact]
    public async Task Call_NameThatBecamePrivateMeanwhile_IsRefusedWhenTheConnectionIsOpened()
    {
        var addresses = "8.8.8.8";
        await using var app = New(Sited, (_, _) => Resolved(addresses));
        await ConnectAsync(app);
        addresses = "169.254.169.254";

        var error = await Assert.ThrowsAsync<ConnectorException>(() => CallAsync(app));

        Assert.Equal((ErrorKind.Configuration, false), (error.Kind, error.IsTransient));
        Assert.Contains("public", error.Message, StringComparison.Ordinal);
        Assert.Contains("AllowPrivateHosts", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Renewal_AtAHostThatIsPrivate_IsRefusedToo()
    {
        var definition = Of("https://api.acme.test", new OAuth2Scheme { AuthorizationEndpoint = "https://{site}.example.com/a", TokenEndpoint = new("https://{site}.example.com/token") });
        await using var app = New(definition, (_, _) => Resolved("10.0.0.1"));
        var grant = new OAuthCredential(new() { AccessToken = "a", RefreshToken = "r", ExpiresAt = DateTimeOffset.UnixEpoch });

        var error = await Assert.ThrowsAsync<ConnectorException>(() => ConnectAsync(app, grant));

        Assert.Equal(ErrorKind.Configuration, error.Kind);
        Assert.Contains("acme.example.com", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connect_AllowedPrivateHosts_AreNotAsked()
    {
        await using var app = New(Sited, (_, _) => throw new InvalidOperationException("Not asked."), options => options.AllowPrivateHosts = true);

        Assert.Equal(ConnectionStatus.Active, (await ConnectAsync(app)).Status);
        Assert.False(new HostGuard(Sited, new() { AllowPrivateHosts = true }, HostLookup.System).Guards("acme.example.com"));
    }

    [Fact]
    public void Guards_OnlyWhatNeitherTheConnectorNorTheAppStates()
    {
        var options = new ConnectorOptions();
        options.Hosts["files"] = "https://files.corp.test";
        var definition = new ConnectorDefinition
        {
            Id = "acme",
            DisplayName = "Acme",
            Hosts = new() { ["api"] = "https://{site}.example.com", ["path"] = "https://API.fixed.test/{site}", ["files"] = "https://{site}.files.test" },
            Settings = [new("site", "Site") { Pattern = "[a-z]+" }],
            Auth = [The.OAuth()],
            Endpoints = [],
        };
        var guard = new HostGuard(definition, options, HostLookup.System);

        Assert.All(["acme.example.com", "example.com", "localhost", "acme.files.test"], host => Assert.True(guard.Guards(host)));
        Assert.All(["api.fixed.test", "files.corp.test", "auth.acme.test"], host => Assert.False(guard.Guards(host)));
    }

    [Fact]
    public async Task Call_LoopbackThatTheAppStates_IsNotAsked()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var answered = AnswerAsync(listener);
        await using var app = New(Sited, (_, _) => throw new InvalidOperationException("Not asked."), options => options.Hosts["api"] = $"http://localhost:{((IPEndPoint)listener.LocalEndpoint).Port}");
        await ConnectAsync(app);

        await CallAsync(app);

        Assert.StartsWith("GET /x HTTP/1.1", await answered, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("shop.myshopify.com", true)]
    [InlineData("SHOP.MyShopify.com", true)]
    [InlineData("myshopify.com", true)]
    [InlineData("evilmyshopify.com", false)]
    [InlineData("shop.myshopify.com.evil.example", false)]
    public async Task Connect_HostMustBeUnderTheDefinitionsSuffixes(string shop, bool isAllowed)
    {
        var definition = new ConnectorDefinition
        {
            Id = "acme",
            DisplayName = "Acme",
            Hosts = "https://{site}",
            HostSuffixes = ["myshopify.com", "example.org"],
            Settings = [new("site", "Site")],
            Auth = [new BearerScheme()],
            Endpoints = [],
        };
        await using var app = New(definition, (_, _) => Resolved("8.8.8.8"));

        var error = await Record.ExceptionAsync(() => app.GetRequiredService<IConnections>().ConnectAsync(s_key, new BearerCredential("t"), new() { ["site"] = shop }));

        Assert.Equal(isAllowed ? null : ErrorKind.Configuration, (error as ConnectorException)?.Kind);
        Assert.Equal(isAllowed, error is null);
    }

    private static ConnectorDefinition Sited => Of("https://{site}.example.com", new BearerScheme());

    private static ConnectorDefinition Of(string host, AuthScheme scheme) => The.Definition(scheme, host, [new("site", "Site") { Pattern = "[a-z]+" }]);

    private static Task<IPAddress[]> Resolved(string addresses) => Task.FromResult<IPAddress[]>([.. addresses.Split(' ').Select(IPAddress.Parse)]);

    private static Task<Connection> ConnectAsync(ServiceProvider app, Credential? credential = null) =>
        app.GetRequiredService<IConnections>().ConnectAsync(s_key, credential ?? new BearerCredential("t"), new() { ["site"] = "acme" });

    private static async Task CallAsync(ServiceProvider app) => (await (await app.GetRequiredService<IConnectorFactory>().OpenAsync(s_key)).SendAsync(HttpMethod.Get, "/x")).Dispose();

    /// <summary>An app with the transport of its own that it gets when it brings none; a proxy of this machine is none of the test's.</summary>
    private static ServiceProvider New(ConnectorDefinition definition, Func<string, CancellationToken, Task<IPAddress[]>> resolve, Action<ConnectorOptions>? configure = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton(new HostLookup(resolve));
        services.AddConnectors().AddConnector(definition, options =>
        {
            (options.ClientId, options.ClientSecret, options.MaxRetries) = ("id", "secret", 0);
            (options.TotalTimeout, options.AttemptTimeout) = (TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(60));
            configure?.Invoke(options);
        });
        services.ConfigureAll<HttpClientFactoryOptions>(options => options.HttpMessageHandlerBuilderActions.Add(builder => ((SocketsHttpHandler)builder.PrimaryHandler).UseProxy = false));
        return services.BuildServiceProvider();
    }

    private static async Task<string> AnswerAsync(TcpListener listener)
    {
        using var client = await listener.AcceptTcpClientAsync();
        var stream = client.GetStream();
        var buffer = new byte[4096];
        var read = await stream.ReadAsync(buffer);
        await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n{}"u8.ToArray());
        return System.Text.Encoding.ASCII.GetString(buffer, 0, read);
    }
}
