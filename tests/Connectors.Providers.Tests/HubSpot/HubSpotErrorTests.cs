using System.Net;
using RichardSzalay.MockHttp;

namespace Connectors.Providers.HubSpot;

/// <summary>What HubSpot's errors become.</summary>
public sealed class HubSpotErrorTests
{
    [Theory]
    [InlineData(401, """{"status":"error","message":"The OAuth token used to make this call expired 1 hour ago.","correlationId":"c-1","category":"EXPIRED_AUTHENTICATION"}""", ErrorKind.Authorization, "EXPIRED_AUTHENTICATION")]
    [InlineData(401, """{"status":"error","message":"Authentication credentials not found.","correlationId":"c-1","category":"INVALID_AUTHENTICATION"}""", ErrorKind.Authorization, "INVALID_AUTHENTICATION")]
    [InlineData(409, """{"status":"error","message":"Contact already exists. Existing ID: 171591000198","correlationId":"c-1","category":"CONFLICT"}""", ErrorKind.Conflict, "CONFLICT")]
    [InlineData(400, """{"status":"error","message":"Unable to infer object type from: butterflies","correlationId":"c-1","category":"VALIDATION_ERROR"}""", ErrorKind.Validation, "VALIDATION_ERROR")]
    [InlineData(423, """{"status":"error","message":"Locked","correlationId":"c-1"}""", ErrorKind.Conflict, null)]
    [InlineData(477, """{"status":"error","message":"Migration in progress","correlationId":"c-1","category":"MIGRATION"}""", ErrorKind.Unavailable, "MIGRATION")]
    public async Task Call_ErrorAnswer_TellsKindCodeAndRequest(int status, string body, ErrorKind kind, string? code)
    {
        var error = await FailAsync(status, body);

        Assert.Equal(kind, error.Kind);
        Assert.Equal(code, error.ErrorCode);
        Assert.Equal("c-1", error.RequestId);
        Assert.Equal(status, error.StatusCode);
    }

    [Fact]
    public async Task Call_MissingScopes_NamesThem()
    {
        var error = await FailAsync(403, """
            {"status":"error","message":"This app hasn't been granted all required scopes to make this call.","correlationId":"c-1","category":"MISSING_SCOPES",
             "errors":[{"message":"One or more of the following scopes are required.","context":{"requiredGranularScopes":["crm.objects.deals.read","tickets"]}}],"context":{"requiredGranularScopes":["tickets"]}}
            """);

        Assert.Equal(ErrorKind.Permission, error.Kind);
        Assert.Equal("MISSING_SCOPES", error.ErrorCode);
        Assert.EndsWith("Missing scopes: tickets, crm.objects.deals.read.", error.Facts.VendorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_ValidationErrors_NameTheFields()
    {
        var error = await FailAsync(400, """
            {"status":"error","message":"Property values were not valid","correlationId":"c-1","category":"VALIDATION_ERROR",
             "errors":[{"message":"Property \"x\" does not exist","code":"PROPERTY_DOESNT_EXIST","context":{"propertyName":["x"]}},{"code":"MISSING_REQUIRED_PROPERTY","in":"dealname"}]}
            """);

        Assert.Equal([new FieldError("x", "Property \"x\" does not exist"), new FieldError("dealname", "MISSING_REQUIRED_PROPERTY")], error.Facts.FieldErrors);
    }

    [Theory]
    [InlineData("TEN_SECONDLY_ROLLING", 10)]
    [InlineData("SECONDLY", 1)]
    [InlineData("DAILY", 600)]
    public async Task Call_LimitReached_WaitsAsThePolicyAsks(string policy, int seconds)
    {
        var error = Assert.IsType<RateLimitedException>(await FailAsync(429, $$"""
            {"status":"error","message":"You have reached your limit.","errorType":"RATE_LIMIT","correlationId":"c-1","policyName":"{{policy}}","requestId":"r-1"}
            """));

        Assert.Equal(policy, error.ErrorCode);
        Assert.Equal(TimeSpan.FromSeconds(seconds), error.RetryAfter);
    }

    [Fact]
    public async Task Call_MovingAccount_TellsHowLong()
    {
        var error = await FailAsync(477, "{}", response => response.Headers.RetryAfter = new(TimeSpan.FromHours(3)));

        Assert.True(error.IsTransient);
        Assert.Equal(TimeSpan.FromHours(3), error.Facts.RetryAfter);
    }

    [Fact]
    public async Task Call_ErrorWithoutABody_TakesTheRequestFromTheHeader()
    {
        var error = await FailAsync(502, "<html>", response => response.Headers.Add("X-HubSpot-Correlation-Id", "h-1"));

        Assert.Equal(ErrorKind.Unavailable, error.Kind);
        Assert.Equal("h-1", error.RequestId);
    }

    [Fact]
    public async Task GetAsync_NoSuchContact_IsNull()
    {
        using var wire = new MockHttpMessageHandler();
        using var bench = await HubSpotBench.OpenAsync(wire);
        wire.When($"{HubSpotBench.Api}/crm/objects/2026-09/contacts/1").Respond(HttpStatusCode.NotFound, "application/json", """{"status":"error","message":"resource not found","correlationId":"c-1"}""");

        Assert.Null(await bench.Crm.GetAsync<Contact>("1"));
    }

    [Fact]
    public void Definition_SearchesCountAgainstALimitOfTheirOwn()
    {
        var limits = Connectors.HubSpot.HubSpotConnector.Definition.Limits.ToDictionary(limit => limit.Name, StringComparer.Ordinal);

        Assert.Equal((110, TimeSpan.FromSeconds(10)), (limits["ten-seconds"].Permits, limits["ten-seconds"].Window));
        Assert.Equal(["search"], limits["ten-seconds"].Except);
        Assert.Equal(("search", 5, TimeSpan.FromSeconds(1)), (limits["search"].Group, limits["search"].Permits, limits["search"].Window));
        Assert.All(
            Connectors.HubSpot.HubSpotConnector.Definition.Endpoints,
            endpoint => Assert.Equal(endpoint.Name.EndsWith(".search", StringComparison.Ordinal) ? "search" : null, endpoint.LimitGroup));
    }

    private static async Task<ConnectorException> FailAsync(int status, string body, Action<HttpResponseMessage>? adorn = null)
    {
        using var wire = new MockHttpMessageHandler();
        using var bench = await HubSpotBench.OpenAsync(wire);
        wire.When($"{HubSpotBench.Api}/crm/objects/2026-09/contacts/1").Respond(() =>
        {
            var response = new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json") };
            adorn?.Invoke(response);
            return Task.FromResult(response);
        });

        return await Assert.ThrowsAnyAsync<ConnectorException>(() => bench.Crm.GetAsync<Contact>("1"));
    }
}
