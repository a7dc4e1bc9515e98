using Connectors.Core.Tests.Testing;
using Connectors.Definitions;

namespace Connectors.Core.Tests.Auth;

/// <summary>A good credential is put on a request without a byte that the header itself does not cost.</summary>
public sealed class CredentialStepTests : IDisposable
{
    private const int Calls = 1_000;
    private readonly AuthWorld _world = new();

    public static TheoryData<string> Kinds { get; } = ["basic", "key-as-user", "bearer", "oauth", "client-credentials", "header"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task GetAndApply_GoodCredential_AllocateNothing(string kind)
    {
        var (scheme, credential) = Of(kind);
        _world.Use(The.Definition(scheme));
        var connection = await _world.SavedAsync(credential, scheme.Name);
        await _world.Keeper.GetAsync(connection, _world.Runtime, default);
        using var request = new HttpRequestMessage(HttpMethod.Get, "https://api.acme.test/");
        Apply(request, connection);
        var (name, value) = (scheme.HeaderNames[0], request.Headers.GetValues(scheme.HeaderNames[0]).Single());
        var authorization = request.Headers.Authorization;

        var bare = Measure(() =>
        {
            if (kind == "header")
            {
                request.Headers.Remove(name);
                request.Headers.TryAddWithoutValidation(name, value);
            }
            else
            {
                request.Headers.Authorization = authorization;
            }
        });
        var step = Measure(() => Apply(request, connection));

        Assert.Equal(bare, step);
    }

    public void Dispose() => _world.Dispose();

    private static long Measure(Action call)
    {
        call();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var number = 0; number < Calls; number++)
        {
            call();
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private void Apply(HttpRequestMessage request, Connection connection)
    {
        var get = _world.Keeper.GetAsync(connection, _world.Runtime, default);
        var live = get.IsCompletedSuccessfully ? get.Result : throw new InvalidOperationException("A good credential is not waited for.");
        var apply = live.Scheme.ApplyAsync(new(request, live.Credential, connection, _world.Time), default);
        if (!apply.IsCompletedSuccessfully)
        {
            throw new InvalidOperationException("A good credential is not waited for.");
        }
    }

    private (AuthScheme, Credential) Of(string kind) => kind switch
    {
        "basic" => (new BasicScheme(), new BasicCredential("ada", "password")),
        "key-as-user" => (BasicScheme.KeyAsUser("x"), new ApiKeyCredential("key")),
        "bearer" => (new BearerScheme(), new BearerCredential("token")),
        "oauth" => (The.OAuth(), _world.Grant("access", "refresh", TimeSpan.FromHours(1))),
        "client-credentials" => (new ClientCredentialsScheme { TokenEndpoint = The.TokenEndpoint }, new ClientCredential("client", "secret") { Token = _world.Grant("access", null, TimeSpan.FromHours(1)).Token }),
        _ => (ApiKeyScheme.Header("X-Api-Key"), new ApiKeyCredential("key")),
    };
}
