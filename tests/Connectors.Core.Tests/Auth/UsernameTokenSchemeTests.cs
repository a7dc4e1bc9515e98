using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Connectors.Core.Tests.Testing;
using Connectors.Definitions;
using RichardSzalay.MockHttp;

namespace Connectors.Core.Tests.Auth;

/// <summary>WS-Security UsernameToken Profile 1.0 (_standards.md, 25) and Workday's form of it.</summary>
public sealed class UsernameTokenSchemeTests
{
    private const string Oasis = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-";
    private const string Soap11 = "http://schemas.xmlsoap.org/soap/envelope/";
    private const string Soap12 = "http://www.w3.org/2003/05/soap-envelope";
    private static readonly XNamespace s_wsse = Oasis + "wssecurity-secext-1.0.xsd";
    private static readonly XNamespace s_wsu = Oasis + "wssecurity-utility-1.0.xsd";
    private static readonly Connection s_connection = new() { Key = AuthWorld.Key, CredentialId = "c", AuthScheme = "ws-security" };

    [Theory]
    [InlineData("LKqI6G/AikKCQrN0zqZFlg==", "2010-09-16T07:50:45Z", "userpassword", "tuOSpGlFlIXsozq4HFNeeGeFLEI=")]
    [InlineData("MDEyMzQ1Njc4OWFiY2RlZg==", "2026-01-02T03:04:05Z", "secret", "wjpInr7UL0thZOXWecrqoApQnDY=")]
    public async Task Apply_Digest_IsTheProfilesVector(string nonce, string created, string password, string digest)
    {
        var scheme = new UsernameTokenScheme { Password = UsernameTokenPassword.Digest, Nonce = () => Convert.FromBase64String(nonce) };

        var envelope = await AppliedAsync(scheme, new("user", password), Envelope(Soap11), time: new FixedTime(DateTimeOffset.Parse(created, CultureInfo.InvariantCulture)));

        var token = envelope.Descendants(s_wsse + "UsernameToken").Single();
        Assert.Equal(Oasis + "username-token-profile-1.0#PasswordDigest", token.Element(s_wsse + "Password")!.Attribute("Type")!.Value);
        Assert.Equal(digest, token.Element(s_wsse + "Password")!.Value);
        Assert.Equal(nonce, token.Element(s_wsse + "Nonce")!.Value);
        Assert.Equal(Oasis + "soap-message-security-1.0#Base64Binary", token.Element(s_wsse + "Nonce")!.Attribute("EncodingType")!.Value);
        Assert.Equal(created, token.Element(s_wsu + "Created")!.Value);
    }

    [Theory]
    [InlineData(Soap11, "text/xml; charset=utf-8")]
    [InlineData(Soap12, "application/soap+xml; charset=utf-8; action=\"urn:get\"")]
    public async Task Apply_Text_PutsUserAndPasswordIntoTheEnvelopesHeader(string soap, string mediaType)
    {
        using var request = Request(Envelope(soap), mediaType);

        var envelope = await AppliedAsync(new(), new("ISU_Conn@acme", "secret"), request);

        var security = envelope.Element(XName.Get("Header", soap))!.Element(s_wsse + "Security")!;
        Assert.Equal("1", security.Attribute(XName.Get("mustUnderstand", soap))!.Value);
        var token = Assert.Single(security.Elements());
        Assert.Equal("ISU_Conn@acme", token.Element(s_wsse + "Username")!.Value);
        Assert.Equal(("secret", Oasis + "username-token-profile-1.0#PasswordText"), (token.Element(s_wsse + "Password")!.Value, token.Element(s_wsse + "Password")!.Attribute("Type")!.Value));
        Assert.Equal(2, token.Elements().Count());
        Assert.Equal("a &amp; <b", envelope.Descendants("text").Single().Value);
        Assert.Equal(mediaType, request.Content!.Headers.ContentType!.ToString());
        Assert.Empty(request.Headers);
    }

    [Theory]
    [InlineData("""<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body/></e:Envelope>""")]
    [InlineData("""<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Header/><e:Body/></e:Envelope>""")]
    [InlineData("""<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Header><other xmlns="urn:x"/></e:Header><e:Body/></e:Envelope>""")]
    public async Task Apply_AnyHeader_StandsFirstAndKeepsWhatItHas(string text)
    {
        var envelope = await AppliedAsync(new(), new("u", "p"), text);

        Assert.Equal(["Header", "Body"], envelope.Elements().Select(element => element.Name.LocalName));
        Assert.Single(envelope.Descendants(s_wsse + "Security"));
        Assert.Equal(text.Contains("other", StringComparison.Ordinal), envelope.Descendants(XName.Get("other", "urn:x")).Any());
    }

    [Fact]
    public async Task Apply_ReservedCharacters_ArriveAsTheyAre()
    {
        const string Hard = "</wsse:Password><x>&\"']]>\r\n\té雪\U0001F600";

        var envelope = await AppliedAsync(new(), new(Hard, Hard), Envelope(Soap11));

        Assert.Equal(Hard, envelope.Descendants(s_wsse + "Username").Single().Value);
        Assert.Equal(Hard, envelope.Descendants(s_wsse + "Password").Single().Value);
        Assert.Empty(envelope.Descendants("x"));
    }

    [Fact]
    public async Task Apply_Twice_LeavesOneTokenWithANewNonce()
    {
        var scheme = new UsernameTokenScheme { Password = UsernameTokenPassword.Digest };
        using var request = Request(Envelope(Soap11), "text/xml");

        var first = await AppliedAsync(scheme, new("u", "p"), request);
        var second = await AppliedAsync(scheme, new("u", "p"), request);

        Assert.NotEqual(first.Descendants(s_wsse + "Nonce").Single().Value, second.Descendants(s_wsse + "Nonce").Single().Value);
    }

    [Fact]
    public async Task Apply_EnvelopeInAnotherEncoding_IsSentInUtf8()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "https://api.acme.test/");
        request.Content = new ByteArrayContent(Encoding.Unicode.GetBytes($"\uFEFF<?xml version=\"1.0\" encoding=\"utf-16\"?>{Envelope(Soap11, "zoë")}"));
        request.Content.Headers.ContentType = new("text/xml") { CharSet = "utf-16" };

        var envelope = await AppliedAsync(new(), new("u", "p"), request);

        Assert.Equal("zoë", envelope.Descendants("text").Single().Value);
        Assert.Equal("utf-8", request.Content!.Headers.ContentType!.CharSet);
        Assert.StartsWith("<?xml version=\"1.0\" encoding=\"utf-8\"?>", Encoding.UTF8.GetString(await request.Content.ReadAsByteArrayAsync()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("""{"json":"canary"}""")]
    [InlineData("<canary/>")]
    [InlineData("<Envelope><Body>canary</Body></Envelope>")]
    [InlineData("""<!DOCTYPE e [<!ENTITY x SYSTEM "file:///etc/passwd">]><e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body>&x;canary</e:Body></e:Envelope>""")]
    public async Task Apply_BodyThatIsNoEnvelope_IsAConfigurationErrorWithoutIt(string? text)
    {
        using var request = Request(text ?? "", "text/xml");
        request.Content = text is null ? null : request.Content;

        var error = await Assert.ThrowsAsync<ConnectorException>(() => AppliedAsync(new(), new("u", "password-canary"), request));

        Assert.Equal(ErrorKind.Configuration, error.Kind);
        Assert.DoesNotContain("canary", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "p-canary")]
    [InlineData("u\u0001", "p-canary")]
    [InlineData("u", "canary\u0000")]
    [InlineData("u", "")]
    public async Task Apply_CredentialThatXmlCannotCarry_IsAValidationErrorWithoutIt(string user, string password)
    {
        var error = await Assert.ThrowsAsync<ConnectorException>(() => AppliedAsync(new(), new(user, password), Envelope(Soap11)));

        Assert.Equal(ErrorKind.Validation, error.Kind);
        Assert.DoesNotContain("canary", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_SentAgainAfterAFailure_CarriesAFreshDigestEachTime()
    {
        using var wire = new MockHttpMessageHandler();
        List<string> bodies = [];
        wire.When("https://api.acme.test/soap").Respond(async request =>
        {
            bodies.Add(await request.Content!.ReadAsStringAsync());
            return The.Answer(bodies.Count < 3 ? HttpStatusCode.ServiceUnavailable : HttpStatusCode.OK, "<ok/>", "text/xml");
        });
        await using var app = await OneApp.ConnectAsync(The.Definition(new UsernameTokenScheme { Password = UsernameTokenPassword.Digest }), wire, new BasicCredential("user", "pass-canary"));

        using var answer = await app.Time.RunAsync(app.Connector.SendAsync(new RawRequest(HttpMethod.Post, "/soap") { Body = RequestBody.Text(Envelope(Soap11), "text/xml"), Effect = Effect.Read }));

        Assert.Equal(3, bodies.Select(body => XDocument.Parse(body).Descendants(s_wsse + "Nonce").Single().Value).Distinct(StringComparer.Ordinal).Count());
        Assert.All(bodies, body =>
        {
            var token = XDocument.Parse(body).Descendants(s_wsse + "UsernameToken").Single();
            byte[] input = [.. Convert.FromBase64String(token.Element(s_wsse + "Nonce")!.Value), .. Encoding.UTF8.GetBytes(token.Element(s_wsu + "Created")!.Value), .. "pass-canary"u8];
#pragma warning disable CA5350 // The profile's digest is SHA-1.
            Assert.Equal(Convert.ToBase64String(SHA1.HashData(input)), token.Element(s_wsse + "Password")!.Value);
#pragma warning restore CA5350
            Assert.DoesNotContain("canary", body, StringComparison.Ordinal);
        });
    }

    private static string Envelope(string soap, string text = "a &amp;amp; &lt;b") =>
        $"<soapenv:Envelope xmlns:soapenv=\"{soap}\" xmlns:bsvc=\"urn:com.workday/bsvc\"><soapenv:Header/><soapenv:Body><text>{text}</text></soapenv:Body></soapenv:Envelope>";

    private static HttpRequestMessage Request(string text, string mediaType)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "https://api.acme.test/");
        request.Content = RequestBody.Text(text, mediaType).CreateContent();
        return request;
    }

    private static async Task<XElement> AppliedAsync(UsernameTokenScheme scheme, BasicCredential credential, string text, TimeProvider? time = null)
    {
        using var request = Request(text, "text/xml; charset=utf-8");
        return await AppliedAsync(scheme, credential, request, time);
    }

    private static async Task<XElement> AppliedAsync(UsernameTokenScheme scheme, BasicCredential credential, HttpRequestMessage request, TimeProvider? time = null)
    {
        Assert.True(scheme.Accepts(credential));
        await scheme.ApplyAsync(new(request, credential, s_connection, time ?? TimeProvider.System), default);
        return XDocument.Parse(await request.Content!.ReadAsStringAsync(), LoadOptions.PreserveWhitespace).Root!;
    }
}
