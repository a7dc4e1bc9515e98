using Connectors.Core.Tests.Testing;
using Connectors.Definitions;
using RichardSzalay.MockHttp;

namespace Connectors.Core.Tests.Connections;

public sealed class ScopeTests
{
    private static readonly Endpoint<NoContent, NoContent> s_list = Endpoint.Read<NoContent, NoContent>(
        "contacts.list", (_, _) => RequestSpec.Get("/contacts"), Body.None, scopes: [RequiredScope.Any("contacts.read", "contacts"), "offline"]);

    [Theory]
    [InlineData("contacts.read offline", "")]
    [InlineData("contacts offline", "")]
    [InlineData("all offline", "")]
    [InlineData("write offline", "")]
    [InlineData("contacts", "offline")]
    [InlineData("offline", "contacts.read")]
    [InlineData("", "contacts.read offline")]
    [InlineData("read offline", "contacts.read")]
    public void Why_ScopesOfWhichOneIsEnough_AndScopesThatCoverOthers(string granted, string missing)
    {
        var capability = Of(granted.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Why(s_list);

        Assert.Equal(missing, string.Join(' ', capability.MissingScopes));
        Assert.Equal(missing.Length == 0, capability.IsSupported);
    }

    [Fact]
    public void Why_SchemeThatIsNoOAuth_TakesScopesAsTheyAre() => Assert.Equal(
        ["contacts.read"], new Capabilities(Definition(), new() { Key = new("acme", "t"), CredentialId = "c", AuthScheme = "bearer", GrantedScopes = ["all", "offline"] }).Why(s_list).MissingScopes);

    [Fact]
    public void RequiredScope_WithoutAny_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => RequiredScope.Any());
        Assert.Throws<ArgumentException>(() => RequiredScope.Any("a", " "));
        Assert.Equal("a or b", RequiredScope.Any("a", "b").ToString());
    }

    [Fact]
    public async Task Renewal_ThatTellsOtherScopes_ChangesThemOnEveryConnectionOfTheGrant()
    {
        await using var app = new App(The.Definition());
        app.Wire.When("https://api.acme.test/*").Respond("application/json", "{}");
        app.Wire.When(The.TokenEndpoint).Respond("application/json", """{"access_token":"b","refresh_token":"r2","expires_in":3600,"token_type":"bearer","scope":"contacts.read"}""");
        var (key, other) = (new ConnectionKey("acme", "tenant"), new ConnectionKey("acme", "tenant", "other"));
        var now = app.Time.GetUtcNow();
        var first = await app.Service.ConnectAsync(key, new OAuthCredential(new() { AccessToken = "a", RefreshToken = "r", IssuedAt = now, ExpiresAt = now.AddHours(1), Scopes = ["contacts.read", "contacts.write"] }));
        await app.Connections.TryWriteAsync(first with { Key = other, Version = 0 }, default);
        Assert.Equal(["contacts.read", "contacts.write"], first.GrantedScopes!);
        app.Time.Advance(TimeSpan.FromHours(2));

        await app.CallAsync(key);

        Assert.Equal(["contacts.read"], (await app.Service.FindAsync(key))!.GrantedScopes!);
        Assert.Equal(["contacts.read"], (await app.Service.FindAsync(other))!.GrantedScopes!);
    }

    [Fact]
    public void ToString_OfAConnection_PrintsKeyStatusAndAccount_AndNothingElse()
    {
        var connection = new Connection { Key = new("acme", "tenant"), CredentialId = "c", AuthScheme = "oauth", Settings = new() { ["subdomain"] = "canary" }, GrantedScopes = ["canary"] };

        Assert.Equal("acme/tenant/default (Active)", connection.ToString());
        Assert.Equal("acme/tenant/default (Paused, 42)", (connection with { AccountId = "42", Status = ConnectionStatus.Paused }).ToString());
        Assert.Equal("acme/tenant/default (Active, Acme Ltd)", (connection with { AccountId = "42", AccountName = "Acme Ltd" }).ToString());
    }

    private static Capabilities Of(string[] granted) => new(Definition(), new() { Key = new("acme", "t"), CredentialId = "c", AuthScheme = "oauth", GrantedScopes = granted });

    private static ConnectorDefinition Definition() => new()
    {
        Id = "acme",
        DisplayName = "Acme",
        Hosts = "https://api.acme.test",
        Auth =
        [
            new OAuth2Scheme
            {
                AuthorizationEndpoint = The.AuthorizationEndpoint,
                TokenEndpoint = new(The.TokenEndpoint),
                ScopesCovered = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal) { ["all"] = ["write"], ["write"] = ["contacts", "all"], ["read"] = ["other"] },
            },
            new BearerScheme(),
        ],
        Endpoints = [s_list],
    };
}
