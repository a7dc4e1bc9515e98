using Connectors.Core.Tests.Testing;
using Connectors.Definitions;
using RichardSzalay.MockHttp;

namespace Connectors.Core.Tests.Connections;

/// <summary>Connecting where the definition has no call that proves a credential: what cannot be sent is refused all the same.</summary>
public sealed class UnprovedCredentialTests
{
    private static readonly ConnectionKey s_key = new("acme", "tenant");

    public static TheoryData<string, AuthScheme, Credential> Unsendable { get; } = new()
    {
        { "empty key", ApiKeyScheme.Header("X-Key"), new ApiKeyCredential("") },
        { "key with a line break", ApiKeyScheme.Header("X-Key"), new ApiKeyCredential("canary\n") },
        { "key that is no ASCII", ApiKeyScheme.Query("key"), new ApiKeyCredential("canary\u202e") },
        { "colon", new BasicScheme(), new BasicCredential("canary:user", "canary") },
        { "empty token", new BearerScheme(), new BearerCredential("") },
        { "secret too short", new JwtScheme(), new SecretsCredential(new Dictionary<string, Secret>(StringComparer.Ordinal) { [JwtScheme.SecretName] = "canary" }) },
    };

    [Theory]
    [MemberData(nameof(Unsendable))]
    public async Task Connect_CredentialThatCannotBeSent_IsRefusedAndNotSaved(string what, AuthScheme scheme, Credential credential)
    {
        await using var app = new App(The.Definition(scheme));

        var error = await Assert.ThrowsAsync<ConnectorException>(() => app.Service.ConnectAsync(s_key, credential));

        Assert.True(error.Kind == ErrorKind.Validation, what);
        Assert.DoesNotContain("canary", error.ToString(), StringComparison.Ordinal);
        Assert.Null(await app.Service.FindAsync(s_key));
    }

    [Fact]
    public async Task Connect_CredentialThatCanBeSent_IsSavedWithoutACall()
    {
        await using var app = new App(The.Definition(ApiKeyScheme.Header("X-Key")));
        var calls = app.Wire.When("*").Respond("application/json", "{}");

        var connection = await app.Service.ConnectAsync(s_key, new ApiKeyCredential("key"));

        Assert.Equal(ConnectionStatus.Active, connection.Status);
        Assert.Equal(0, app.Wire.GetMatchCount(calls));
    }

    [Fact]
    public void Credentials_WithoutWhatNamesThem_AreRefusedWhereTheyAreMade()
    {
        Assert.Equal("user", Assert.Throws<ArgumentNullException>(() => new BasicCredential(null!, "p")).ParamName);
        Assert.Equal("clientId", Assert.Throws<ArgumentNullException>(() => new ClientCredential(null!, "s")).ParamName);
        Assert.Equal("issuer", Assert.Throws<ArgumentNullException>(() => new PrivateKeyCredential(null!, "k")).ParamName);
        Assert.Equal("values", Assert.Throws<ArgumentNullException>(() => new SecretsCredential(null!)).ParamName);
    }
}
