using System.Net;
using System.Security.Cryptography;
using System.Text;
using Connectors.Core.Tests.Testing;
using Connectors.Definitions;
using RichardSzalay.MockHttp;

namespace Connectors.Core.Tests.Auth;

/// <summary>A scheme of one's own: an HMAC over method, path, query, time and body.</summary>
public sealed class CustomSchemeTests : IDisposable
{
    private readonly MockHttpMessageHandler _wire = new();
    private readonly SecretsCredential _credential = new(new Dictionary<string, Secret>(StringComparer.Ordinal) { ["id"] = "app-1", ["secret"] = "secret-canary" });

    [Fact]
    public async Task Send_BodySignedAndSentAgain_EveryAttemptIsWholeAndSigned()
    {
        List<string> seen = [];
        _wire.When("https://api.acme.test/v1/orders").Respond(async request =>
        {
            var body = await request.Content!.ReadAsStringAsync();
            var time = Assert.Single(request.Headers.GetValues("X-Timestamp"));
            var signature = Assert.Single(request.Headers.GetValues("X-Signature"));
            Assert.Equal(Expected("PUT", "/v1/orders?expand=a%2Fb&x", time, body), signature);
            seen.Add(body);
            return The.Answer(seen.Count < 3 ? HttpStatusCode.ServiceUnavailable : HttpStatusCode.OK, "{}");
        });
        await using var app = await OneApp.ConnectAsync(The.Definition(new AcmeSigning()), _wire, _credential);

        foreach (var body in new[] { RequestBody.Text("""{"a":1}""", "application/json"), RequestBody.Stream(static () => new MemoryStream("""{"a":1}"""u8.ToArray()), "application/json") })
        {
            seen.Clear();
            using var answer = await app.Time.RunAsync(
                app.Connector.SendAsync(new RawRequest(HttpMethod.Put, "/v1/orders?expand=a%2Fb&x") { Body = body, Effect = Effect.Idempotent }));

            Assert.Equal(Enumerable.Repeat("""{"a":1}""", 3), seen);
        }
    }

    [Fact]
    public async Task Send_NoBody_SignsAnEmptyOne()
    {
        string? signature = null;
        _wire.When("https://api.acme.test/v1/orders").Respond(request =>
        {
            signature = request.Headers.GetValues("X-Signature").Single();
            Assert.Equal(Expected("GET", "/v1/orders", request.Headers.GetValues("X-Timestamp").Single(), ""), signature);
            return The.Answer(HttpStatusCode.OK, "{}");
        });
        await using var app = await OneApp.ConnectAsync(The.Definition(new AcmeSigning()), _wire, _credential);

        await app.GetAsync("/v1/orders");

        Assert.NotNull(signature);
    }

    [Fact]
    public async Task Send_SchemeThatFails_IsToldAsOneOfTheFamilyWithoutItsWords()
    {
        await using var app = await OneApp.ConnectAsync(The.Definition(new Failing()), _wire, _credential);

        var error = await Assert.ThrowsAsync<ConnectorException>(() => app.GetAsync("/v1/orders"));

        Assert.Equal(ErrorKind.Configuration, error.Kind);
        Assert.Contains("'failing'", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", error.ToString(), StringComparison.Ordinal);
    }

    private sealed class Failing() : AuthScheme<SecretsCredential>("failing")
    {
        protected override ValueTask ApplyAsync(AuthContext context, SecretsCredential credential, CancellationToken cancellationToken) =>
            throw new KeyNotFoundException(credential.Values["secret"].Reveal());
    }

    [Fact]
    public async Task ReadBody_LongerThanIsKeptInMemory_IsATypedError()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "https://api.acme.test/");
        request.Content = new StreamContent(new Endless());

        var error = await Assert.ThrowsAsync<ConnectorException>(async () =>
            await new AuthContext(request, _credential, s_connection, TimeProvider.System).ReadBodyAsync());

        Assert.Equal(ErrorKind.NotSupported, error.Kind);
    }

    [Theory]
    [InlineData("a\r\nX-Evil: 1")]
    [InlineData("")]
    [InlineData("é")]
    public void SetHeader_ValueThatAHeaderCannotCarry_IsRefused(string value)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "https://api.acme.test/");

        var error = Assert.Throws<ConnectorException>(() => new AuthContext(request, _credential, s_connection, TimeProvider.System).SetHeader("X-Key", value));

        Assert.Equal(ErrorKind.Validation, error.Kind);
        Assert.Empty(request.Headers);
    }

    [Fact]
    public void Accepts_ByItsType_TakesThatKindOnly()
    {
        Assert.True(new AcmeSigning().Accepts(_credential));
        Assert.False(new AcmeSigning().Accepts(new ApiKeyCredential("k")));
    }

    [Fact]
    public void Setting_OfTheConnectionOrItsDefault_IsRead()
    {
        using var request = new HttpRequestMessage();
        var definition = The.Definition(new AcmeSigning(), settings: [new("region", "Region") { Default = "eu" }]);
        var context = new AuthContext(request, _credential, s_connection with { Settings = new() { ["account"] = "1" } }, TimeProvider.System, definition);

        Assert.Equal(("1", "eu", null), (context["account"], context.Required("region"), context["none"]));
        Assert.Equal(ErrorKind.Configuration, Assert.Throws<ConnectorException>(() => context.Required("none")).Kind);
    }

    public void Dispose() => _wire.Dispose();

    private static readonly Connection s_connection = new() { Key = AuthWorld.Key, CredentialId = "c", AuthScheme = "acme" };

    private static string Expected(string method, string pathAndQuery, string time, string body) => Convert.ToHexStringLower(HMACSHA256.HashData(
        "secret-canary"u8, Encoding.UTF8.GetBytes($"{method}\n{pathAndQuery}\n{time}\n{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body)))}")));

    /// <summary>A stream without an end.</summary>
    private sealed class Endless : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(buffer.Length);

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => Task.FromResult(count);

        public override int Read(byte[] buffer, int offset, int count) => count;

        public override Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken) => CopyAsync(destination, cancellationToken);

        private static async Task CopyAsync(Stream destination, CancellationToken cancellationToken)
        {
            var block = new byte[1 << 20];
            while (true)
            {
                await destination.WriteAsync(block, cancellationToken);
            }
        }
    }
}

/// <summary>What an author writes.</summary>
internal sealed class AcmeSigning() : AuthScheme<SecretsCredential>("acme-hmac")
{
    public override IReadOnlyList<string> HeaderNames => ["X-Client", "X-Timestamp", "X-Signature"];

    protected override async ValueTask ApplyAsync(AuthContext context, SecretsCredential credential, CancellationToken cancellationToken)
    {
        var time = context.Time.GetUtcNow().ToUnixTimeSeconds();
        var body = Convert.ToHexStringLower(SHA256.HashData((await context.ReadBodyAsync(cancellationToken)).Span));
        var text = $"{context.Request.Method}\n{context.Request.RequestUri!.PathAndQuery}\n{time}\n{body}";
        var key = Encoding.UTF8.GetBytes(credential.Values["secret"].Reveal());
        context.SetHeader("X-Client", credential.Values["id"].Reveal());
        context.SetHeader("X-Timestamp", $"{time}");
        context.SetHeader("X-Signature", Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text))));
    }
}
