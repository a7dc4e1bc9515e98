using Connectors.Auth;
using Connectors.Definitions;
using Connectors.Http;
using Connectors.Storage;
using RichardSzalay.MockHttp;

namespace Connectors.Core.Tests.Testing;

/// <summary>One process of an app: stores (which another process may share), keeper, connections, and a provider played by MockHttp.</summary>
internal sealed class AuthWorld : IHttpClientFactory, IRuntimes, IConnectionProver, IDisposable
{
    public static readonly ConnectionKey Key = new("acme", "tenant");

    private readonly Dictionary<string, ConnectorRuntime> _runtimes = new(StringComparer.Ordinal);

    public AuthWorld(AuthWorld? sharing = null, ICredentialStore? credentials = null, double jitter = 0)
    {
        Time = sharing?.Time ?? new();
        Keys = sharing?.Keys ?? new EphemeralEncryptionKeys();
        Credentials = credentials ?? sharing?.Credentials ?? new MemoryCredentialStore(Time);
        Connections = sharing?.Connections ?? new MemoryConnectionStore(Time);
        Http = sharing?.Http ?? new();
        var envelope = new Envelope(Keys);
        Protector = new(envelope);
        Rows = new(Connections, Credentials, Time, runtimes: this);
        Keeper = new(Credentials, Protector, Rows, Time, jitter);
        var saving = new ConnectionSaving(Credentials, Connections, Rows, Protector, Keeper, Time);
        var removal = new ConnectionRemoval(Connections, Rows, Credentials, Protector, Keeper, this, []);
        Service = new ConnectionService(
            Connections,
            Credentials,
            Rows,
            saving,
            new SignInFlow(Connections, saving, envelope, this, Time),
            new DeviceFlow(Connections, saving, envelope, this, Time),
            removal,
            new ConnectionAccounts(Rows, removal, this, Time),
            this,
            this);
        Options = new() { ClientId = The.ClientId, ClientSecret = The.ClientSecret };
        Use(The.Definition());
    }

    public ManualTimeProvider Time { get; }

    public IEncryptionKeys Keys { get; }

    public ICredentialStore Credentials { get; }

    public IConnectionStore Connections { get; }

    public CredentialProtector Protector { get; }

    public ConnectionRows Rows { get; }

    public CredentialKeeper Keeper { get; }

    public IConnections Service { get; }

    public MockHttpMessageHandler Http { get; }

    public ConnectorOptions Options { get; }

    public ConnectorRuntime Runtime { get; private set; } = null!;

    /// <summary>What the proving call does; by default tells of one account.</summary>
    public Func<Connection, Credential?, Task<AccountIdentity?>> Prove { get; set; } = static (_, _) => Task.FromResult<AccountIdentity?>(new("42", "Acme Ltd"));

    public void Use(ConnectorDefinition definition) => Runtime = _runtimes[definition.Id] = new(definition, Options, this, Time);

    /// <summary>Saves a connection with its credential, as an earlier sign-in would have.</summary>
    public async Task<Connection> SavedAsync(Credential credential, string scheme = "oauth", ConnectionSettings? settings = null)
    {
        var id = Key.ToString();
        var row = await Credentials.ReadAsync(id, default);
        Assert.True(await Credentials.TryReplaceAsync(id, row?.Version ?? 0, Protector.Protect(id, credential), default));
        return (await Connections.TryWriteAsync(new() { Key = Key, CredentialId = id, AuthScheme = scheme, Settings = settings ?? [] }, default))!;
    }

    public async Task<StoredCredential> RowAsync() => (await Credentials.ReadAsync(Key.ToString(), default))!;

    public async Task<TokenSet> StoredTokenAsync()
    {
        var row = await RowAsync();
        return Protector.Unprotect(row.Id, row.Payload).Tokens!;
    }

    /// <summary>Replaces the saved credential, as another process would.</summary>
    public async Task<Connection> SavedReplacedAsync(Credential credential)
    {
        var id = Key.ToString();
        var row = (await Credentials.ReadAsync(id, default))!;
        Assert.True(await Credentials.TryReplaceAsync(id, row.Version, Protector.Protect(id, credential), default));
        return (await Connections.ReadAsync(Key, default))!;
    }

    public OAuthCredential Grant(string access, string? refresh, TimeSpan? left, TimeSpan? life = null) => new(new()
    {
        AccessToken = access,
        RefreshToken = refresh is null ? default : new(refresh),
        ExpiresAt = left is null ? null : Time.GetUtcNow() + left,
        IssuedAt = Time.GetUtcNow() - ((life ?? TimeSpan.FromHours(1)) - (left ?? TimeSpan.Zero)),
    });

    /// <summary>Answers the token endpoint with new tokens; each answer rotates the refresh token and refuses every older one.</summary>
    public Func<int> Rotates(Func<HttpRequestMessage, Task>? meanwhile = null, string current = "refresh-1")
    {
        var count = 0;
        var gate = new Lock();
        Http.When(HttpMethod.Post, The.TokenEndpoint).Respond(async request =>
        {
            var form = await request.Content!.ReadAsStringAsync();
            string body;
            lock (gate)
            {
                if (!form.Contains($"refresh_token={current}", StringComparison.Ordinal))
                {
                    return The.Answer(System.Net.HttpStatusCode.BadRequest, """{"error":"invalid_grant"}""");
                }

                count++;
                current = $"refresh-{count + 1}";
                body = $$"""{"access_token":"access-{{count + 1}}","refresh_token":"{{current}}","token_type":"bearer","expires_in":3600}""";
            }

            await (meanwhile?.Invoke(request) ?? Task.CompletedTask);
            return The.Answer(System.Net.HttpStatusCode.OK, body);
        });
        return () => Volatile.Read(ref count);
    }

    public IReadOnlyDictionary<string, ConnectorDefinition> Definitions => _runtimes.ToDictionary(runtime => runtime.Key, runtime => runtime.Value.Definition, StringComparer.Ordinal);

    public ConnectorRuntime Get(string provider) => _runtimes.TryGetValue(provider, out var runtime)
        ? runtime
        : throw new ConnectorException(new() { Kind = ErrorKind.Configuration, What = $"No provider '{provider}'" });

    public async Task<Proof> ProveAsync(Connection connection, Credential? credential, CancellationToken cancellationToken) => new(await Prove(connection, credential));

    public Task<IReadOnlyList<AccountIdentity>> ListAccountsAsync(Connection connection, CancellationToken cancellationToken) => throw new NotSupportedException();

    public HttpClient CreateClient(string name) => new(Http, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };

    public void Dispose() => Http.Dispose();
}
