using System.Net;
using System.Text;
using System.Text.Json;
using Connectors.Core.Tests.Testing;
using Connectors.Definitions;
using RichardSzalay.MockHttp;

namespace Connectors.Core.Tests.Auth;

/// <summary>A provider that puts the whole request into its error message learns the customer's secrets to nobody.</summary>
public sealed class EchoTests : IDisposable
{
    private const string Canary = "canary-0123456789-abcdef-0123456789";
    private readonly MockHttpMessageHandler _wire = new();

    public static TheoryData<string> Schemes => ["api-key", "basic", "bearer", "jwt", "oauth1", "acme-hmac", "ws-security", "session"];

    [Theory]
    [MemberData(nameof(Schemes))]
    public async Task Error_OfAProviderThatEchoesTheRequest_ShowsNothingOfTheCredential(string name)
    {
        var (scheme, credential) = Of(name);
        List<string> sent = [];
        _wire.When("https://api.acme.test/login").Respond(_ => The.Answer(HttpStatusCode.OK, $$"""{"token":"{{Canary}}-session"}"""));
        _wire.When("https://api.acme.test/v1").Respond(async request =>
        {
            var parts = request.Headers.Where(header => scheme.HeaderNames.Contains(header.Key, StringComparer.OrdinalIgnoreCase)).SelectMany(header => header.Value).ToList();
            sent.AddRange(parts);
            var text = string.Join(" | ", parts.Append(request.RequestUri!.Query).Append(await request.Content!.ReadAsStringAsync()));
            return The.Answer(HttpStatusCode.BadRequest, JsonSerializer.Serialize(new Dictionary<string, string>(StringComparer.Ordinal) { ["message"] = text }));
        });
        var definition = new ConnectorDefinition
        {
            Id = "acme",
            DisplayName = "Acme",
            Hosts = "https://api.acme.test",
            Auth = [scheme],
            Endpoints = [],
            Rules = new() { Error = static facts => new(null, JsonDocument.Parse(facts.Body).RootElement.GetProperty("message").GetString()) },
        };
        await using var app = await OneApp.ConnectAsync(definition, _wire, credential);

        var error = await Assert.ThrowsAsync<ConnectorException>(() => app.Time.RunAsync(app.Connector.SendAsync(new RawRequest(HttpMethod.Post, "/v1")
        {
            Body = RequestBody.Text("""<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body/></e:Envelope>""", "text/xml"),
        })));

        var shown = error.ToString();
        Assert.Equal(ErrorKind.Validation, error.Kind);
        Assert.NotNull(error.Facts.VendorMessage);
        Assert.DoesNotContain(Canary, shown, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(Convert.ToBase64String(Encoding.UTF8.GetBytes($"user:{Canary}")), shown, StringComparison.Ordinal);
        Assert.All(sent, value => Assert.DoesNotContain(value, shown, StringComparison.Ordinal));
        Assert.All(sent.Where(value => value.StartsWith("Bearer ", StringComparison.Ordinal)), value => Assert.DoesNotContain(value["Bearer ".Length..], shown, StringComparison.Ordinal));
    }

    public void Dispose() => _wire.Dispose();

    private static (AuthScheme Scheme, Credential Credential) Of(string name) => name switch
    {
        "api-key" => (ApiKeyScheme.Query("key"), new ApiKeyCredential(Canary)),
        "basic" => (new BasicScheme(), new BasicCredential("user", Canary)),
        "bearer" => (new BearerScheme(), new BearerCredential(Canary)),
        "jwt" => (new JwtScheme(), new SecretsCredential(new Dictionary<string, Secret>(StringComparer.Ordinal) { [JwtScheme.SecretName] = Canary })),
        "oauth1" => (new OAuth1Scheme(), OAuth1SchemeTests.Keys($"{Canary}-1", $"{Canary}-2", $"{Canary}-3", $"{Canary}-4")),
        "acme-hmac" => (new AcmeSigning(), new SecretsCredential(new Dictionary<string, Secret>(StringComparer.Ordinal) { ["id"] = "app-1", ["secret"] = Canary })),
        "ws-security" => (new UsernameTokenScheme(), new BasicCredential("user", Canary)),
        _ => (
            new SessionScheme
            {
                Secrets = ["password"],
                Login = static session => RequestSpec.Post("/login").Body(RequestBody.Text(session.Secret("password"), "text/plain")),
                Read = static answer => new(answer.GetProperty("token").GetString()!),
            },
            new SecretsCredential(new Dictionary<string, Secret>(StringComparer.Ordinal) { ["password"] = Canary })),
    };
}
