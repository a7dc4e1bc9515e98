using Connectors.Auth;
using Connectors.Core.Tests.Testing;
using Connectors.Storage;

namespace Connectors.Core.Tests.Auth;

public sealed class CredentialProtectorTests
{
    private const string KeyOne = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
    private const string KeyTwo = "ZmVkY2JhOTg3NjU0MzIxMGZlZGNiYTk4NzY1NDMyMTA=";

    public static TheoryData<string> Kinds => ["api-key", "basic", "bearer", "client", "client-with-token", "oauth"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Unprotect_EveryKind_GivesBackEverything(string kind)
    {
        var protector = With(new EphemeralEncryptionKeys());
        var token = new TokenSet
        {
            AccessToken = "access",
            RefreshToken = "refresh",
            ExpiresAt = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
            IssuedAt = new(2026, 1, 2, 2, 4, 5, TimeSpan.Zero),
            Scopes = ["a", "b"],
            Extras = new Dictionary<string, string>(StringComparer.Ordinal) { ["hub_id"] = "7" },
            RedirectUri = "https://app.example/callback",
        };
        Credential credential = kind switch
        {
            "api-key" => new ApiKeyCredential("key"),
            "basic" => new BasicCredential("user", "password"),
            "bearer" => new BearerCredential("token"),
            "client" => new ClientCredential("id", "secret"),
            "client-with-token" => new ClientCredential("id", "secret") { Token = token },
            _ => new OAuthCredential(token),
        };

        var back = protector.Unprotect("c1", protector.Protect("c1", credential));

        Assert.IsType(credential.GetType(), back);
        Assert.Equal(credential.Secrets.Select(secret => secret.Reveal()).ToList(), back.Secrets.Select(secret => secret.Reveal()).ToList());
        Assert.Equal((credential as BasicCredential)?.User, (back as BasicCredential)?.User);
        Assert.Equal((credential as ClientCredential)?.ClientId, (back as ClientCredential)?.ClientId);
        Assert.Equal(credential.Tokens?.ExpiresAt, back.Tokens?.ExpiresAt);
        Assert.Equal(credential.Tokens?.IssuedAt, back.Tokens?.IssuedAt);
        Assert.Equal(credential.Tokens?.RedirectUri, back.Tokens?.RedirectUri);
        Assert.Equal(credential.Tokens is null ? null : "a b", back.Tokens is null ? null : string.Join(' ', back.Tokens.Scopes!));
        Assert.Equal(credential.Tokens is null ? null : "7", back.Tokens?.Extras["hub_id"]);
    }

    [Fact]
    public void Protect_SameCredentialTwice_NeverGivesTheSameBytesNorAnyInTheClear()
    {
        var protector = With(new EphemeralEncryptionKeys());
        var credential = new ApiKeyCredential("canary-canary-canary");

        var (one, two) = (protector.Protect("c1", credential), protector.Protect("c1", credential));

        Assert.False(one.AsSpan(20).SequenceEqual(two.AsSpan(20)));
        Assert.Equal(-1, one.AsSpan().IndexOf("canary"u8));
    }

    [Fact]
    public void Unprotect_AnyByteChanged_FailsAndShowsNothing()
    {
        var protector = With(new FixedEncryptionKeys("k1", [new("k1", KeyOne)]));
        var record = protector.Protect("c1", new ApiKeyCredential("canary-canary-canary"));

        for (var index = 0; index < record.Length; index++)
        {
            record[index] ^= 0x40;
            var exception = Assert.Throws<ConnectorException>(() => protector.Unprotect("c1", record));
            record[index] ^= 0x40;

            Assert.Equal(ErrorKind.Configuration, exception.Kind);
            Assert.DoesNotContain("canary", exception.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain(KeyOne, exception.ToString(), StringComparison.Ordinal);
        }

        protector.Unprotect("c1", record);
    }

    [Fact]
    public void Unprotect_EveryTruncation_Fails()
    {
        var protector = With(new EphemeralEncryptionKeys());
        var record = protector.Protect("c1", new ApiKeyCredential("key"));

        for (var length = 0; length < record.Length; length++)
        {
            Assert.Equal(ErrorKind.Configuration, Assert.Throws<ConnectorException>(() => protector.Unprotect("c1", record.AsMemory(0, length))).Kind);
        }
    }

    [Fact]
    public void Unprotect_RowOfAnotherCredential_Fails()
    {
        var protector = With(new EphemeralEncryptionKeys());
        var record = protector.Protect("c1", new ApiKeyCredential("key"));

        var exception = Assert.Throws<ConnectorException>(() => protector.Unprotect("c2", record));

        Assert.Contains("moved from another row", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("acme/tenant-a/default", "acme/tenant-b/default")]
    [InlineData("acme/tenant-a/default", "acme/tenant-a/second")]
    [InlineData("acme/tenant-a/default", "other/tenant-a/default")]
    public async Task Call_RowsOfTwoConnectionsSwapped_SendsNeitherCredential(string one, string other)
    {
        using var world = new AuthWorld();
        foreach (var id in new[] { one, other })
        {
            await world.Credentials.TryReplaceAsync(id, 0, world.Protector.Protect(id, new BearerCredential($"canary-{id}")), default);
        }

        var (first, second) = ((await world.Credentials.ReadAsync(one, default))!, (await world.Credentials.ReadAsync(other, default))!);
        Assert.True(await world.Credentials.TryReencryptAsync(first, second.Payload, default));
        Assert.True(await world.Credentials.TryReencryptAsync(second, first.Payload, default));

        foreach (var id in new[] { one, other })
        {
            var connection = new Connection { Key = AuthWorld.Key, CredentialId = id, AuthScheme = "bearer" };
            var error = await Assert.ThrowsAsync<ConnectorException>(async () => await world.Keeper.GetAsync(connection, world.Runtime, default));
            Assert.Equal(ErrorKind.Configuration, error.Kind);
            Assert.Contains("moved from another row", error.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("canary", error.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Unprotect_AfterRotation_ReadsOldAndWritesNew()
    {
        var before = With(new FixedEncryptionKeys("k1", [new("k1", KeyOne)]));
        var after = With(new FixedEncryptionKeys("k2", [new("k1", KeyOne), new("k2", KeyTwo)]));
        var old = before.Protect("c1", new ApiKeyCredential("key"));

        var renewed = after.Protect("c1", after.Unprotect("c1", old));

        Assert.Equal("key", Assert.IsType<ApiKeyCredential>(after.Unprotect("c1", renewed)).Key.Reveal());
        var exception = Assert.Throws<ConnectorException>(() => before.Unprotect("c1", renewed));
        Assert.Equal(ErrorKind.Configuration, exception.Kind);
        Assert.Contains("'k2'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Unprotect_SameIdOtherKey_SaysThatTheKeyDoesNotFit()
    {
        var record = With(new FixedEncryptionKeys("k1", [new("k1", KeyOne)])).Protect("c1", new ApiKeyCredential("key"));
        var other = With(new FixedEncryptionKeys("k1", [new("k1", KeyTwo)]));

        Assert.Contains("does not fit", Assert.Throws<ConnectorException>(() => other.Unprotect("c1", record)).Message, StringComparison.Ordinal);
    }

    private static CredentialProtector With(IEncryptionKeys keys) => new(new(keys));
}
