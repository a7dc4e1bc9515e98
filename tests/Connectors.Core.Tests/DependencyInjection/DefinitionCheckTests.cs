using Connectors.Core.Tests.Http;
using Connectors.Core.Tests.Testing;
using Connectors.Definitions;
using Microsoft.Extensions.DependencyInjection;

namespace Connectors.Core.Tests.DependencyInjection;

public sealed class DefinitionCheckTests
{
    private const string Fixed = "https://auth.acme.test/x";

    [Theory]
    [InlineData("https://{sub}.acme.test", Fixed, Fixed, Fixed, "host 'api'")]
    [InlineData("{sub}", Fixed, Fixed, Fixed, "host 'api'")]
    [InlineData("https://api.acme.test", "https://{sub}/token", Fixed, Fixed, "token endpoint of 'oauth'")]
    [InlineData("https://api.acme.test", Fixed, "https://{sub}.acme.test:8443/authorize", Fixed, "authorization endpoint of 'oauth'")]
    [InlineData("https://api.acme.test", Fixed, Fixed, "https://x.{sub}?y=1", "revocation endpoint of 'oauth'")]
    public void HostFromAFreeSetting_IsRefused(string host, string token, string authorize, string revoke, string what)
    {
        var error = Refused(With(host, token, authorize, revoke, new("sub", "Sub")));

        Assert.Contains(what, error, StringComparison.Ordinal);
        Assert.Contains("'sub'", error, StringComparison.Ordinal);
        Assert.Contains("Pattern", error, StringComparison.Ordinal);
        Add(With(host, token, authorize, revoke, new("sub", "Sub") { Pattern = "[a-z]+" }));
        Add(With(host, token, authorize, revoke, new("sub", "Sub") { Choices = ["eu", "us"] }));
    }

    [Fact]
    public void PathFromAFreeSetting_IsFine() => Add(With("https://api.acme.test/{sub}", "https://auth.acme.test/{sub}/token", Fixed, Fixed, new("sub", "Sub")));

    [Fact]
    public void HostFromATokenExtra_IsFine_AndFromNothingIsRefused()
    {
        Add(With("{instance_url}", Fixed, Fixed, Fixed, null, "instance_url"));

        Assert.Contains("'instance_url'", Refused(With("{instance_url}", Fixed, Fixed, Fixed, null)), StringComparison.Ordinal);
    }

    [Fact]
    public void NamesThatStandTwice_AreRefused()
    {
        Assert.Contains("endpoint 'a'", Refused(Of([Get("a"), Get("a")])), StringComparison.Ordinal);
        Assert.Contains("auth scheme 'bearer'", Refused(Of([], auth: [new BearerScheme(), new BearerScheme()])), StringComparison.Ordinal);
        Assert.Contains("setting 's'", Refused(Of([], settings: [new("s", "S"), new("s", "S")])), StringComparison.Ordinal);
    }

    [Fact]
    public void EndpointThatCannotWork_IsRefused()
    {
        Assert.Contains("'a~b'", Refused(Of([Get("a~b")])), StringComparison.Ordinal);
        Assert.Contains("no host 'files'", Refused(Of([Get("a", "files")])), StringComparison.Ordinal);
    }

    public static TheoryData<OAuth2Scheme, string?> Schemes => new()
    {
        { new() { Issuer = "https://as.acme.test" }, null },
        { new() { DeviceAuthorizationEndpoint = Fixed, TokenEndpoint = Fixed }, null },
        { new() { AuthorizationEndpoint = Fixed, TokenEndpoint = Fixed, Issuer = "https://as.acme.test/{tid}", Resources = ["{any}", "urn:x:y"] }, null },
        { new() { AuthorizationEndpoint = Fixed }, "TokenEndpoint" },
        { new() { TokenEndpoint = Fixed }, "AuthorizationEndpoint" },
        { new() { Issuer = "https://as.acme.test/{tid}" }, "'tid'" },
        { new() { Issuer = "https://as.acme.test", IssuerHosts = ["{sub}.acme.test"] }, "issuer's host of 'oauth'" },
        { new() { Issuer = "https://{sub}.acme.test", AuthorizationEndpoint = Fixed, TokenEndpoint = Fixed }, "issuer of 'oauth'" },
        { new() { DeviceAuthorizationEndpoint = "https://{sub}.acme.test", TokenEndpoint = Fixed }, "device authorization endpoint of 'oauth'" },
        { new() { AuthorizationEndpoint = Fixed, TokenEndpoint = Fixed, PushedAuthorizationEndpoint = "https://{sub}.acme.test" }, "pushed authorization endpoint of 'oauth'" },
        { new() { AuthorizationEndpoint = Fixed, TokenEndpoint = Fixed, Resources = ["https://api.acme.test/#x"] }, "RFC 8707" },
        { new() { AuthorizationEndpoint = Fixed, TokenEndpoint = new(Fixed) { Extras = [TokenExtra.FromIdToken("tid")] } }, "Issuer" },
        { new() { AuthorizationEndpoint = Fixed, TokenEndpoint = "https://{realm}.acme.test", CallbackExtras = ["realm"] }, "'realm'" },
    };

    [Theory]
    [MemberData(nameof(Schemes))]
    public void OAuthScheme_WithWhichNobodyCouldSignIn_IsRefused(OAuth2Scheme scheme, string? says)
    {
        var definition = Of([], [scheme], [new("sub", "Sub")]);
        if (says is null)
        {
            Add(definition);
            return;
        }

        Assert.Contains(says, Refused(definition), StringComparison.Ordinal);
    }

    [Fact]
    public void ClientCredentialsWithoutATokenEndpointsAddress_AreRefused() =>
        Assert.Contains("TokenEndpoint", Refused(Of([], [new ClientCredentialsScheme { TokenEndpoint = new() }])), StringComparison.Ordinal);

    [Fact]
    public void AccountsAndHeaders_MustFitTogether()
    {
        Add(Connections.GrantedProviders.Xero);
        Add(Connections.GrantedProviders.Jira);
        var accounts = new GrantAccounts("site", Definitions.Endpoint.Read<NoContent, IReadOnlyList<AccountIdentity>>("sites", (_, _) => RequestSpec.Get("/sites"), Body.From<IReadOnlyList<AccountIdentity>>(_ => [])));

        Assert.Contains("host of its own", Refused(Granted("https://api.acme.test/{site}", accounts)), StringComparison.Ordinal);
        Assert.Contains("undo the other", Refused(Granted("https://api.acme.test", accounts, new ConnectionSetting("site", "Site"))), StringComparison.Ordinal);
        Assert.Contains("'X-Site'", Refused(Granted("https://api.acme.test", null)), StringComparison.Ordinal);
        Assert.Contains("no host 'api'", Refused(new ConnectorDefinition { Id = "acme", DisplayName = "Acme", Hosts = new() { ["other"] = "https://api.acme.test" }, Auth = [], Endpoints = [], Accounts = accounts }), StringComparison.Ordinal);
        Assert.Contains("'com'", Refused(new ConnectorDefinition { Id = "acme", DisplayName = "Acme", Hosts = "https://api.acme.test", Auth = [], Endpoints = [], HostSuffixes = ["com"] }), StringComparison.Ordinal);

        static ConnectorDefinition Granted(string host, GrantAccounts? accounts, params ConnectionSetting[] settings) => new()
        {
            Id = "acme",
            DisplayName = "Acme",
            Hosts = host,
            Settings = settings,
            Headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["X-Site"] = "{site}" },
            Auth = [The.OAuth()],
            Accounts = accounts,
            Endpoints = [],
        };
    }

    [Theory]
    [InlineData(0, 1, 1.0, 1, 1, "Permits")]
    [InlineData(10, 0, 1.0, 1, 1, "Window")]
    [InlineData(10, 1, 0.0, 1, 1, "Share")]
    [InlineData(10, 1, 1.1, 1, 1, "Share")]
    [InlineData(10, 1, double.NaN, 1, 1, "Share")]
    [InlineData(10, 1, 1.0, -1, 1, "Cost")]
    [InlineData(10, 1, 1.0, 11, 1, "Cost")]
    [InlineData(10, 1, 1.0, 1, 0, "Burst")]
    [InlineData(10, 1, 1.0, 1, 2, "LeakyBucket")]
    public void Limit_OutOfRange_IsRefused(int permits, int seconds, double share, long cost, int burst, string says)
    {
        var limit = new Limit("minute", LimitScope.App, LimitKind.FixedWindow, permits, TimeSpan.FromSeconds(seconds)) { Share = share, Cost = cost, Burst = burst };

        Assert.Contains(says, Refused(Limited(limit)), StringComparison.Ordinal);
    }

    [Fact]
    public void Limits_MustBeToldApart_AndCostsMustHaveOne()
    {
        var limit = new Limit("minute", LimitScope.App, LimitKind.FixedWindow, 10, TimeSpan.FromSeconds(1)) { Unit = "points" };

        Add(Limited(limit, limit with { Group = "search" }));
        Assert.Contains("two of the limit 'minute'", Refused(Limited(limit, limit)), StringComparison.Ordinal);
        Assert.Contains("'units'", Refused(Of([Get("things.get").Costing("units", 2)])), StringComparison.Ordinal);
    }

    [Fact]
    public void EveryShape_Passes()
    {
        foreach (var definition in new[] { Acme.Definition, The.Definition(), Shapes.DropboxShape.Definition, Protocols.Linear.LinearConnector.Definition, Protocols.Workday.WorkdayConnector.Definition })
        {
            Add(definition);
        }
    }

    private static void Add(ConnectorDefinition definition) => new ServiceCollection().AddConnectors().AddConnector(definition);

    private static string Refused(ConnectorDefinition definition) => Assert.Throws<ArgumentException>(() => Add(definition)).Message;

    private static Endpoint Get(string name, string host = "api") => Endpoint.Read<NoContent, Widget>(name, (_, _) => RequestSpec.Get("/x"), Body.Json(AcmeJson.Default.Widget), host: host);

    private static ConnectorDefinition With(string host, string token, string authorize, string revoke, ConnectionSetting? setting, string? extra = null) => The.Definition(
        new OAuth2Scheme
        {
            AuthorizationEndpoint = authorize,
            TokenEndpoint = new(token) { Extras = extra is null ? [] : [extra] },
            RevocationEndpoint = revoke,
        },
        host,
        setting is null ? [] : [setting]);

    private static ConnectorDefinition Limited(params Limit[] limits) => new()
    {
        Id = "acme",
        DisplayName = "Acme",
        Hosts = "https://api.acme.test",
        Auth = [new BearerScheme()],
        Endpoints = [],
        Limits = limits,
    };

    private static ConnectorDefinition Of(IReadOnlyList<Endpoint> endpoints, IReadOnlyList<AuthScheme>? auth = null, IReadOnlyList<ConnectionSetting>? settings = null) => new()
    {
        Id = "acme",
        DisplayName = "Acme",
        Hosts = "https://api.acme.test",
        Auth = auth ?? [new BearerScheme()],
        Endpoints = endpoints,
        Settings = settings ?? [],
    };
}
