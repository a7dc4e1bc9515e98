using Connectors.Core.Tests.Testing;
using Connectors.Definitions;
using Connectors.Http;

namespace Connectors.Core.Tests.Auth;

public sealed class AddressTests
{
    [Theory]
    [InlineData("https://api.acme.test", "", "https://api.acme.test/")]
    [InlineData("https://{subdomain}.acme.test", "Acme-1", "https://acme-1.acme.test/")]
    [InlineData("https://{subdomain}.acme.test", "a.b", "https://a.b.acme.test/")]
    [InlineData("https://gateway.acme.test/{subdomain}/v1", "acme_1", "https://gateway.acme.test/acme_1/v1")]
    [InlineData("https://{region}.acme.test", "", "https://eu.acme.test/")]
    [InlineData("https://{subdomain}", "acme.my.example", "https://acme.my.example/")]
    [InlineData("{subdomain}", "https://acme.my.example", "https://acme.my.example/")]
    [InlineData("{subdomain}", "https://acme.my.example:8443/base", "https://acme.my.example:8443/base")]
    [InlineData("http://localhost:5000", "", "http://localhost:5000/")]
    [InlineData("http://127.0.0.1:5000/{subdomain}", "acme", "http://127.0.0.1:5000/acme")]
    public void Resolve_GoodTemplates_GivesTheAddress(string template, string subdomain, string expected) =>
        Assert.Equal(expected, Resolve(template, subdomain).AbsoluteUri);

    [Theory]
    [InlineData("https://{subdomain}.acme.test", "evil.example/")]
    [InlineData("https://{subdomain}.acme.test", "evil.example#")]
    [InlineData("https://{subdomain}.acme.test", "evil.example?")]
    [InlineData("https://{subdomain}.acme.test", "user@evil")]
    [InlineData("https://{subdomain}.acme.test", "evil:443")]
    [InlineData("https://{subdomain}.acme.test", "ev%69l")]
    [InlineData("https://{subdomain}.acme.test", "a b")]
    [InlineData("https://{subdomain}.acme.test", "a..b")]
    [InlineData("https://{subdomain}.acme.test", "-a")]
    [InlineData("https://{subdomain}.acme.test", ".a")]
    [InlineData("https://{subdomain}.acme.test", "évil")]
    [InlineData("https://gateway.acme.test/{subdomain}/v1", "..")]
    [InlineData("https://gateway.acme.test/{subdomain}/v1", "a/b")]
    [InlineData("https://{subdomain}", "169.254.169.254")]
    [InlineData("https://{subdomain}", "0x7f.1")]
    [InlineData("https://{subdomain}", "2130706433")]
    [InlineData("https://{subdomain}", "localhost")]
    [InlineData("https://{subdomain}", "x.localhost")]
    [InlineData("https://{subdomain}", "intranet")]
    [InlineData("{subdomain}", "http://acme.my.example")]
    [InlineData("{subdomain}", "https://user@acme.my.example")]
    [InlineData("{subdomain}", "https://acme.my.example?x=1")]
    [InlineData("{subdomain}", "https://[::1]")]
    [InlineData("{subdomain}", "https://127.0.0.1")]
    [InlineData("{subdomain}", "acme.my.example")]
    [InlineData("{subdomain}", "file:///etc/passwd")]
    [InlineData("http://api.acme.test", "")]
    [InlineData("ftp://api.acme.test", "")]
    [InlineData("https://user:pw@api.acme.test", "")]
    [InlineData("https://api.acme.test?x=1", "")]
    [InlineData("/relative", "")]
    [InlineData("https://{subdomain.acme.test", "x")]
    public void Resolve_AnythingElse_IsAConfigurationErrorThatNamesTheHost(string template, string subdomain)
    {
        var exception = Assert.Throws<ConnectorException>(() => Resolve(template, subdomain));

        Assert.Equal(ErrorKind.Configuration, exception.Kind);
        Assert.Contains("'api'", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://{subdomain}.acme.test")]
    [InlineData("{subdomain}")]
    public void Resolve_SettingMissing_NamesIt(string template) =>
        Assert.Contains("'subdomain'", Assert.Throws<ConnectorException>(() => Resolve(template, "")).Message, StringComparison.Ordinal);

    [Fact]
    public void Resolve_AppsOwnHost_GoesFirst()
    {
        var options = new ConnectorOptions();
        options.Hosts["api"] = "http://localhost:9/{subdomain}";

        Assert.Equal("http://localhost:9/acme", Resolve("https://api.acme.test", "acme", options).AbsoluteUri);

        options.Hosts["api"] = "http://proxy.example";
        var exception = Assert.Throws<ConnectorException>(() => Resolve("https://api.acme.test", "acme", options));
        Assert.Contains("Connectors:Providers:acme:Hosts:api", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Resolve_UnknownHost_NamesThoseThereAre()
    {
        var exception = Assert.Throws<ConnectorException>(() => Resolve("https://api.acme.test", "", host: "files"));

        Assert.Equal(ErrorKind.Configuration, exception.Kind);
        Assert.Contains("it has api", exception.Message, StringComparison.Ordinal);
    }

    private static Uri Resolve(string template, string subdomain, ConnectorOptions? options = null, string host = "api")
    {
        var definition = The.Definition(hosts: template, settings: [new("subdomain", "Subdomain"), new("region", "Region") { Default = "eu" }]);
        var connection = new Connection
        {
            Key = AuthWorld.Key,
            CredentialId = "c",
            AuthScheme = "s",
            Settings = subdomain.Length == 0 ? [] : new() { ["subdomain"] = subdomain },
        };
        return HostResolver.Resolve(definition, options ?? new(), connection, host);
    }
}
