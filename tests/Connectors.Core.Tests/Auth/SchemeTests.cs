using Connectors.Auth;
using Connectors.Core.Tests.Testing;
using Connectors.Definitions;

namespace Connectors.Core.Tests.Auth;

public sealed class SchemeTests
{
    private static readonly Connection s_connection = new() { Key = AuthWorld.Key, CredentialId = "c", AuthScheme = "s" };

    [Theory]
    [InlineData("Aladdin", "open sesame", "QWxhZGRpbjpvcGVuIHNlc2FtZQ==")]
    [InlineData("test", "123£", "dGVzdDoxMjPCow==")]
    public async Task Basic_Rfc7617_MatchesTheVectors(string user, string password, string expected)
    {
        using var request = await AppliedAsync(new BasicScheme(), new BasicCredential(user, password));

        Assert.Equal($"Basic {expected}", request.Headers.Authorization!.ToString());
    }

    [Theory]
    [InlineData("abc", "x", "YWJjOng=")]
    [InlineData("a7183e1b7e9ab09b8a5cfa87d1934c3c", "", "YTcxODNlMWI3ZTlhYjA5YjhhNWNmYTg3ZDE5MzRjM2M6")]
    public async Task BasicKeyAsUser_VendorVectors_SendsTheKeyAsUser(string key, string password, string expected)
    {
        using var request = await AppliedAsync(BasicScheme.KeyAsUser(password), new ApiKeyCredential(key));

        Assert.Equal($"Basic {expected}", request.Headers.Authorization!.ToString());
    }

    [Theory]
    [InlineData("us:er")]
    [InlineData("us\ner")]
    [InlineData("")]
    public async Task Basic_UserThatBasicCannotCarry_IsAValidationErrorWithoutIt(string user)
    {
        var exception = await Assert.ThrowsAsync<ConnectorException>(() => AppliedAsync(new BasicScheme(), new BasicCredential(user, "password-canary")));

        Assert.Equal(ErrorKind.Validation, exception.Kind);
        Assert.DoesNotContain("canary", exception.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("jo@acme.test", "kéy:with:colons", "jo@acme.test/token:kéy:with:colons")]
    [InlineData("zoë", "", "zoë/token:")]
    public async Task Basic_UserSuffix_IsPutBehindTheUserAndThePasswordMayHoldAnything(string user, string password, string expected)
    {
        using var request = await AppliedAsync(new BasicScheme { UserSuffix = "/token" }, new BasicCredential(user, password));

        Assert.Equal(expected, System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(request.Headers.Authorization!.Parameter!)));
    }

    [Fact]
    public async Task BasicKeyAsPassword_AnyUser_SendsTheKeyAsPassword()
    {
        var scheme = BasicScheme.KeyAsPassword("user");
        using var request = await AppliedAsync(scheme, new ApiKeyCredential("k-us1"));

        Assert.Equal("Basic dXNlcjprLXVzMQ==", request.Headers.Authorization!.ToString());
        Assert.False(scheme.Accepts(new BasicCredential("user", "k-us1")));
        Assert.Equal(ErrorKind.Validation, (await Assert.ThrowsAsync<ConnectorException>(() => AppliedAsync(scheme, new ApiKeyCredential("")))).Kind);
    }

    [Theory]
    [InlineData("key;canary")]
    [InlineData("key canary")]
    [InlineData("key,canary")]
    [InlineData("\"canary\"")]
    [InlineData("key\\canary")]
    public async Task ApiKeyCookie_CharactersThatACookieCannotCarry_IsAValidationErrorWithoutIt(string key)
    {
        var exception = await Assert.ThrowsAsync<ConnectorException>(() => AppliedAsync(ApiKeyScheme.Cookie("sid"), new ApiKeyCredential(key)));

        Assert.Equal(ErrorKind.Validation, exception.Kind);
        Assert.DoesNotContain("canary", exception.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ApiKeyHeader_WithPrefix_SetsItOnceHoweverOftenApplied()
    {
        var scheme = ApiKeyScheme.Header("Authorization", "Token token=");
        var credential = new ApiKeyCredential("key-1");
        using var request = await AppliedAsync(scheme, credential);

        await scheme.ApplyAsync(new(request, credential, s_connection, TimeProvider.System), default);

        Assert.Equal("Token token=key-1", Assert.Single(request.Headers.GetValues("Authorization")));
    }

    [Fact]
    public async Task ApiKeyQuery_AppliedAgainWithANewKey_ReplacesItAndKeepsTheRestByteForByte()
    {
        var scheme = ApiKeyScheme.Query("api_key");
        using var request = new HttpRequestMessage(HttpMethod.Get, "https://api.acme.test/a%2Fb?x=%20y&api_keys=1&z");

        await scheme.ApplyAsync(new(request, new ApiKeyCredential("a&b"), s_connection, TimeProvider.System), default);
        await scheme.ApplyAsync(new(request, new ApiKeyCredential("c/d"), s_connection, TimeProvider.System), default);

        Assert.Equal("https://api.acme.test/a%2Fb?x=%20y&api_keys=1&z&api_key=c%2Fd", request.RequestUri!.AbsoluteUri);
    }

    [Fact]
    public async Task ApiKeyCookie_BesideAnotherCookie_KeepsTheOther()
    {
        var scheme = ApiKeyScheme.Cookie("sid");
        using var request = new HttpRequestMessage(HttpMethod.Get, "https://api.acme.test/");
        request.Headers.Add("Cookie", "theme=dark; sid=old");

        await scheme.ApplyAsync(new(request, new ApiKeyCredential("new"), s_connection, TimeProvider.System), default);

        Assert.Equal("theme=dark; sid=new", Assert.Single(request.Headers.GetValues("Cookie")));
    }

    [Theory]
    [InlineData("key-canary\n")]
    [InlineData(" key-canary")]
    [InlineData("key-canary\u00e9")]
    [InlineData("")]
    public async Task ApiKey_CharactersThatCannotBeSent_IsAValidationErrorWithoutIt(string key)
    {
        foreach (var (scheme, credential) in new (AuthScheme, Credential)[]
        {
            (ApiKeyScheme.Header("X-Key"), new ApiKeyCredential(key)),
            (new BearerScheme(), new BearerCredential(key)),
        })
        {
            var exception = await Assert.ThrowsAsync<ConnectorException>(() => AppliedAsync(scheme, credential));

            Assert.Equal(ErrorKind.Validation, exception.Kind);
            Assert.DoesNotContain("canary", exception.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Clear_AfterEveryScheme_LeavesNothingOfTheCredential()
    {
        foreach (var (scheme, credential) in new (AuthScheme, Credential)[]
        {
            (ApiKeyScheme.Header("X-Key"), new ApiKeyCredential("canary")),
            (ApiKeyScheme.Query("key"), new ApiKeyCredential("canary")),
            (ApiKeyScheme.Cookie("sid"), new ApiKeyCredential("canary")),
            (BasicScheme.KeyAsUser(), new ApiKeyCredential("canary")),
            (new BearerScheme(), new BearerCredential("canary")),
            (The.OAuth(), new OAuthCredential(new() { AccessToken = "canary" })),
        })
        {
            using var request = await AppliedAsync(scheme, credential);

            CredentialPlaces.Clear(request, scheme);

            Assert.Equal("https://api.acme.test/v1?a=b", request.RequestUri!.AbsoluteUri);
            Assert.Empty(request.Headers);
        }
    }

    [Fact]
    public async Task Apply_SameCredential_MakesTheHeaderValueOnce()
    {
        var scheme = new BearerScheme();
        var credential = new BearerCredential("token");
        using var first = await AppliedAsync(scheme, credential);
        using var second = await AppliedAsync(scheme, credential);

        Assert.Same(first.Headers.Authorization, second.Headers.Authorization);
    }

    [Fact]
    public async Task Apply_OneCredentialTwoSchemes_EachGetsItsOwnValue()
    {
        var credential = new ApiKeyCredential("key");
        using var first = await AppliedAsync(ApiKeyScheme.Header("X-Key"), credential);
        using var second = await AppliedAsync(BasicScheme.KeyAsUser("x"), credential);
        using var third = await AppliedAsync(ApiKeyScheme.Header("X-Key", "Key "), credential);

        Assert.Equal("key", Assert.Single(first.Headers.GetValues("X-Key")));
        Assert.StartsWith("Basic ", second.Headers.Authorization!.ToString(), StringComparison.Ordinal);
        Assert.Equal("Key key", Assert.Single(third.Headers.GetValues("X-Key")));
    }

    private static async Task<HttpRequestMessage> AppliedAsync(AuthScheme scheme, Credential credential)
    {
        Assert.True(scheme.Accepts(credential));
        var request = new HttpRequestMessage(HttpMethod.Get, "https://api.acme.test/v1?a=b");
        await scheme.ApplyAsync(new(request, credential, s_connection, TimeProvider.System), default);
        return request;
    }
}
