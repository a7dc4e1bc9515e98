using System.Net.Http.Headers;
using Connectors.Auth;
using Connectors.Definitions;
using Connectors.Http;
using Connectors.Storage;

namespace Connectors.Benchmarks.Credentials;

/// <summary>A connection with a good credential, and the two ways to put it on a request: by the SDK's step, and by hand.</summary>
internal sealed class CredentialBench : IHttpClientFactory
{
    private static readonly ConnectionKey s_key = new("acme", "tenant");
    private readonly CredentialKeeper _keeper;
    private readonly ConnectorRuntime _runtime;
    private readonly Connection _connection;
    private readonly AuthenticationHeaderValue? _authorization;
    private readonly string _name;
    private readonly string _text;

    private CredentialBench(string kind, AuthScheme scheme, CredentialKeeper keeper, ConnectorDefinition definition, Connection connection)
    {
        (Kind, _keeper, _connection) = (kind, keeper, connection);
        _runtime = new(definition, new(), this, TimeProvider.System);
        using var request = Request();
        Step(request);
        (_authorization, _name) = (request.Headers.Authorization, scheme.HeaderNames[0]);
        _text = request.Headers.GetValues(_name).Single();
    }

    /// <summary>Gets the kind of the scheme.</summary>
    public string Kind { get; }

    /// <summary>Makes one for each scheme that keeps its header.</summary>
    public static async Task<IReadOnlyList<CredentialBench>> AllAsync()
    {
        var now = TimeProvider.System.GetUtcNow();
        var token = new TokenSet { AccessToken = "access", RefreshToken = "refresh", IssuedAt = now, ExpiresAt = now.AddHours(8) };
        return
        [
            await CreateAsync("basic", new BasicScheme(), new BasicCredential("ada", "password")),
            await CreateAsync("key_as_user", BasicScheme.KeyAsUser("x"), new ApiKeyCredential("key")),
            await CreateAsync("header", ApiKeyScheme.Header("X-Api-Key"), new ApiKeyCredential("key")),
            await CreateAsync("bearer", new BearerScheme(), new BearerCredential("token")),
            await CreateAsync("oauth", new OAuth2Scheme { AuthorizationEndpoint = "https://auth.acme.test/authorize", TokenEndpoint = "https://auth.acme.test/token" }, new OAuthCredential(token)),
            await CreateAsync("client_credentials", new ClientCredentialsScheme { TokenEndpoint = "https://auth.acme.test/token" }, new ClientCredential("client", "secret") { Token = token }),
        ];
    }

    public static HttpRequestMessage Request() => new(HttpMethod.Get, "https://api.acme.test/");

    /// <summary>The credential step of an attempt: the credential is got, and put on the request.</summary>
    public void Step(HttpRequestMessage request)
    {
        var get = _keeper.GetAsync(_connection, _runtime, default);
        var live = get.IsCompletedSuccessfully ? get.Result : get.AsTask().GetAwaiter().GetResult();
        var apply = live.Scheme.ApplyAsync(new(request, live.Credential, _connection, TimeProvider.System), default);
        if (!apply.IsCompletedSuccessfully)
        {
            apply.AsTask().GetAwaiter().GetResult();
        }
    }

    /// <summary>What any app would do that knows the header's value.</summary>
    public void Bare(HttpRequestMessage request)
    {
        if (_authorization is not null)
        {
            request.Headers.Authorization = _authorization;
            return;
        }

        request.Headers.Remove(_name);
        request.Headers.TryAddWithoutValidation(_name, _text);
    }

    public HttpClient CreateClient(string name) => throw new NotSupportedException("A good credential needs no call.");

    private static async Task<CredentialBench> CreateAsync(string kind, AuthScheme scheme, Credential credential)
    {
        var time = TimeProvider.System;
        var (credentials, connections) = (new MemoryCredentialStore(time), new MemoryConnectionStore(time));
        var protector = new CredentialProtector(new(new EphemeralEncryptionKeys()));
        await credentials.TryReplaceAsync(s_key.ToString(), 0, protector.Protect(s_key.ToString(), credential), default);
        var connection = await connections.TryWriteAsync(new() { Key = s_key, CredentialId = s_key.ToString(), AuthScheme = scheme.Name }, default);
        var definition = new ConnectorDefinition { Id = s_key.Provider, DisplayName = "Acme", Hosts = "https://api.acme.test", Auth = [scheme], Endpoints = [] };
        return new(kind, scheme, new(credentials, protector, new(connections, credentials, time), time), definition, connection!);
    }
}
