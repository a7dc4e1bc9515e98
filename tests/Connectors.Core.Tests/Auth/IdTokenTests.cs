using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Connectors.Auth;
using Connectors.Core.Tests.Testing;
using Connectors.Definitions;

namespace Connectors.Core.Tests.Auth;

public sealed class IdTokenTests : IDisposable
{
    private const string Issuer = "https://as.acme.test";
    private const string Place = Issuer + "/.well-known/oauth-authorization-server";
    private const string Token = Issuer + "/token";
    private const string Keys = Issuer + "/keys";

    private readonly AuthWorld _world = new();
    private readonly SignInWire _wire;
    private readonly RSA _rsa = RSA.Create(2048);
    private readonly ECDsa _curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public IdTokenTests()
    {
        _wire = new(_world.Http, _world.Time);
        Use(new() { Issuer = Issuer, TokenEndpoint = new() { Extras = [TokenExtra.FromIdToken("tid"), TokenExtra.FromIdToken("email", "account_email")] }, Scopes = ["openid", "a"] });
        _wire.On(Place, (200, $$"""{"issuer":"{{Issuer}}","authorization_endpoint":"{{Issuer}}/authorize","token_endpoint":"{{Token}}","jwks_uri":"{{Keys}}"}"""))
            .On(Keys, (200, Set("rsa-1", "ec-1")));
    }

    [Theory]
    [InlineData("RS256")]
    [InlineData("PS256")]
    [InlineData("ES256")]
    public async Task SignIn_GoodIdToken_IsCheckedAndItsClaimsAreKept(string algorithm)
    {
        var connection = await SignInAsync(claims => (claims["tid"], claims["email"]) = ("T1", "ada@acme.test"), algorithm);

        Assert.Equal(("T1", "ada@acme.test"), (connection.Settings["tid"], connection.Settings["account_email"]));
        Assert.True((await _world.StoredTokenAsync()).IdToken.IsEmpty);
    }

    public static TheoryData<string, string, string?> Faults => new()
    {
        { "iss", "\"https://as.acme.test/\"", "(iss)" },
        { "iss", "null", "(iss)" },
        { "sub", "\"\"", "(sub)" },
        { "aud", "\"other-app\"", "(aud)" },
        { "aud", "[\"other-app\"]", "(aud)" },
        { "aud", "{}", "(aud)" },
        { "aud", "[\"other-app\",\"app-id\"]", null },
        { "azp", "\"other-app\"", "(azp)" },
        { "azp", "\"app-id\"", null },
        { "exp", "1795175699", "(exp)" },
        { "exp", "1795175701", null },
        { "exp", "\"1895175701\"", "(exp)" },
        { "exp", "null", "(exp)" },
        { "iat", "1795176299", null },
        { "iat", "1795176301", "(iat)" },
        { "iat", "null", "(iat)" },
        { "nonce", "\"other\"", "(nonce)" },
        { "nonce", "null", "(nonce)" },
    };

    /// <remarks>It is 1795176000 by the clock of the test, and five minutes are forgiven either way.</remarks>
    [Theory]
    [MemberData(nameof(Faults))]
    public async Task SignIn_ClaimThatIsNotAsItShouldBe_IsRefused(string claim, string value, string? says)
    {
        var signIn = SignInAsync(claims => claims[claim] = JsonNode.Parse(value));
        if (says is null)
        {
            Assert.Equal(ConnectionStatus.Active, (await signIn).Status);
            return;
        }

        var error = await Assert.ThrowsAsync<ConnectorException>(() => signIn);
        Assert.Equal(ErrorKind.Protocol, error.Kind);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("eyJ", error.ToString(), StringComparison.Ordinal);
        Assert.Null(await _world.Service.FindAsync(AuthWorld.Key));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a.b")]
    [InlineData("a.b.c.d.e")]
    [InlineData("e30.e30.")]
    [InlineData("e30=.e30.AA")]
    [InlineData("bm8.bm8.AA")]
    public async Task SignIn_NoIdToken_IsRefused(string text) =>
        Assert.Equal(ErrorKind.Protocol, (await Assert.ThrowsAsync<ConnectorException>(() => SignInAsync(_ => text))).Kind);

    [Fact]
    public async Task SignIn_SignedByNobody_IsRefused()
    {
        foreach (var change in new Func<string, string>[]
        {
            static token => string.Join('.', token.Split('.')[..2]) + ".",
            static token => Url("""{"alg":"none"}""") + token[token.IndexOf('.', StringComparison.Ordinal)..],
            static token => string.Join('.', token.Split('.')[..2]) + "." + Base64Url.EncodeToString(new byte[256]),
            static token => Url("""{"alg":"ES256","kid":"rsa-1"}""") + token[token.IndexOf('.', StringComparison.Ordinal)..],
        })
        {
            Assert.Equal(ErrorKind.Protocol, (await Assert.ThrowsAsync<ConnectorException>(() => SignInAsync(nonce => change(Signed(nonce, "RS256", "rsa-1", null))))).Kind);
        }
    }

    [Fact]
    public async Task SignIn_KeyThatIsNew_ReadsTheKeysAgainOnceAMinuteAtMost()
    {
        await SignInAsync(nonce => Signed(nonce, "RS256", "rsa-1", null));
        for (var attempt = 0; attempt < 3; attempt++)
        {
            await Assert.ThrowsAsync<ConnectorException>(() => SignInAsync(nonce => Signed(nonce, "RS256", "rsa-2", null)));
        }

        Assert.Single(_wire.At(Keys));
        _world.Time.Advance(TimeSpan.FromMinutes(1));
        await Assert.ThrowsAsync<ConnectorException>(() => SignInAsync(nonce => Signed(nonce, "RS256", "rsa-2", null)));
        Assert.Equal(2, _wire.At(Keys).Count());
    }

    [Fact]
    public async Task SignIn_IssuerOfEachCustomer_IsCompletedFromTheClaims()
    {
        Use(new()
        {
            AuthorizationEndpoint = "https://login.test/common/authorize",
            TokenEndpoint = Token,
            Issuer = "https://login.test/{tid}/v2.0",
            Scopes = ["openid"],
        });

        await SignInAsync(claims => (claims["iss"], claims["tid"]) = ("https://login.test/T1/v2.0", "T1"));
        var error = await Assert.ThrowsAsync<ConnectorException>(() => SignInAsync(claims => (claims["iss"], claims["tid"]) = ("https://login.test/T1/v2.0", "T2")));

        Assert.Contains("(iss)", error.Message, StringComparison.Ordinal);
        Assert.Empty(_wire.At(Keys));
    }

    [Fact]
    public async Task SignIn_OpenIdNotAskedFor_LooksAtNoIdToken()
    {
        Use(new() { Issuer = Issuer, Scopes = ["a"] });
        _wire.On(Token, (200, """{"access_token":"a","id_token":"nonsense"}"""));
        var start = await _world.Service.StartAuthorizationAsync(AuthWorld.Key, The.Callback);

        Assert.DoesNotContain("nonce=", start.Url.Query, StringComparison.Ordinal);
        Assert.Equal(ConnectionStatus.Active, (await _world.Service.CompleteAuthorizationAsync($"?code=c&state={The.Form(start.Url.Query[1..])["state"]}", start.Binding)).Status);
    }

    /// <remarks>RFC 7515, A.2 and A.3.</remarks>
    [Theory]
    [InlineData("RS256", "eyJhbGciOiJSUzI1NiJ9", "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw")]
    [InlineData("ES256", "eyJhbGciOiJFUzI1NiJ9", "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q")]
    public void Verify_VectorsOfTheRfc_AreGoodAndOneBitOffIsNot(string algorithm, string header, string signature)
    {
        var keys = JsonDocument.Parse("""
            {"keys":[{"kty":"RSA","e":"AQAB","n":"ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ"},
            {"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}]}
            """).RootElement;
        var signed = Encoding.ASCII.GetBytes(header + ".eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ");
        var bytes = Base64Url.DecodeFromChars(signature);

        Assert.True(OAuthKeys.Verify(keys, algorithm, null, signed, bytes));
        bytes[10] ^= 1;
        Assert.False(OAuthKeys.Verify(keys, algorithm, null, signed, bytes));
        Assert.Null(OAuthKeys.Verify(keys, algorithm, "another", signed, bytes));
    }

    public void Dispose()
    {
        _world.Dispose();
        _rsa.Dispose();
        _curve.Dispose();
    }

    private static string Url(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    private void Use(OAuth2Scheme scheme) => _world.Use(The.Definition(scheme));

    private Task<Connection> SignInAsync(Action<JsonObject> change, string algorithm = "RS256") =>
        SignInAsync(nonce => Signed(nonce, algorithm, algorithm[0] == 'E' ? "ec-1" : "rsa-1", change));

    private async Task<Connection> SignInAsync(Func<string, string> idToken)
    {
        var start = await _world.Service.StartAuthorizationAsync(AuthWorld.Key, The.Callback);
        var query = The.Form(start.Url.Query[1..]);
        _world.Http.ResetBackendDefinitions();
        _wire.On(Place, (200, $$"""{"issuer":"{{Issuer}}","authorization_endpoint":"{{Issuer}}/authorize","token_endpoint":"{{Token}}","jwks_uri":"{{Keys}}"}"""))
            .On(Keys, (200, Set("rsa-1", "ec-1")))
            .On(Token, (200, $$"""{"access_token":"a","refresh_token":"r","id_token":"{{idToken(query["nonce"])}}"}"""));
        return await _world.Service.CompleteAuthorizationAsync($"?code=c&state={query["state"]}", start.Binding);
    }

    private string Signed(string nonce, string algorithm, string key, Action<JsonObject>? change)
    {
        var now = _world.Time.GetUtcNow().ToUnixTimeSeconds();
        var claims = new JsonObject { ["iss"] = Issuer, ["sub"] = "user-1", ["aud"] = The.ClientId, ["exp"] = now + 300, ["iat"] = now, ["nonce"] = nonce };
        change?.Invoke(claims);
        var text = $"{Url($$"""{"alg":"{{algorithm}}","kid":"{{key}}"}""")}.{Url(claims.ToJsonString())}";
        var bytes = Encoding.ASCII.GetBytes(text);
        var signature = algorithm[0] == 'E'
            ? _curve.SignData(bytes, HashAlgorithmName.SHA256)
            : _rsa.SignData(bytes, HashAlgorithmName.SHA256, algorithm[0] == 'P' ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1);
        return $"{text}.{Base64Url.EncodeToString(signature)}";
    }

    private string Set(string rsa, string curve)
    {
        var (one, other) = (_rsa.ExportParameters(false), _curve.ExportParameters(false));
        return $$"""
            {"keys":[{"kty":"RSA","kid":"{{rsa}}","use":"sig","n":"{{Base64Url.EncodeToString(one.Modulus)}}","e":"{{Base64Url.EncodeToString(one.Exponent)}}"},
            {"kty":"EC","kid":"{{curve}}","crv":"P-256","x":"{{Base64Url.EncodeToString(other.Q.X)}}","y":"{{Base64Url.EncodeToString(other.Q.Y)}}"}]}
            """;
    }
}
