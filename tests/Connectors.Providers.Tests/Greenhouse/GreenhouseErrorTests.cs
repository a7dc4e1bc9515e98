using System.Net;
using Connectors.Greenhouse;
using Connectors.Providers.Testing;
using static Connectors.Providers.Greenhouse.GreenhouseBench;

namespace Connectors.Providers.Greenhouse;

public sealed class GreenhouseErrorTests
{
    [Fact]
    public async Task Unprocessable_ReasonsWithFields_AreTold()
    {
        using var greenhouse = await ConnectAsync();
        greenhouse.Expect(HttpMethod.Patch, Api + "candidates/7", HttpStatusCode.UnprocessableEntity, """{"message":"Your request included invalid JSON.","errors":[{"message":"Invalid attribute: unknown_field","field":"unknown_field"}]}""");

        var error = await Assert.ThrowsAsync<ConnectorException>(() => greenhouse.Connector.UpdateAsync("7", new Candidate { FirstName = "Ada" }));

        Assert.Equal((ErrorKind.Validation, "Your request included invalid JSON."), (error.Kind, error.Facts.VendorMessage));
        Assert.Equal([new FieldError("unknown_field", "Invalid attribute: unknown_field")], error.Facts.FieldErrors);
    }

    [Theory]
    [InlineData("""{"message":"Refused.","errors":["One.","Two."]}""", "Refused. One. Two.")]
    [InlineData("""{"errors":[{"message":"Application must be 'rejected', is currently 'active'"}]}""", "Application must be 'rejected', is currently 'active'")]
    [InlineData("""{"errors":[]}""", null)]
    [InlineData("""[]""", null)]
    [InlineData("", null)]
    public async Task Unprocessable_ReasonsWithoutFields_AreTheMessage(string body, string? message)
    {
        using var greenhouse = await ConnectAsync();
        greenhouse.Expect(HttpMethod.Post, Api + "applications/1/reject", HttpStatusCode.UnprocessableEntity, body);

        var error = await Assert.ThrowsAsync<ConnectorException>(() => greenhouse.Connector.CallAsync(GreenhouseEndpoints.Reject, new("1", 3)));

        Assert.Equal((ErrorKind.Validation, message), (error.Kind, error.Facts.VendorMessage));
        Assert.Empty(error.Facts.FieldErrors);
    }

    [Fact]
    public async Task Forbidden_List_IsAPermission()
    {
        using var greenhouse = await ConnectAsync();
        greenhouse.Expect(HttpMethod.Get, Api + "candidates", HttpStatusCode.Forbidden, """{"message":"Forbidden"}""");

        var error = await Assert.ThrowsAsync<ConnectorException>(() => greenhouse.Connector.ListAsync<Candidate>().AllAsync());

        Assert.Equal(ErrorKind.Permission, error.Kind);
    }

    [Fact]
    public async Task TooManyRequests_WaitsAsAskedAndReadsOn()
    {
        using var greenhouse = await ConnectAsync();
        greenhouse.Expect(HttpMethod.Get, Api + "jobs", HttpStatusCode.TooManyRequests, """{"message":"Rate limit"}""", ("Retry-After", "0"))
            .Expect(HttpMethod.Get, Api + "jobs", HttpStatusCode.OK, "[]");

        Assert.Empty(await greenhouse.Connector.ListAsync<Job>().AllAsync());
    }

    [Fact]
    public async Task Window_HeadersSayThatNothingIsLeft_NextCallIsNotSent()
    {
        var clock = Clock();
        using var greenhouse = await ConnectAsync(clock);
        var reset = clock.Now.AddSeconds(20).ToUnixTimeSeconds().ToString();
        greenhouse.Expect(HttpMethod.Get, Api + "jobs", HttpStatusCode.OK, "[]", ("X-RateLimit-Limit", "75"), ("X-RateLimit-Remaining", "0"), ("X-RateLimit-Reset", reset));

        await greenhouse.Connector.ListAsync<Job>().AllAsync();
        var error = await Assert.ThrowsAsync<RateLimitedException>(() => greenhouse.Connector.ListAsync<Job>(options: new() { MaxQuotaWait = TimeSpan.FromSeconds(1) }).AllAsync());

        Assert.InRange(error.RetryAfter!.Value, TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(25));
    }
}
