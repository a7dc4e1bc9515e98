using System.Net;
using Connectors.Core.Tests.Testing;
using Connectors.Definitions;
using RichardSzalay.MockHttp;

namespace Connectors.Core.Tests.Auth;

/// <summary>A provider that gives tokens and accepts none of them.</summary>
public sealed class RejectedAfterRenewalTests
{
    [Fact]
    public async Task Send_RenewedTokensAreRejectedToo_IsRenewedOnceAMinuteAndNotOnceACall()
    {
        using var wire = new MockHttpMessageHandler();
        var renewals = 0;
        var accepts = false;
        wire.When(The.TokenEndpoint).Respond(_ => The.Answer(HttpStatusCode.OK, $$"""{"access_token":"token-{{++renewals}}","expires_in":3600}"""));
        wire.When("https://api.acme.test/v1/orders").Respond(_ => The.Answer(accepts ? HttpStatusCode.OK : HttpStatusCode.Unauthorized, "{}"));
        await using var app = await OneApp.ConnectAsync(The.Definition(new ClientCredentialsScheme { TokenEndpoint = The.TokenEndpoint }), wire, new ClientCredential("id", "secret"));
        Assert.Equal(1, renewals);

        for (var call = 0; call < 5; call++)
        {
            await Assert.ThrowsAsync<ReconnectRequiredException>(() => app.GetAsync("/v1/orders"));
        }

        Assert.Equal(2, renewals);

        app.Time.Advance(TimeSpan.FromSeconds(61));
        await Assert.ThrowsAsync<ReconnectRequiredException>(() => app.GetAsync("/v1/orders"));
        Assert.Equal(3, renewals);

        accepts = true;
        await app.GetAsync("/v1/orders");
        Assert.Equal(3, renewals);
    }
}
