using System.Net;
using System.Security.Cryptography;
using System.Text;
using Connectors.Core.Tests.Testing;
using Connectors.Definitions;
using RichardSzalay.MockHttp;

namespace Connectors.Core.Tests.Auth.Vendors;

/// <summary>Every provider that takes a key, a token or a password: its scheme as data, and what stands on the request.</summary>
public sealed class KeyVendorsTests
{
    private const string Address = "https://api.vendor.test/v1/things?page=2";

    public static TheoryData<string, AuthScheme, Credential, string> Headers => new()
    {
        { "Ashby", BasicScheme.KeyAsUser(), new ApiKeyCredential("ashby-key"), "Authorization: Basic YXNoYnkta2V5Og==" },
        { "BambooHR", BasicScheme.KeyAsUser("x"), new ApiKeyCredential("abc"), "Authorization: Basic YWJjOng=" },
        { "BILL Spend & Expense", ApiKeyScheme.Header("apiToken"), new ApiKeyCredential("token-1"), "apiToken: token-1" },
        { "Clearbit", BasicScheme.KeyAsUser(), new ApiKeyCredential("sk_123"), "Authorization: Basic c2tfMTIzOg==" },
        { "Clearbit", new BearerScheme(), new BearerCredential("sk_123"), "Authorization: Bearer sk_123" },
        { "Dropbox, as the app", new BasicScheme("app"), new BasicCredential("app_key", "app_secret"), "Authorization: Basic YXBwX2tleTphcHBfc2VjcmV0" },
        { "GitHub", new BearerScheme("token"), new BearerCredential("github_pat_11A"), "Authorization: Bearer github_pat_11A" },
        { "GitHub, older form", ApiKeyScheme.Header("Authorization", "token "), new ApiKeyCredential("ghp_11A"), "Authorization: token ghp_11A" },
        { "Google Maps", ApiKeyScheme.Header("X-Goog-Api-Key"), new ApiKeyCredential("AIzaSy"), "X-Goog-Api-Key: AIzaSy" },
        { "Greenhouse v1", BasicScheme.KeyAsUser(), new ApiKeyCredential("a7183e1b7e9ab09b8a5cfa87d1934c3c"), "Authorization: Basic YTcxODNlMWI3ZTlhYjA5YjhhNWNmYTg3ZDE5MzRjM2M6" },
        { "HubSpot", new BearerScheme("private-app"), new BearerCredential("pat-na1-1"), "Authorization: Bearer pat-na1-1" },
        { "Intercom", new BearerScheme(), new BearerCredential("dG9rOjE"), "Authorization: Bearer dG9rOjE" },
        { "Jira", new BasicScheme("api-token"), new BasicCredential("jo@acme.com", "ATATT3x"), "Authorization: Basic am9AYWNtZS5jb206QVRBVFQzeA==" },
        { "Kit", ApiKeyScheme.Header("X-Kit-Api-Key"), new ApiKeyCredential("kit_1"), "X-Kit-Api-Key: kit_1" },
        { "Lever", BasicScheme.KeyAsUser(), new ApiKeyCredential("lever-key"), "Authorization: Basic bGV2ZXIta2V5Og==" },
        { "Linear", ApiKeyScheme.Header("Authorization"), new ApiKeyCredential("lin_api_1"), "Authorization: lin_api_1" },
        { "Mailchimp", BasicScheme.KeyAsPassword("user"), new ApiKeyCredential("0123456789abcdef-us19"), "Authorization: Basic dXNlcjowMTIzNDU2Nzg5YWJjZGVmLXVzMTk=" },
        { "Mailchimp", new BearerScheme(), new BearerCredential("0123456789abcdef-us19"), "Authorization: Bearer 0123456789abcdef-us19" },
        { "Pipedrive", ApiKeyScheme.Header("x-api-token"), new ApiKeyCredential("token-1"), "x-api-token: token-1" },
        { "Square", new BearerScheme(), new BearerCredential("EAAA1"), "Authorization: Bearer EAAA1" },
        { "Stripe", new BearerScheme(), new BearerCredential("sk_test_4eC39HqLyjWDarjtT1zdp7dc"), "Authorization: Bearer sk_test_4eC39HqLyjWDarjtT1zdp7dc" },
        { "Stripe", BasicScheme.KeyAsUser(), new ApiKeyCredential("sk_test_4eC39HqLyjWDarjtT1zdp7dc"), "Authorization: Basic c2tfdGVzdF80ZUMzOUhxTHlqV0Rhcmp0VDF6ZHA3ZGM6" },
        { "Workday RaaS", new BasicScheme(), new BasicCredential("ISU_RaaS@acme", "secret"), "Authorization: Basic SVNVX1JhYVNAYWNtZTpzZWNyZXQ=" },
        { "Zendesk", new BasicScheme("api-token") { UserSuffix = "/token" }, new BasicCredential("jo@acme.com", "6wiIBWbGkBMo1mRDMuVwkw1EPsNkeUj95PIz2akv"), "Authorization: Basic am9AYWNtZS5jb20vdG9rZW46NndpSUJXYkdrQk1vMW1SRE11VndrdzFFUHNOa2VVajk1UEl6MmFrdg==" },
    };

    public static TheoryData<string, AuthScheme, string, string> Queries => new()
    {
        { "Google Maps", ApiKeyScheme.Query("key"), "AIzaSy", "key=AIzaSy" },
        { "Lever postings", ApiKeyScheme.Query("key"), "postings-key", "key=postings-key" },
        { "Mapbox", ApiKeyScheme.Query("access_token"), "pk.eyJ1IjoidXNlciJ9.sig", "access_token=pk.eyJ1IjoidXNlciJ9.sig" },
        { "OpenWeatherMap", ApiKeyScheme.Query("appid"), "0123456789abcdef0123456789abcdef", "appid=0123456789abcdef0123456789abcdef" },
        { "Pipedrive v1", ApiKeyScheme.Query("api_token"), "token-1", "api_token=token-1" },
    };

    [Theory]
    [MemberData(nameof(Headers))]
    public async Task Scheme_InAHeader_IsWhatTheProviderAsksFor(string vendor, AuthScheme scheme, Credential credential, string expected)
    {
        using var request = await AppliedAsync(scheme, credential);

        var (name, values) = Assert.Single(request.Headers);
        Assert.Equal((vendor, expected), (vendor, $"{name}: {string.Join(", ", values)}"));
        Assert.Equal(Address, request.RequestUri!.AbsoluteUri);
        Assert.Contains(name, scheme.HeaderNames, StringComparer.OrdinalIgnoreCase);
    }

    [Theory]
    [MemberData(nameof(Queries))]
    public async Task Scheme_InTheQuery_IsWhatTheProviderAsksFor(string vendor, AuthScheme scheme, string key, string expected)
    {
        using var request = await AppliedAsync(scheme, new ApiKeyCredential(key));

        Assert.Equal((vendor, $"{Address}&{expected}"), (vendor, request.RequestUri!.AbsoluteUri));
        Assert.Empty(request.Headers);
        Assert.Equal([expected[..expected.IndexOf('=', StringComparison.Ordinal)]], scheme.QueryNames);
    }

    [Fact]
    public async Task Bill_Session_SendsSessionAndDeveloperKey()
    {
        using var request = await AppliedAsync(SessionSchemeTests.BillSession, SessionSchemeTests.BillCredential().WithToken(new() { AccessToken = "session-1" }));

        Assert.Equal(("session-1", "dev-key"), (Assert.Single(request.Headers.GetValues("sessionId")), Assert.Single(request.Headers.GetValues("devKey"))));
        Assert.Equal(["sessionId", "devKey"], SessionSchemeTests.BillSession.HeaderNames);
    }

    [Fact]
    public async Task GrantsByAKey_OnceRenewed_SendABearerToken()
    {
        foreach (var scheme in new AuthScheme[] { JwtBearerSchemeTests.Salesforce, JwtBearerSchemeTests.Google, JwtBearerSchemeTests.Workday, SessionSchemeTests.GitHubInstallation })
        {
            using var request = await AppliedAsync(scheme, new PrivateKeyCredential("issuer", SigningKeys.RsaPem) { Token = new() { AccessToken = "token-1" } });

            Assert.Equal("Bearer token-1", request.Headers.Authorization!.ToString());
        }
    }

    [Fact]
    public async Task PayPal_ClientCredentials_AsksWithBasicAndSendsTheToken()
    {
        using var world = new AuthWorld();
        world.Http.Expect(HttpMethod.Post, "https://api-m.paypal.com/v1/oauth2/token")
            .WithHeaders("Authorization", "Basic Y2xpZW50LWlkOmNsaWVudC1zZWNyZXQ=")
            .WithExactFormData([new("grant_type", "client_credentials")])
            .Respond(_ => The.Answer(HttpStatusCode.OK, """{"scope":"https://uri.paypal.com/services/invoicing","access_token":"A21AA","token_type":"Bearer","app_id":"APP-80W284485P519543T","expires_in":32400,"nonce":"n"}"""));
        var scheme = new ClientCredentialsScheme { TokenEndpoint = new("https://api-m.paypal.com/v1/oauth2/token") { ClientAuthentication = ClientAuthentication.Basic } };

        var renewed = await scheme.RenewAsync(
            new(new ClientCredential("client-id", "client-secret"), s_connection, world.Runtime.Definition, world.Options, world.CreateClient(""), world.Time), default);
        using var request = await AppliedAsync(scheme, renewed);

        Assert.Equal("Bearer A21AA", request.Headers.Authorization!.ToString());
        Assert.Equal(world.Time.GetUtcNow() + TimeSpan.FromHours(9), renewed.Tokens!.ExpiresAt);
    }

    /// <summary>Google's own sample of a signed address: a scheme of one method.</summary>
    [Fact]
    public async Task GoogleMapsPremium_SignedAddress_IsGooglesSample()
    {
        var credential = new SecretsCredential(new Dictionary<string, Secret>(StringComparer.Ordinal) { ["client"] = "clientID", ["key"] = "vNIXE0xscrmjlyV-12Nj_BvUPaw=" });

        using var request = await AppliedAsync(new SignedAddress(), credential, "https://maps.googleapis.com/maps/api/geocode/json?address=New+York");
        await new SignedAddress().ApplyAsync(new(request, credential, s_connection, TimeProvider.System), default);

        Assert.Equal("https://maps.googleapis.com/maps/api/geocode/json?address=New+York&client=clientID&signature=chaRF2hTJKOScPr-RQCEhZbSzIE%3D", request.RequestUri!.AbsoluteUri);
    }

    private static readonly Connection s_connection = new() { Key = AuthWorld.Key, CredentialId = "c", AuthScheme = "s" };

    private static async Task<HttpRequestMessage> AppliedAsync(AuthScheme scheme, Credential credential, string address = Address)
    {
        Assert.True(scheme.Accepts(credential));
        var request = new HttpRequestMessage(HttpMethod.Get, address);
        await scheme.ApplyAsync(new(request, credential, s_connection, TimeProvider.System), default);
        return request;
    }

    private sealed class SignedAddress() : AuthScheme<SecretsCredential>("signed-address")
    {
        public override IReadOnlyList<string> QueryNames => ["client", "signature"];

        protected override ValueTask ApplyAsync(AuthContext context, SecretsCredential credential, CancellationToken cancellationToken)
        {
            context.SetQuery("signature", null);
            context.SetQuery("client", credential.Values["client"].Reveal());
            var key = Convert.FromBase64String(credential.Values["key"].Reveal().Replace('-', '+').Replace('_', '/'));
#pragma warning disable CA5350 // Google's signature is an HMAC with SHA-1.
            var signature = HMACSHA1.HashData(key, Encoding.ASCII.GetBytes(context.Request.RequestUri!.PathAndQuery));
#pragma warning restore CA5350
            context.SetQuery("signature", Convert.ToBase64String(signature).Replace('+', '-').Replace('/', '_'));
            return ValueTask.CompletedTask;
        }
    }
}
