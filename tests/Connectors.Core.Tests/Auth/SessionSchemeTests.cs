using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Connectors.Core.Tests.Testing;
using Connectors.Definitions;
using Microsoft.Extensions.DependencyInjection;
using RichardSzalay.MockHttp;

namespace Connectors.Core.Tests.Auth;

/// <summary>Tokens that a call of the provider's own gives: BILL's session and GitHub's installation token, through the whole chain.</summary>
public sealed class SessionSchemeTests : IDisposable
{
    private const string Bill = "https://gateway.prod.bill.com/connect/v3";
    private const string GitHub = "https://api.github.com";
    private readonly MockHttpMessageHandler _wire = new();
    private readonly ManualTimeProvider _time = new();
    private readonly List<HttpRequestMessage> _logins = [];
    private ServiceProvider? _services;

    public static SessionScheme BillSession { get; } = new()
    {
        Secrets = ["username", "password", "organizationId", "devKey"],
        Login = static session => RequestSpec.Post("/login").Body(RequestBody.Text(
            new JsonObject
            {
                ["username"] = session.Secret("username"),
                ["password"] = session.Secret("password"),
                ["organizationId"] = session.Secret("organizationId"),
                ["devKey"] = session.Secret("devKey"),
            }.ToJsonString(),
            "application/json")),
        Read = static answer => new(answer.GetProperty("sessionId").GetString()!),
        Headers = new Dictionary<string, Func<SessionContext, string>>(StringComparer.Ordinal)
        {
            ["sessionId"] = static session => session.Token,
            ["devKey"] = static session => session.Secret("devKey"),
        },
        RefusedCodes = ["BDC_1101"],
    };

    public static SessionScheme GitHubInstallation { get; } = new("installation")
    {
        LoginScheme = new JwtScheme { Token = new() { Algorithm = SigningAlgorithm.RS256, Lifetime = TimeSpan.FromMinutes(10) } },
        Login = static session => RequestSpec.Post($"/app/installations/{session.Required("installation")}/access_tokens"),
        Read = static answer => new(answer.GetProperty("token").GetString()!, answer.GetProperty("expires_at").GetDateTimeOffset()),
        RefusedStatuses = [401, 403, 404],
    };

    [Fact]
    public async Task Bill_SessionThatDiedByIdling_IsMadeAnewOnceAndTheCallSentAgain()
    {
        Login("session-1", "session-2");
        var live = "session-1";
        _wire.When($"{Bill}/vendors").Respond(request =>
        {
            Assert.Equal("dev-key", Assert.Single(request.Headers.GetValues("devKey")));
            return Assert.Single(request.Headers.GetValues("sessionId")) == live ? The.Answer(HttpStatusCode.OK, """{"results":[]}""") : Refused("BDC_1109");
        });
        var bill = await ConnectAsync(BillDefinition(), BillCredential());

        await GetAsync(bill, "/vendors");
        live = "session-2";
        await GetAsync(bill, "/vendors");
        await GetAsync(bill, "/vendors");

        Assert.Equal(2, _logins.Count);
        Assert.Equal(ConnectionStatus.Active, (await StatusAsync(bill)).Status);
    }

    [Fact]
    public async Task Bill_ManyCallsOnADeadSession_LogInOnce()
    {
        Login("session-1", "session-2");
        var live = "session-1";
        _wire.When($"{Bill}/vendors").Respond(request =>
            request.Headers.GetValues("sessionId").Single() == live ? The.Answer(HttpStatusCode.OK, "{}") : Refused("BDC_1109"));
        var bill = await ConnectAsync(BillDefinition(), BillCredential());

        live = "session-2";
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => GetAsync(bill, "/vendors")));

        Assert.Equal(2, _logins.Count);
    }

    [Fact]
    public async Task Bill_WrongPassword_IsAReconnectWithoutASecretInIt()
    {
        _wire.When($"{Bill}/login").Respond(_ => The.Answer(
            HttpStatusCode.BadRequest, """[{"code":"BDC_1101","severity":"ERROR","message":"password-canary of dev-key is wrong"}]"""));

        var error = await Assert.ThrowsAsync<ReconnectRequiredException>(() => ConnectAsync(BillDefinition(), BillCredential()));

        Assert.Equal(("BDC_1101", "session.login", 400), (error.ErrorCode, error.Endpoint, error.StatusCode));
        Assert.DoesNotContain("canary", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("dev-key", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bill_PasswordChangedLater_TheConnectionAsksForAReconnect()
    {
        Login("session-1");
        _wire.When($"{Bill}/vendors").Respond(_ => Refused("BDC_1109"));
        var bill = await ConnectAsync(BillDefinition(), BillCredential());
        _wire.Clear();
        _wire.When($"{Bill}/vendors").Respond(_ => Refused("BDC_1109"));
        _wire.When($"{Bill}/login").Respond(_ => Refused("BDC_1101"));

        await Assert.ThrowsAsync<ReconnectRequiredException>(() => GetAsync(bill, "/vendors"));

        Assert.Equal(ConnectionStatus.ReconnectRequired, (await StatusAsync(bill)).Status);
    }

    [Fact]
    public async Task Bill_LoginOutOfServiceOrLimited_IsTriedAgain()
    {
        var answers = new Queue<HttpResponseMessage>([The.Answer(HttpStatusCode.ServiceUnavailable, ""), Refused("BDC_1144"), The.Answer(HttpStatusCode.OK, """{"sessionId":"session-1"}""")]);
        _wire.When($"{Bill}/login").Respond(_ => answers.Dequeue());

        await _time.RunAsync(ConnectAsync(BillDefinition(), BillCredential()));

        Assert.Empty(answers);
    }

    [Theory]
    [InlineData(HttpStatusCode.OK, """{"sessionId":""}""")]
    [InlineData(HttpStatusCode.OK, """{"organizationId":"008"}""")]
    [InlineData(HttpStatusCode.OK, """{"sessionId":17}""")]
    [InlineData(HttpStatusCode.OK, "[]")]
    [InlineData(HttpStatusCode.OK, "<html>canary</html>")]
    [InlineData(HttpStatusCode.Redirect, "")]
    public async Task Login_AnswerWithoutASession_IsAProtocolError(HttpStatusCode status, string body)
    {
        _wire.When($"{Bill}/login").Respond(_ => The.Answer(status, body));

        var error = await Assert.ThrowsAsync<ConnectorException>(() => _time.RunAsync(ConnectAsync(BillDefinition(), BillCredential())));

        Assert.Equal(ErrorKind.Protocol, error.Kind);
        Assert.DoesNotContain("canary", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Login_ReaderThatThrowsAnything_IsAProtocolError()
    {
        _wire.When("https://api.acme.test/login").Respond(_ => The.Answer(HttpStatusCode.OK, """{"sessions":[],"echo":"canary"}"""));
        var scheme = new SessionScheme { Login = static _ => RequestSpec.Post("/login"), Read = static answer => new(answer.GetProperty("sessions")[0].GetString()!) };

        var error = await Assert.ThrowsAsync<ConnectorException>(() => _time.RunAsync(ConnectAsync(The.Definition(scheme), BillCredential())));

        Assert.Equal(ErrorKind.Protocol, error.Kind);
        Assert.DoesNotContain("canary", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connect_CredentialWithoutOneOfTheSecrets_SaysWhichAreWanted()
    {
        var error = await Assert.ThrowsAsync<ConnectorException>(() => ConnectAsync(BillDefinition(), new SecretsCredential(new Dictionary<string, Secret>(StringComparer.Ordinal)
        {
            ["username"] = "user@x.test", ["password"] = "password-canary", ["devKey"] = "dev-key",
        })));

        Assert.Equal(ErrorKind.Validation, error.Kind);
        Assert.Contains("SecretsCredential (session: username, password, organizationId, devKey)", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task GitHub_AppKey_GetsAnInstallationTokenForAnHourAndAnotherAfterIt()
    {
        _wire.When(HttpMethod.Post, $"{GitHub}/app/installations/42/access_tokens").Respond(request =>
        {
            _logins.Add(request);
            var expires = _time.GetUtcNow() + TimeSpan.FromHours(1);
            return The.Answer(HttpStatusCode.Created, $$"""{"token":"ghs_{{_logins.Count}}","expires_at":"{{expires:yyyy-MM-ddTHH:mm:ssZ}}","permissions":{"issues":"write"},"repository_selection":"selected"}""");
        });
        List<string> used = [];
        _wire.When($"{GitHub}/installation/repositories").Respond(request =>
        {
            used.Add(request.Headers.Authorization!.ToString());
            return The.Answer(HttpStatusCode.OK, """{"total_count":0,"repositories":[]}""");
        });
        var github = await ConnectAsync(GitHubDefinition(), new PrivateKeyCredential("123456", SigningKeys.RsaPem), new() { ["installation"] = "42" });

        await GetAsync(github, "/installation/repositories");
        _time.Advance(TimeSpan.FromMinutes(56));
        await GetAsync(github, "/installation/repositories");

        Assert.Equal(["Bearer ghs_1", "Bearer ghs_2"], used);
        Assert.Equal(2, _logins.Count);
        Assert.All(_logins, login => Assert.Equal("123456", SigningKeys.Read(login.Headers.Authorization!.Parameter!).Claims.GetProperty("iss").GetString()));
    }

    [Theory]
    [InlineData(HttpStatusCode.Unauthorized)]
    [InlineData(HttpStatusCode.Forbidden)]
    [InlineData(HttpStatusCode.NotFound)]
    public async Task GitHub_AppUninstalledOrKeyWrong_IsAReconnect(HttpStatusCode status)
    {
        string? token = null;
        _wire.When("*").Respond(request =>
        {
            token = request.Headers.Authorization!.Parameter;
            return The.Answer(status, $$"""{"message":"A JSON web token {{token}} could not be decoded"}""");
        });

        var error = await Assert.ThrowsAsync<ReconnectRequiredException>(() =>
            ConnectAsync(GitHubDefinition(), new PrivateKeyCredential("123456", SigningKeys.RsaPem), new() { ["installation"] = "42" }));

        Assert.DoesNotContain(token!, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lifetime_Stated_IsTheEndWhereTheAnswerTellsNone()
    {
        Login("session-1");
        var scheme = new SessionScheme { Login = BillSession.Login, Read = BillSession.Read, Secrets = BillSession.Secrets, Lifetime = TimeSpan.FromHours(8) };
        var definition = The.Definition(scheme, Bill);

        var renewed = await scheme.RenewAsync(
            new(BillCredential(), new() { Key = AuthWorld.Key, CredentialId = "c", AuthScheme = "session" }, definition, new(), new(_wire, disposeHandler: false), _time), default);

        Assert.Equal(_time.GetUtcNow() + TimeSpan.FromHours(8), renewed.Tokens!.ExpiresAt);
        Assert.Equal("Bearer session-1", await AppliedAsync(scheme, renewed));
        Assert.Equal(["Authorization"], scheme.HeaderNames);
    }

    public void Dispose()
    {
        _services?.Dispose();
        _wire.Dispose();
    }

    internal static SecretsCredential BillCredential() => new(new Dictionary<string, Secret>(StringComparer.Ordinal)
    {
        ["username"] = "user@x.test", ["password"] = "password-canary", ["organizationId"] = "008org", ["devKey"] = "dev-key",
    });

    private static ConnectorDefinition BillDefinition() => new()
    {
        Id = "bill",
        DisplayName = "BILL",
        Hosts = Bill,
        Auth = [BillSession],
        Endpoints = [],
        Rules = new()
        {
            Error = static facts => Code(facts) is { } code ? new(code, JsonDocument.Parse(facts.Body).RootElement[0].GetProperty("message").GetString()) : null,
            Rule = static facts => Code(facts) switch
            {
                "BDC_1109" => ResponseAction.Renew,
                "BDC_1144" or "BDC_1322" => ResponseAction.Limited(),
                _ => null,
            },
        },
    };

    private static ConnectorDefinition GitHubDefinition() => new()
    {
        Id = "github",
        DisplayName = "GitHub",
        Hosts = GitHub,
        Settings = [new("installation", "Installation") { Required = true }],
        Auth = [GitHubInstallation],
        Endpoints = [],
    };

    /// <summary>BILL's errors are an array.</summary>
    private static string? Code(ResponseFacts facts)
    {
        using var body = JsonDocument.Parse(facts.Body);
        return body.RootElement.ValueKind == JsonValueKind.Array && body.RootElement.GetArrayLength() > 0 ? body.RootElement[0].GetProperty("code").GetString() : null;
    }

    private static async Task GetAsync(IConnector connector, string path)
    {
        using var answer = await connector.SendAsync(HttpMethod.Get, path);
    }

    private static HttpResponseMessage Refused(string code) => The.Answer(HttpStatusCode.BadRequest, $$"""[{"code":"{{code}}","severity":"ERROR","category":"DOWNSTREAM","message":"no"}]""");

    private static async Task<string> AppliedAsync(AuthScheme scheme, Credential credential)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Bill);
        await scheme.ApplyAsync(new(request, credential, new() { Key = AuthWorld.Key, CredentialId = "c", AuthScheme = scheme.Name }, TimeProvider.System), default);
        return request.Headers.Authorization!.ToString();
    }

    private void Login(params string[] sessions) => _wire.When(HttpMethod.Post, $"{Bill}/login").Respond(async request =>
    {
        var body = JsonDocument.Parse(await request.Content!.ReadAsStringAsync()).RootElement;
        Assert.Equal(("user@x.test", "008org", "dev-key"), (body.GetProperty("username").GetString(), body.GetProperty("organizationId").GetString(), body.GetProperty("devKey").GetString()));
        _logins.Add(request);
        return The.Answer(HttpStatusCode.OK, $$"""{"sessionId":"{{sessions[_logins.Count - 1]}}","organizationId":"008org","userId":"006u"}""");
    });

    private async Task<IConnector> ConnectAsync(ConnectorDefinition definition, Credential credential, ConnectionSettings? settings = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(_time);
        services.AddConnectors().AddConnector(definition).UseTransport(() => _wire);
        _services = services.BuildServiceProvider(validateScopes: true);
        var key = new ConnectionKey(definition.Id, "acme");
        await _services.GetRequiredService<IConnections>().ConnectAsync(key, credential, settings);
        return await _services.GetRequiredService<IConnectorFactory>().OpenAsync(key);
    }

    private async Task<Connection> StatusAsync(IConnector connector) => (await _services!.GetRequiredService<IConnections>().FindAsync(connector.Key))!;
}
