using System.Net;
using System.Text;
using Connectors.Core.Tests.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Connectors.Core.Tests.Http;

/// <summary>Answers that no caller should have to think of: each a typed error that names the place and holds no secret.</summary>
public sealed class BadAnswerTests
{
    [Fact]
    public async Task ListAsync_JsonThatIsCalledAWebPage_IsReadAllTheSame()
    {
        var wire = new FakeWire().Then(HttpStatusCode.OK, """{"items":[{"id":"1"}]}""", "text/html");
        using var bench = await Bench.OpenAsync(wire);

        Assert.Equal("1", Assert.Single(await bench.Connector.ListAsync(Acme.Widgets).ToListAsync()).Id);
    }

    [Fact]
    public async Task AsJson_AnAnswerThatIsNone_SaysSo()
    {
        var wire = new FakeWire().Then(HttpStatusCode.OK, "plain", "text/plain");
        using var bench = await Bench.OpenAsync(wire);
        using var answer = await bench.Connector.SendAsync(HttpMethod.Get, "/any");

        var error = Assert.Throws<ConnectorException>(() => answer.AsJson());

        Assert.Equal(ErrorKind.Protocol, error.Kind);
        Assert.Contains("text/plain", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CallAsync_HtmlInsteadOfJson_IsAProtocolErrorAtOnce()
    {
        var wire = new FakeWire().Then(HttpStatusCode.OK, "<html>Please sign in</html>", "text/html");
        using var bench = await Bench.OpenAsync(wire);

        var error = await Assert.ThrowsAsync<ConnectorException>(() => bench.Connector.CallAsync(Acme.Widget, "1"));

        Assert.Equal(ErrorKind.Protocol, error.Kind);
        Assert.Equal(("acme", "widgets.get", 200), (error.Provider, error.Endpoint, error.StatusCode));
        Assert.Contains("web page", error.Message, StringComparison.Ordinal);
        Assert.Single(wire.Requests);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"id\":\"1\",\"na")]
    public async Task CallAsync_EmptyOrTornBodyOnARead_IsReadAgainAndThenAProtocolError(string body)
    {
        var wire = new FakeWire().Then(HttpStatusCode.OK, body);
        using var bench = await Bench.OpenAsync(wire, options => options.MaxRetries = 2);

        var error = await Assert.ThrowsAsync<ConnectorException>(() => bench.Connector.CallAsync(Acme.Widget, "1"));

        Assert.Equal(ErrorKind.Protocol, error.Kind);
        Assert.Equal(3, wire.Requests.Count);
    }

    [Fact]
    public async Task CallAsync_MalformedJson_IsAProtocolErrorThatNamesThePlaceAndNotTheValue()
    {
        var wire = new FakeWire().Then(HttpStatusCode.OK, """{"id":{"secret-value":1},"name":"x"}""");
        using var bench = await Bench.OpenAsync(wire);

        var error = await Assert.ThrowsAsync<ConnectorException>(() => bench.Connector.CallAsync(Acme.Widget, "1"));

        Assert.Equal(ErrorKind.Protocol, error.Kind);
        Assert.Contains("$.id", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-value", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task CallAsync_TenMegabytesOfError_AreNotReadAndNotShown()
    {
        var wire = new FakeWire().Then(HttpStatusCode.BadRequest, """{"code":"BIG","message":"no","x":""" + "\"" + new string('y', 10 << 20) + "\"}");
        using var bench = await Bench.OpenAsync(wire);
        var cost = new CallCost();

        var error = await Assert.ThrowsAsync<ConnectorException>(() => bench.Connector.CallAsync(Acme.Widget, "1", new() { Cost = cost }));

        Assert.Equal((ErrorKind.Validation, 400), (error.Kind, error.StatusCode));
        Assert.InRange(cost.BytesReceived, 1, 64 << 10);
        Assert.InRange(error.ToString().Length, 1, 5_000);
    }

    [Fact]
    public async Task CallAsync_MoreThanTheAppAllows_IsAProtocolError()
    {
        var wire = new FakeWire().Then(HttpStatusCode.OK, """{"id":"1","name":"LONG"}""".Replace("LONG", new string('n', 5_000), StringComparison.Ordinal));
        using var bench = await Bench.OpenAsync(wire, options => options.MaxResponseBytes = 1024);

        var error = await Assert.ThrowsAsync<ConnectorException>(() => bench.Connector.CallAsync(Acme.Widget, "1"));

        Assert.Equal(ErrorKind.Protocol, error.Kind);
        Assert.Contains("1024 bytes", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CallAsync_BodyThatStalls_EndsInATimeout()
    {
        var wire = new FakeWire().ThenBody(() => new StallingStream("{\"id\":"u8.ToArray()));
        using var bench = await Bench.OpenAsync(wire, options =>
        {
            options.BodyIdleTimeout = TimeSpan.FromMilliseconds(100);
            options.MaxRetries = 1;
        });

        var error = await Assert.ThrowsAsync<ConnectorException>(() => bench.Connector.CallAsync(Acme.Widget, "1"));

        Assert.Equal(ErrorKind.Timeout, error.Kind);
        Assert.Contains("no byte", error.Message, StringComparison.Ordinal);
        Assert.Equal(2, wire.Requests.Count);
    }

    [Fact]
    public async Task CallAsync_FewerBytesThanDeclared_IsReadAgain()
    {
        var whole = Encoding.UTF8.GetBytes("""{"id":"1","name":"whole"}""");
        var wire = new FakeWire().ThenBody(() => new MemoryStream(whole[..10]), whole.Length).ThenBody(() => new MemoryStream(whole), whole.Length);
        using var bench = await Bench.OpenAsync(wire);

        Assert.Equal("whole", (await bench.Connector.CallAsync(Acme.Widget, "1")).Name);
    }

    [Fact]
    public async Task CallAsync_NoAnswer_EndsInATimeoutWithinTheBudget()
    {
        var time = new ManualTimeProvider();
        var wire = new FakeWire().ThenNever();
        using var bench = await Bench.OpenAsync(wire, options => options.AttemptTimeout = TimeSpan.FromSeconds(10), builder => builder.Services.AddSingleton<TimeProvider>(time));

        var call = bench.Connector.CallAsync(Acme.Widget, "1", new() { Timeout = TimeSpan.FromSeconds(35) });
        for (var step = 0; !call.IsCompleted && step < 1000; step++)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAny(call, Task.Delay(1));
        }

        var error = await Assert.ThrowsAsync<ConnectorException>(() => call);
        Assert.Equal(ErrorKind.Timeout, error.Kind);
        Assert.InRange(wire.Requests.Count, 2, 4);
    }

    [Fact]
    public async Task CallAsync_Redirect_IsNotFollowed()
    {
        var wire = new FakeWire().Then(HttpStatusCode.Found, adorn: response => response.Headers.Location = new("https://evil.test/"));
        using var bench = await Bench.OpenAsync(wire);

        var error = await Assert.ThrowsAsync<ConnectorException>(() => bench.Connector.CallAsync(Acme.Widget, "1"));

        Assert.Equal(ErrorKind.Protocol, error.Kind);
        Assert.Single(wire.Requests);
    }

    [Fact]
    public async Task CallAsync_TransportThatFollowedARedirect_IsNoticed()
    {
        var wire = new FakeWire().Then((_, _) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK)
        {
            Content = new StringContent("{}", Encoding.UTF8, "application/json"),
            RequestMessage = new(HttpMethod.Get, "https://evil.test/widgets/1"),
        }));
        using var bench = await Bench.OpenAsync(wire);

        var error = await Assert.ThrowsAsync<ConnectorException>(() => bench.Connector.CallAsync(Acme.Widget, "1"));

        Assert.Contains("AllowAutoRedirect", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CallAsync_ProviderEchoesTheToken_ItIsBlanked()
    {
        var wire = new FakeWire().Then(HttpStatusCode.BadRequest, $$"""{"code":"BAD","message":"token {{Bench.Token}} is odd"}""", adorn: response => response.Headers.Add("X-Request-Id", "req-1"));
        using var bench = await Bench.OpenAsync(wire);

        var error = await Assert.ThrowsAsync<ConnectorException>(() => bench.Connector.CallAsync(Acme.Widget, "1"));

        Assert.Equal(("BAD", "req-1", "token *** is odd"), (error.ErrorCode, error.RequestId, error.Facts.VendorMessage));
        Assert.DoesNotContain(Bench.Token, error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(401, ErrorKind.Authorization)]
    [InlineData(403, ErrorKind.Permission)]
    [InlineData(404, ErrorKind.NotFound)]
    [InlineData(409, ErrorKind.Conflict)]
    [InlineData(422, ErrorKind.Validation)]
    [InlineData(429, ErrorKind.RateLimited)]
    [InlineData(500, ErrorKind.Remote)]
    [InlineData(503, ErrorKind.Unavailable)]
    public async Task CallAsync_ErrorStatus_IsOfItsKind(int status, ErrorKind kind)
    {
        var wire = new FakeWire().Then((HttpStatusCode)status, adorn: response => response.Headers.TryAddWithoutValidation("Retry-After", "0"));
        using var bench = await Bench.OpenAsync(wire, options => options.MaxRetries = 1);

        var error = await Assert.ThrowsAnyAsync<ConnectorException>(() => bench.Connector.CallAsync(Acme.Widget, "1"));

        Assert.Equal((kind, status), (error.Kind, error.StatusCode));
    }
}
