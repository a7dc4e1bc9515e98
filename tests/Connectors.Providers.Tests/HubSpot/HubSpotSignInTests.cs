using System.Web;
using Microsoft.Extensions.DependencyInjection;
using RichardSzalay.MockHttp;

namespace Connectors.Providers.HubSpot;

/// <summary>Signing in to HubSpot, and renewing.</summary>
public sealed class HubSpotSignInTests
{
    private const string Tokens = """{"access_token":"at-1","refresh_token":"rt-1","token_type":"bearer","expires_in":1800,"hub_id":62515,"scopes":["oauth","crm.objects.contacts.read"],"token_use":"access_token","user_id":1}""";

    [Theory]
    [InlineData(null, "2026-09")]
    [InlineData("v3", "v3")]
    public async Task SignIn_Completed_ConnectsAndRenewsAnEndedToken(string? setting, string version)
    {
        using var wire = new MockHttpMessageHandler();
        await using var services = Services(wire);
        var connections = services.GetRequiredService<IConnections>();
        var start = await connections.StartAuthorizationAsync(HubSpotBench.Key, new("https://app.example.com/callback"), setting is null ? null : new() { Settings = new() { ["api_version"] = setting } });
        var query = HttpUtility.ParseQueryString(start.Url.Query);
        wire.Expect(HttpMethod.Post, $"{HubSpotBench.Api}/oauth/{version}/token").WithFormData("client_id", "client").WithFormData("client_secret", "secret").WithFormData("grant_type", "authorization_code").WithFormData("code", "c-1")
            .Respond("application/json", Tokens);
        wire.Expect($"{HubSpotBench.Api}/account-info/{version}/details").Respond("application/json", """{"portalId":62515}""");

        var connection = await connections.CompleteAuthorizationAsync($"?code=c-1&state={Uri.EscapeDataString(query["state"]!)}", start.Binding);

        Assert.Equal("https://app.hubspot.com/oauth/authorize", start.Url.GetLeftPart(UriPartial.Path));
        Assert.StartsWith("oauth crm.objects.contacts.read ", query["scope"], StringComparison.Ordinal);
        Assert.Equal("S256", query["code_challenge_method"]);
        Assert.Equal("62515", connection.AccountId);
        Assert.Equal(["oauth", "crm.objects.contacts.read"], connection.GrantedScopes!);

        var contact = version == "v3" ? "/crm/v3/objects/contacts/501" : "/crm/objects/2026-09/contacts/501";
        wire.Expect(HubSpotBench.Api + contact).WithHeaders("Authorization", "Bearer at-1").Respond(System.Net.HttpStatusCode.Unauthorized, "application/json", """{"status":"error","category":"EXPIRED_AUTHENTICATION","message":"expired"}""");
        wire.Expect(HttpMethod.Post, $"{HubSpotBench.Api}/oauth/{version}/token").WithFormData("grant_type", "refresh_token").WithFormData("refresh_token", "rt-1").Respond("application/json", Tokens.Replace("at-1", "at-2", StringComparison.Ordinal));
        wire.Expect(HubSpotBench.Api + contact).WithHeaders("Authorization", "Bearer at-2").Respond("application/json", HubSpotSamples.Contact);
        var crm = await services.GetRequiredService<IConnectorFactory>().OpenAsync(HubSpotBench.Key);

        Assert.NotNull(await crm.GetAsync<Contact>("501"));
        Assert.False(crm.Capabilities.Can<Contact>(Operation.Update));
        Assert.Equal(["crm.objects.contacts.write"], crm.Capabilities.Why<Contact>(Operation.Update).MissingScopes);
        wire.VerifyNoOutstandingExpectation();
    }

    [Theory]
    [InlineData("""{"status":"BAD_AUTH_CODE","message":"missing or unknown auth code","correlationId":"x"}""", ErrorKind.Authorization)]
    [InlineData("""{"error":"invalid_grant","error_description":"no"}""", ErrorKind.Authorization)]
    [InlineData("""{"status":"BAD_CLIENT_ID","message":"missing or unknown client id","correlationId":"x"}""", ErrorKind.Configuration)]
    public async Task SignIn_Refused_SaysWhoseFaultItIs(string answer, ErrorKind kind)
    {
        using var wire = new MockHttpMessageHandler();
        await using var services = Services(wire);
        var connections = services.GetRequiredService<IConnections>();
        var start = await connections.StartAuthorizationAsync(HubSpotBench.Key, new("https://app.example.com/callback"));
        var state = HttpUtility.ParseQueryString(start.Url.Query)["state"]!;
        wire.When($"{HubSpotBench.Api}/oauth/2026-09/token").Respond(System.Net.HttpStatusCode.BadRequest, "application/json", answer);

        var error = await Assert.ThrowsAnyAsync<ConnectorException>(() => connections.CompleteAuthorizationAsync($"?code=c-1&state={Uri.EscapeDataString(state)}", start.Binding));

        Assert.Equal(kind, error.Kind);
    }

    private static ServiceProvider Services(MockHttpMessageHandler wire)
    {
        var services = new ServiceCollection();
        services.AddConnectors().AddHubSpot(options => (options.ClientId, options.ClientSecret) = ("client", "secret")).UseTransport(() => wire);
        return services.BuildServiceProvider(validateScopes: true);
    }
}
