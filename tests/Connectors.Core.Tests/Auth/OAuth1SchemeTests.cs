using System.Net;
using System.Text;
using Connectors.Auth;
using Connectors.Core.Tests.Testing;
using Connectors.Definitions;
using RichardSzalay.MockHttp;

namespace Connectors.Core.Tests.Auth;

/// <summary>RFC 5849's examples, NetSuite's published inputs and Twitter's published request.</summary>
public sealed class OAuth1SchemeTests
{
    private static readonly SecretsCredential s_photos = Keys("dpf43f3p2l4k3l03", "kd94hf93k423kf44", "nnch734d00sl2jdk", "pfkkdhi9sl3r4s00");

    private static readonly SecretsCredential s_netSuite = Keys(
        "ef40afdd8abaac111b13825dd5e5e2ddddb44f86d5a0dd6dcf38c20aae6b67e4",
        "d26ad321a4b2f23b0741c8d38392ce01c3e23e109df6c96eac6d099e9ab9e8b5",
        "2b0ce516420110bcbd36b69e99196d1b7f6de3c6234c5afb799b73d87569f5cc",
        "c29a677df7d5439a458c063654187e3d678d73aca8e3c9d8bea1478a3eb0d295");

    public static OAuth1Scheme NetSuite { get; } = new("tba") { Realm = static context => context.Required("account").ToUpperInvariant().Replace('-', '_') };

    [Fact]
    public void BaseString_Rfc5849Section341_IsTheRfcsText()
    {
        List<KeyValuePair<string, string>> parameters =
        [
            .. OAuth1Signature.Pairs("b5=%3D%253D&a3=a&c%40=&a2=r%20b"),
            .. OAuth1Signature.Pairs("c2&a3=2+q"),
            new("oauth_consumer_key", "9djdj82h48djs9d2"),
            new("oauth_token", "kkk9d7dh3k39sjv7"),
            new("oauth_signature_method", "HMAC-SHA1"),
            new("oauth_timestamp", "137131201"),
            new("oauth_nonce", "7d8f3e4a"),
        ];

        Assert.Equal(
            "POST&http%3A%2F%2Fexample.com%2Frequest&a2%3Dr%2520b%26a3%3D2%2520q%26a3%3Da%26b5%3D%253D%25253D%26c%2540%3D%26c2%3D%26oauth_consumer_key%3D9djdj82h48djs9d2%26oauth_nonce%3D7d8f3e4a%26oauth_signature_method%3DHMAC-SHA1%26oauth_timestamp%3D137131201%26oauth_token%3Dkkk9d7dh3k39sjv7",
            OAuth1Signature.BaseString(HttpMethod.Post, new("http://EXAMPLE.com:80/request?b5=%3D%253D&a3=a&c%40=&a2=r%20b"), parameters));
    }

    [Theory]
    [InlineData("http://EXAMPLE.COM:80/r%20v/X?id=123", "GET&http%3A%2F%2Fexample.com%2Fr%2520v%2FX&")]
    [InlineData("https://www.example.net:8080/?q=1", "GET&https%3A%2F%2Fwww.example.net%3A8080%2F&")]
    public void BaseString_Rfc5849Section3412_NormalisesTheAddress(string address, string expected) =>
        Assert.Equal(expected, OAuth1Signature.BaseString(HttpMethod.Get, new(address), []));

    [Theory]
    [InlineData("abcABC123", "abcABC123")]
    [InlineData("-._~", "-._~")]
    [InlineData("%", "%25")]
    [InlineData("+", "%2B")]
    [InlineData("&=*", "%26%3D%2A")]
    [InlineData("!'()", "%21%27%28%29")]
    [InlineData("\n \u007f", "%0A%20%7F")]
    [InlineData("\u0080\u3001", "%C2%80%E3%80%81")]
    public void Encode_Rfc5849Section36_LeavesOnlyTheUnreserved(string text, string expected) => Assert.Equal(expected, OAuth1Signature.Encode(text));

    [Fact]
    public void Key_EmptyTokenSecret_KeepsTheAmpersand() => Assert.Equal("a%26b&", OAuth1Signature.Key("a&b", default));

    [Fact]
    public async Task Apply_Rfc5849Section12_SignsThePhotoRequest()
    {
        var scheme = new OAuth1Scheme { SignatureMethod = OAuth1SignatureMethod.HmacSha1, SendVersion = false, Nonce = static () => "chapoH", Realm = static _ => "Photos" };

        var header = await HeaderAsync(scheme, s_photos, 137131202, new(HttpMethod.Get, "http://photos.example.net/photos?file=vacation.jpg&size=original"));

        Assert.Equal(
            "OAuth realm=\"Photos\", oauth_consumer_key=\"dpf43f3p2l4k3l03\", oauth_token=\"nnch734d00sl2jdk\", oauth_signature_method=\"HMAC-SHA1\", oauth_timestamp=\"137131202\", oauth_nonce=\"chapoH\", oauth_signature=\"MdpQcU8iPSUjWoN%2FUDMsK2sui9I%3D\"",
            header);
    }

    [Fact]
    public void Sign_Rfc5849Section12_SignsTheTokenRequest()
    {
        var text = OAuth1Signature.BaseString(HttpMethod.Post, new("https://photos.example.net/token"),
        [
            new("oauth_consumer_key", "dpf43f3p2l4k3l03"), new("oauth_token", "hh5s93j4hdidpola"), new("oauth_signature_method", "HMAC-SHA1"),
            new("oauth_timestamp", "137131201"), new("oauth_nonce", "walatlh"), new("oauth_verifier", "hfdp7dh39dks9884"),
        ]);

        Assert.Equal("gKgrFCywp7rO0OXSjdot/IHF7IU=", OAuth1Signature.Sign(OAuth1SignatureMethod.HmacSha1, OAuth1Signature.Key("kd94hf93k423kf44", "hdhd0244k9j7ao03"), text));
    }

    [Fact]
    public async Task Apply_Sha256_IsTheOwnVector()
    {
        var scheme = new OAuth1Scheme { Nonce = static () => "chapoH" };

        var header = await HeaderAsync(scheme, s_photos, 137131202, new(HttpMethod.Get, "https://photos.example.net/photos?file=vacation.jpg&size=original"));

        Assert.EndsWith("oauth_version=\"1.0\", oauth_signature=\"0C5POOIwkbw6WTDjZP05r7LlOIGtoQLr7Sq3%2FmKeOw0%3D\"", header, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("POST", "https://123456.restlets.api.netsuite.com/app/site/hosting/restlet.nl?script=6&deploy=1&customParam=someValue&testParam=someOtherValue", "+KK4SKNgz4ZiILGLwOMtfYlgcXSy1eis8ldE9X90azQ=")]
    [InlineData("GET", "https://123456.suitetalk.api.netsuite.com/services/rest/record/v1/employee/40", "B5OIWznZ2YP0OB7VrJrGkYsTh+8H+5T9Hag+o92q0zY=")]
    [InlineData("POST", "https://123456.suitetalk.api.netsuite.com/services/rest/query/v1/suiteql?limit=10&offset=0", "hxjABHU9/fx9suvhTNYoRa6DBLAY6w721nAek71w1GM=")]
    public async Task Apply_NetSuite_SignsOraclesSampleInputsAndLeavesJsonOut(string method, string address, string signature)
    {
        var scheme = new OAuth1Scheme { Realm = NetSuite.Realm, Nonce = static () => "fjaLirsIcCGVZWzBX0pg" };
        using var request = new HttpRequestMessage(new(method), address);
        request.Content = method == "POST" ? new StringContent("""{"q":"SELECT id FROM transaction"}""", Encoding.UTF8, "application/json") : null;

        var header = await HeaderAsync(scheme, s_netSuite, 1508242306, request);

        Assert.StartsWith("OAuth realm=\"123456_SB1\", oauth_consumer_key=\"ef40", header, StringComparison.Ordinal);
        Assert.EndsWith($"oauth_signature=\"{Uri.EscapeDataString(signature)}\"", header, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Apply_TwittersRequest_SignsTheFormAndSendsItUnchanged()
    {
        var scheme = new OAuth1Scheme { SignatureMethod = OAuth1SignatureMethod.HmacSha1, Nonce = static () => "kYjzVBB8Y0ZFabxSWbWovY3uYSQ2pTgmZeNu2VS4cg" };
        var keys = Keys(
            "xvz1evFS4wEEPTGEFPHBog", "kAcSOqF21Fu85e7zjz7ZN2U4ZRhfV3WpwPAoE3Z7kBw", "370773112-GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb", "LswwdoUaIvS8ltyTt5jkRh4J50vUPVVHtR2YPi5kE");
        using var request = new HttpRequestMessage(HttpMethod.Post, "https://api.twitter.com/1.1/statuses/update.json?include_entities=true");
        request.Content = new StringContent("status=Hello%20Ladies%20%2b%20Gentlemen%2c%20a%20signed%20OAuth%20request%21", Encoding.UTF8, "application/x-www-form-urlencoded");

        var header = await HeaderAsync(scheme, keys, 1318622958, request);

        Assert.Contains("oauth_signature=\"hCtSmYh%2BiHYCEqBWrE7C7hYmtUk%3D\"", header, StringComparison.Ordinal);
        Assert.Equal("status=Hello%20Ladies%20%2b%20Gentlemen%2c%20a%20signed%20OAuth%20request%21", await request.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Apply_Again_HasANewNonceAndOneHeader()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "https://api.acme.test/");

        var first = await HeaderAsync(new(), s_photos, 1, request);
        var second = await HeaderAsync(new(), s_photos, 1, request);

        Assert.NotEqual(first, second);
        Assert.Single(request.Headers.GetValues("Authorization"));
    }

    [Fact]
    public async Task Apply_AppAlone_SendsNoTokenAndSignsWithAnEmptySecret()
    {
        var scheme = new OAuth1Scheme();
        var credential = new SecretsCredential(new Dictionary<string, Secret>(StringComparer.Ordinal) { [OAuth1Scheme.ConsumerKey] = "key", [OAuth1Scheme.ConsumerSecret] = "secret" });

        Assert.True(scheme.Accepts(credential));
        Assert.DoesNotContain("oauth_token=", await HeaderAsync(scheme, credential, 1, new(HttpMethod.Get, "https://api.acme.test/")), StringComparison.Ordinal);
    }

    [Fact]
    public void Accepts_OtherOrHalfCredentials_AreNotTaken()
    {
        var scheme = new OAuth1Scheme();

        Assert.False(scheme.Accepts(Keys("a", "b", "c", "")));
        Assert.False(scheme.Accepts(Keys("a", "", "c", "d")));
        Assert.False(scheme.Accepts(new SecretsCredential(new Dictionary<string, Secret>(StringComparer.Ordinal) { ["secret"] = "s" })));
        Assert.False(scheme.Accepts(new BearerCredential("t")));
    }

    [Fact]
    public async Task Call_ThroughTheChain_SignsEachAttemptAnewAndShowsNoSecret()
    {
        using var wire = new MockHttpMessageHandler();
        List<string> seen = [];
        wire.When("https://123456-sb1.suitetalk.api.netsuite.com/services/rest/record/v1/customer").Respond(request =>
        {
            seen.Add(request.Headers.Authorization!.ToString());
            return The.Answer(seen.Count == 1 ? HttpStatusCode.ServiceUnavailable : HttpStatusCode.Forbidden, """{"title":"c29a677df7d5439a458c063654187e3d678d73aca8e3c9d8bea1478a3eb0d295"}""");
        });
        var definition = new ConnectorDefinition
        {
            Id = "netsuite",
            DisplayName = "NetSuite",
            Hosts = "https://{account}.suitetalk.api.netsuite.com",
            Settings = [new("account", "Account") { Required = true, Pattern = "[0-9]+(-(sb|rp)[0-9]*)?" }],
            Auth = [NetSuite],
            Endpoints = [],
        };
        await using var app = await OneApp.ConnectAsync(definition, wire, s_netSuite, new() { ["account"] = "123456-sb1" });

        var error = await Assert.ThrowsAsync<ConnectorException>(async () =>
        {
            using var answer = await app.Time.RunAsync(app.Connector.SendAsync(HttpMethod.Get, "/services/rest/record/v1/customer"));
        });

        Assert.Equal(ErrorKind.Permission, error.Kind);
        Assert.Equal(2, seen.Distinct(StringComparer.Ordinal).Count());
        Assert.All(seen, header => Assert.StartsWith("OAuth realm=\"123456_SB1\"", header, StringComparison.Ordinal));
        Assert.DoesNotContain("c29a677d", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("oauth_signature", error.ToString(), StringComparison.Ordinal);
    }

    internal static SecretsCredential Keys(string consumerKey, string consumerSecret, string token, string tokenSecret) => new(new Dictionary<string, Secret>(StringComparer.Ordinal)
    {
        [OAuth1Scheme.ConsumerKey] = consumerKey, [OAuth1Scheme.ConsumerSecret] = consumerSecret, [OAuth1Scheme.Token] = token, [OAuth1Scheme.TokenSecret] = tokenSecret,
    });

    private static async Task<string> HeaderAsync(OAuth1Scheme scheme, SecretsCredential credential, long timestamp, HttpRequestMessage request)
    {
        var time = new FixedTime(DateTimeOffset.FromUnixTimeSeconds(timestamp));
        var connection = new Connection { Key = new("netsuite", "acme"), CredentialId = "c", AuthScheme = scheme.Name, Settings = new() { ["account"] = "123456-sb1" } };
        await scheme.ApplyAsync(new(request, credential, connection, time), default);
        return request.Headers.Authorization!.ToString();
    }
}
