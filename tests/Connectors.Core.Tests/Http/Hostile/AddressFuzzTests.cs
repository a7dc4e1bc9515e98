using System.Text;
using Connectors.Auth;
using Connectors.Definitions;
using Connectors.Http;

namespace Connectors.Core.Tests.Http.Hostile;

/// <summary>A hundred thousand hostile texts, from a seed, at every place where a text becomes a part of an address: never another authority.</summary>
public sealed class AddressFuzzTests
{
    private const int Rounds = 100_000;
    private static readonly Uri s_host = new("https://api.shop.test/v1");
    private static readonly Uri s_page = new("https://api.shop.test/v1/items?page=1");

    private static readonly string[] s_parts =
    [
        "https:", "http:", "HTTPS://", "file:", "javascript:", "/", "//", "\\", "\\\\", "/\\", ":", "@", "?", "#", "%", "%2f", "%5c", "%40", "%2e", "%00", "%0d%0a", ".", "..", "../", "/../", ";", "&", "=", " ", "\t", "\r\n", "\0",
        "evil.test", "api.shop.test", "shop.test", ".shop.test", "evil", "a", "v1", "/v1", "/v1/items", "localhost", "127.0.0.1", "2130706433", "0x7f.1", "[::1]", "[", "]", "443", ":443", ":8443", "user:pw@", "xn--pi-6kc",
        "а", "①", "。", "．", "\uD83D", "\u202E", "\u00AD", "ß", "{", "}", "{subdomain}", "-", "_", "<", ">", "\"", "'", ",", "|", "^", "`", "+", "~",
    ];

    private readonly ConnectorRuntime _runtime = new(
        new() { Id = "shop", DisplayName = "Shop", Hosts = "https://api.shop.test/v1", Settings = [new("subdomain", "Subdomain")], Auth = [Shop.HeaderKey], Endpoints = [Shop.Get] }, new(), null!, TimeProvider.System);

    [Fact]
    public void NextLink_AnyText_StaysBelowTheHost()
    {
        var followed = 0;
        foreach (var text in Texts(1))
        {
            try
            {
                var state = Origin.PathAndQuery(s_page, s_host, text);
                AssertBelow(Call(state).Address, text);
                followed++;
            }
            catch (ConnectorException)
            {
            }
        }

        Assert.InRange(followed, Rounds / 100, Rounds);
    }

    [Fact]
    public void Path_AnyText_StaysBelowTheHost()
    {
        var sent = 0;
        foreach (var text in Texts(2))
        {
            try
            {
                AssertBelow(Call(text).Address, text);
                sent++;
            }
            catch (Exception error) when (error is ConnectorException or ArgumentException)
            {
            }
        }

        Assert.InRange(sent, Rounds / 100, Rounds);
    }

    [Fact]
    public void Redirect_AnyLocation_StaysAtTheOrigin()
    {
        var followed = 0;
        foreach (var text in Texts(3))
        {
            var call = Call("/items");
            call.Action = ResponseAction.Fail(ErrorKind.Protocol);
            using var response = new HttpResponseMessage(System.Net.HttpStatusCode.Redirect);
            response.Headers.TryAddWithoutValidation("Location", text);
            if (Redirect.Target(response, call, s_page, 0) is { } target)
            {
                Assert.True(target is { Scheme: "https", Host: "api.shop.test", Port: 443, UserInfo: "" }, text);
                followed++;
            }
        }

        Assert.InRange(followed, Rounds / 100, Rounds);
    }

    [Theory]
    [InlineData("https://{subdomain}.shop.test")]
    [InlineData("https://{subdomain}.shop.test/{subdomain}/v1")]
    [InlineData("https://gateway.shop.test/{subdomain}")]
    public void Setting_AnyText_StaysInItsPlace(string template)
    {
        var made = 0;
        foreach (var text in Texts(4))
        {
            try
            {
                var address = AddressTemplate.Resolve(template, "host 'api'", _runtime.Definition, Of(text), withQuery: false);
                Assert.True(address is { Scheme: "https", Port: 443, UserInfo: "", Query: "", Fragment: "" } && address.IdnHost.EndsWith(".shop.test", StringComparison.Ordinal), text);
                Assert.Equal(template.Count(character => character == '/') - 2, address.AbsolutePath.TrimEnd('/').Count(character => character == '/'));
                made++;
            }
            catch (ConnectorException)
            {
            }
        }

        Assert.InRange(made, 1, Rounds);
    }

    [Theory]
    [InlineData("https://{subdomain}")]
    [InlineData("{subdomain}")]
    public void SettingAsHost_AnyText_IsAPublicNameOverHttps(string template)
    {
        foreach (var text in Texts(5).Select(text => template[0] == '{' ? "https://" + text : text))
        {
            try
            {
                var address = AddressTemplate.Resolve(template, "host 'api'", _runtime.Definition, Of(text), withQuery: false);
                Assert.True(address is { Scheme: "https", UserInfo: "", Query: "", Fragment: "", HostNameType: UriHostNameType.Dns } && address.IdnHost.Contains('.', StringComparison.Ordinal), text);
            }
            catch (ConnectorException)
            {
            }
        }
    }

    private static void AssertBelow(Uri address, string text) =>
        Assert.True(address is { Scheme: "https", Host: "api.shop.test", Port: 443, UserInfo: "" } && (address.AbsolutePath + "/").StartsWith("/v1/", StringComparison.Ordinal), text);

    private static IEnumerable<string> Texts(int seed)
    {
        var random = new Random(seed);
        var text = new StringBuilder();
        for (var round = 0; round < Rounds; round++)
        {
            text.Clear();
            for (var part = random.Next(1, 7); part > 0; part--)
            {
                text.Append(s_parts[random.Next(s_parts.Length)]);
            }

            yield return text.ToString();
        }
    }

    private static Connection Of(string subdomain) => new()
    {
        Key = new("shop", "acme"),
        CredentialId = "c",
        AuthScheme = "api-key",
        Settings = new() { ["subdomain"] = subdomain },
    };

    private CallState Call(string path) =>
        new(_runtime, Of("acme"), Shop.Get, RequestSpec.Get("/").WithPathAndQuery(path), new(s_host), CallOptions.Default);
}
