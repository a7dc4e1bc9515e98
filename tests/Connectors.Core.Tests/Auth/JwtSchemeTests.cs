using System.Text;
using Connectors.Auth;
using Connectors.Core.Tests.Testing;
using Connectors.Definitions;

namespace Connectors.Core.Tests.Auth;

public sealed class JwtSchemeTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly Connection _connection = new() { Key = AuthWorld.Key, CredentialId = "c", AuthScheme = "jwt", Settings = new() { ["region"] = "eu" } };

    /// <summary>_standards.md, 4: key, claims and token as a whole.</summary>
    [Fact]
    public void Make_Hs256Sample_IsTheTokenByteForByte()
    {
        var profile = new JwtProfile
        {
            Audience = static _ => "https://as.example.com/token",
            Claims = new Dictionary<string, Func<JwtContext, System.Text.Json.Nodes.JsonNode?>>(StringComparer.Ordinal) { ["jti"] = static _ => "id-1" },
        };
        var context = new JwtContext(_connection, null, DateTimeOffset.FromUnixTimeSeconds(1700000060), "client1", "client1");

        var token = JwtMaker.Make(profile, SigningKey.FromSecret("0123456789abcdef0123456789abcdef"), context).AccessToken.Reveal();

        Assert.Equal(
            "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJjbGllbnQxIiwic3ViIjoiY2xpZW50MSIsImF1ZCI6Imh0dHBzOi8vYXMuZXhhbXBsZS5jb20vdG9rZW4iLCJqdGkiOiJpZC0xIiwiaWF0IjoxNzAwMDAwMDAwLCJleHAiOjE3MDAwMDAzMDB9.xUbKCkptQBk310xvHz4FNFol5qt6ZoISWyFU6tCRdhw",
            token);
    }

    [Fact]
    public async Task Apply_GitHubApp_SignsRs256FromAMinuteAgoForAtMostTenMinutes()
    {
        var scheme = new JwtScheme { Token = new() { Lifetime = TimeSpan.FromMinutes(10) } };

        var (header, claims) = SigningKeys.Read(await BearerAsync(scheme, new PrivateKeyCredential("123456", SigningKeys.RsaPem)));

        var now = _time.GetUtcNow().ToUnixTimeSeconds();
        Assert.Equal(("RS256", "JWT"), (header.GetProperty("alg").GetString(), header.GetProperty("typ").GetString()));
        Assert.Equal("123456", claims.GetProperty("iss").GetString());
        Assert.Equal(now - 60, claims.GetProperty("iat").GetInt64());
        Assert.Equal(now + 540, claims.GetProperty("exp").GetInt64());
        Assert.False(claims.TryGetProperty("sub", out _) || claims.TryGetProperty("aud", out _) || claims.TryGetProperty("jti", out _) || header.TryGetProperty("kid", out _));
    }

    [Fact]
    public async Task Apply_SameCredential_KeepsTheTokenUntilShortlyBeforeItsEnd()
    {
        var scheme = new JwtScheme { Token = new() { Lifetime = TimeSpan.FromMinutes(10) } };
        var credential = new PrivateKeyCredential("123456", SigningKeys.RsaPem);

        var first = await BearerAsync(scheme, credential);
        _time.Advance(TimeSpan.FromMinutes(7));
        var second = await BearerAsync(scheme, credential);
        _time.Advance(TimeSpan.FromMinutes(1));
        var third = await BearerAsync(scheme, credential);

        Assert.Equal(first, second);
        Assert.NotEqual(second, third);
        Assert.Equal(_time.GetUtcNow().ToUnixTimeSeconds() + 540, SigningKeys.Read(third).Claims.GetProperty("exp").GetInt64());
    }

    [Fact]
    public async Task Apply_ClaimsFromSettings_AreMadeForEachConnectionOfOneCredential()
    {
        var scheme = new JwtScheme { Token = new() { Audience = static context => $"https://{context.Required("region")}.acme.test", HasId = true } };
        var credential = new PrivateKeyCredential("123456", SigningKeys.EcPem) { KeyId = "k1", Subject = "jo" };
        var other = _connection with { Settings = new() { ["region"] = "us" } };

        var (header, claims) = SigningKeys.Read(await BearerAsync(scheme, credential));
        var (_, others) = SigningKeys.Read(await BearerAsync(scheme, credential, other));

        Assert.Equal(("ES256", "k1"), (header.GetProperty("alg").GetString(), header.GetProperty("kid").GetString()));
        Assert.Equal(("https://eu.acme.test", "jo"), (claims.GetProperty("aud").GetString(), claims.GetProperty("sub").GetString()));
        Assert.Equal("https://us.acme.test", others.GetProperty("aud").GetString());
        Assert.NotEqual(claims.GetProperty("jti").GetString(), others.GetProperty("jti").GetString());
    }

    [Fact]
    public async Task Apply_SharedSecret_SignsHs256InTheHeaderThatIsAskedFor()
    {
        var scheme = new JwtScheme { Token = new() { Algorithm = SigningAlgorithm.HS256 }, Header = "X-Token", Prefix = "JWT " };
        var secret = new string('s', 32);
        var credential = new SecretsCredential(new Dictionary<string, Secret>(StringComparer.Ordinal)
        {
            [JwtScheme.SecretName] = secret, [JwtScheme.IssuerName] = "me", [JwtScheme.KeyIdName] = "k",
        });
        using var request = new HttpRequestMessage(HttpMethod.Get, "https://api.acme.test/");

        await scheme.ApplyAsync(new(request, credential, _connection, _time), default);
        await scheme.ApplyAsync(new(request, credential, _connection, _time), default);

        var value = Assert.Single(request.Headers.GetValues("X-Token"));
        Assert.StartsWith("JWT ", value, StringComparison.Ordinal);
        var (header, claims) = SigningKeys.Read(value[4..], secret);
        Assert.Equal(("HS256", "k", "me"), (header.GetProperty("alg").GetString(), header.GetProperty("kid").GetString(), claims.GetProperty("iss").GetString()));
        Assert.Equal(["X-Token"], scheme.HeaderNames);
    }

    [Fact]
    public void Accepts_OnlyWhatItCanSignWith()
    {
        var key = new PrivateKeyCredential("i", SigningKeys.RsaPem);
        var secret = new SecretsCredential(new Dictionary<string, Secret>(StringComparer.Ordinal) { [JwtScheme.SecretName] = "s" });
        var others = new SecretsCredential(new Dictionary<string, Secret>(StringComparer.Ordinal) { ["token"] = "s" });

        Assert.True(new JwtScheme().Accepts(key));
        Assert.True(new JwtScheme().Accepts(secret));
        Assert.False(new JwtScheme().Accepts(others));
        Assert.False(new JwtScheme().Accepts(new ApiKeyCredential("k")));
        Assert.False(new JwtScheme { Token = new() { Algorithm = SigningAlgorithm.HS256 } }.Accepts(key));
        Assert.False(new JwtScheme { Token = new() { Algorithm = SigningAlgorithm.RS256 } }.Accepts(secret));
    }

    [Fact]
    public async Task Apply_UnusableKey_IsAValidationErrorWithoutIt()
    {
        foreach (var (credential, says) in new (Credential, string)[]
        {
            (new PrivateKeyCredential("i", "key-canary"), "no PEM text"),
            (new SecretsCredential(new Dictionary<string, Secret>(StringComparer.Ordinal) { [JwtScheme.SecretName] = "secret-canary" }), "32 bytes"),
        })
        {
            var error = await Assert.ThrowsAsync<ConnectorException>(() => BearerAsync(new JwtScheme(), credential));

            Assert.Equal(ErrorKind.Validation, error.Kind);
            Assert.Contains(says, error.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("canary", error.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Apply_LifetimeThatTheSkewEatsUp_IsAConfigurationError()
    {
        var scheme = new JwtScheme { Token = new() { Lifetime = TimeSpan.FromSeconds(60) } };

        var error = await Assert.ThrowsAsync<ConnectorException>(() => BearerAsync(scheme, new PrivateKeyCredential("i", SigningKeys.EcPem)));

        Assert.Equal(ErrorKind.Configuration, error.Kind);
    }

    [Fact]
    public void Make_ClaimsOfEveryShape_AreWrittenAndEmptyOnesLeftOut()
    {
        var profile = new JwtProfile
        {
            Claims = new Dictionary<string, Func<JwtContext, System.Text.Json.Nodes.JsonNode?>>(StringComparer.Ordinal)
            {
                ["scope"] = static _ => new System.Text.Json.Nodes.JsonArray("a", "b"),
                ["admin"] = static _ => true,
                ["level"] = static _ => 3,
                ["none"] = static _ => null,
                ["sub"] = static _ => "zoë \"z\" <+>",
            },
        };

        var token = JwtMaker.Make(profile, SigningKey.FromPem(SigningKeys.EcPem), new(_connection, null, _time.GetUtcNow(), "i", "given")).AccessToken.Reveal();

        var (_, claims) = SigningKeys.Read(token);
        Assert.Equal("""["a","b"]""", claims.GetProperty("scope").GetRawText());
        Assert.True(claims.GetProperty("admin").GetBoolean());
        Assert.Equal(3, claims.GetProperty("level").GetInt32());
        Assert.False(claims.TryGetProperty("none", out _));
        Assert.Equal("zoë \"z\" <+>", claims.GetProperty("sub").GetString());
        Assert.Equal(1, Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(token.Split('.')[1])).Split("\"sub\"").Length - 1);
    }

    private async Task<string> BearerAsync(JwtScheme scheme, Credential credential, Connection? connection = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "https://api.acme.test/");
        await scheme.ApplyAsync(new(request, credential, connection ?? _connection, _time), default);
        Assert.Equal("Bearer", request.Headers.Authorization!.Scheme);
        return request.Headers.Authorization.Parameter!;
    }
}
