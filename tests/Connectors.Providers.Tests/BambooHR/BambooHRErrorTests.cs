using System.Net;
using Connectors.Providers.Testing;
using static Connectors.Providers.BambooHR.BambooHRBench;

namespace Connectors.Providers.BambooHR;

public sealed class BambooHRErrorTests
{
    [Theory]
    [InlineData(400, ErrorKind.Validation)]
    [InlineData(403, ErrorKind.Permission)]
    [InlineData(406, ErrorKind.Validation)]
    [InlineData(409, ErrorKind.Conflict)]
    [InlineData(422, ErrorKind.Validation)]
    public async Task OldEndpoint_TextInAHeader_IsTold(int status, ErrorKind kind)
    {
        using var bamboo = await ConnectAsync();
        bamboo.Expect(HttpMethod.Post, Api + "employees/1", (HttpStatusCode)status, "<html>no</html>", ("x-bamboohr-error-message", "Duplicate email"), ("X-BambooHR-Request-Id", "r-1"));

        var error = await Assert.ThrowsAsync<ConnectorException>(() => bamboo.Connector.UpdateAsync("1", new Employee { WorkEmail = "a@b.c" }));

        Assert.Equal((kind, status, "Duplicate email", "r-1"), (error.Kind, error.StatusCode, error.Facts.VendorMessage, error.RequestId));
    }

    [Theory]
    [InlineData("""{"error":{"code":"BadRequest","message":"Bad filter."}}""", "BadRequest", "Bad filter.")]
    [InlineData("""{"type":"about:blank","title":"Not processable","status":422,"detail":"No such dataset.","instance":"/x","code":"DATASET_NOT_FOUND","fields":[]}""", "DATASET_NOT_FOUND", "No such dataset.")]
    public async Task NewEndpoint_CodeInTheBody_IsTold(string body, string code, string message)
    {
        using var bamboo = await ConnectAsync();
        bamboo.Expect(HttpMethod.Get, Api + "employees", (HttpStatusCode)422, body, ("x-request-id", "r-2"));

        var error = await Assert.ThrowsAsync<ConnectorException>(() => bamboo.Connector.ListAsync<Employee>().AllAsync());

        Assert.Equal((code, message, "r-2"), (error.ErrorCode, error.Facts.VendorMessage, error.RequestId));
    }

    [Fact]
    public async Task Unauthorized_Key_MeansToConnectAgain()
    {
        using var bamboo = await ConnectAsync();
        bamboo.Expect(HttpMethod.Get, Api + "employees/1", HttpStatusCode.Unauthorized);

        await Assert.ThrowsAsync<ReconnectRequiredException>(() => bamboo.Connector.Model<Employee>().GetAsync("1"));
    }

    [Fact]
    public async Task TooManyRequests_WaitsAsAskedAndReadsOn()
    {
        using var bamboo = await ConnectAsync();
        bamboo.Expect(HttpMethod.Get, Api + "employees/1", HttpStatusCode.TooManyRequests, "", ("Retry-After", "0"))
            .Expect(HttpMethod.Get, Api + "employees/1", HttpStatusCode.ServiceUnavailable, "", ("Retry-After", "0"))
            .Expect(HttpMethod.Get, Api + "employees/1", HttpStatusCode.OK, """{"id":"1"}""");

        Assert.NotNull(await bamboo.Connector.Model<Employee>().GetAsync("1"));
    }

    [Fact]
    public async Task TooManyRequests_LongerThanTheCallMayWait_IsToldWithTheWait()
    {
        using var bamboo = await ConnectAsync(options => options.MaxRetries = 0);
        bamboo.Expect(HttpMethod.Get, Api + "employees/1", HttpStatusCode.TooManyRequests, "", ("Retry-After", "90"));

        var error = await Assert.ThrowsAsync<RateLimitedException>(() => bamboo.Connector.Model<Employee>().GetAsync("1"));

        Assert.Equal(TimeSpan.FromSeconds(90), error.RetryAfter);
    }

    [Fact]
    public async Task CreateAsync_ServerError_IsNotSentAgain()
    {
        using var bamboo = await ConnectAsync();
        bamboo.Expect(HttpMethod.Post, Api + "employees", HttpStatusCode.InternalServerError);

        await Assert.ThrowsAsync<OutcomeUnknownException>(() => bamboo.Connector.CreateAsync(new Employee { FirstName = "Ada", LastName = "Byron" }));
    }
}
