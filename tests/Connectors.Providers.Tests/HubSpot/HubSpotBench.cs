using System.Net;
using System.Text;
using System.Text.Json;
using Connectors.Definitions;
using Microsoft.Extensions.DependencyInjection;
using RichardSzalay.MockHttp;

namespace Connectors.Providers.HubSpot;

/// <summary>A connection to HubSpot over a mocked wire: through the real registration and the whole chain. What is not expected fails.</summary>
internal sealed class HubSpotBench : IDisposable
{
    public const string Api = "https://api.hubapi.com";
    public static readonly ConnectionKey Key = new("hubspot", "acme");

    private readonly ServiceProvider _services;

    private HubSpotBench(ServiceProvider services, IConnector crm, Connection connection) => (_services, Crm, Connection) = (services, crm, connection);

    public IConnector Crm { get; }

    public Connection Connection { get; }

    public static async Task<HubSpotBench> OpenAsync(MockHttpMessageHandler wire, string? version = null)
    {
        wire.When(HttpMethod.Get, $"{Api}/account-info/{version ?? "2026-09"}/details").Respond("application/json", """{"portalId":62515,"accountType":"STANDARD","uiDomain":"app.hubspot.com"}""");
        var services = new ServiceCollection();
        services.AddConnectors().AddHubSpot(options =>
        {
            options.MaxRetries = 0;
            options.KeepLimits = false;
        }).UseTransport(() => wire);
        var provider = services.BuildServiceProvider(validateScopes: true);
        var settings = version is null ? null : new ConnectionSettings { ["api_version"] = version };
        var connection = await provider.GetRequiredService<IConnections>().ConnectAsync(Key, new BearerCredential("pat-na1-secret"), settings);
        return new(provider, await provider.GetRequiredService<IConnectorFactory>().OpenAsync(Key), connection);
    }

    public void Dispose() => _services.Dispose();
}

internal static class MockedAnswers
{
    /// <summary>Answers each request by what it asks. A failed assertion becomes the answer, because the mock would wait for ever.</summary>
    public static MockedRequest Answers(this MockedRequest request, Func<HttpRequestMessage, JsonElement, string> answer, HttpStatusCode status = HttpStatusCode.OK) => request.Respond(async message =>
    {
        try
        {
            var body = message.Content is null ? default : JsonSerializer.Deserialize<JsonElement>(await message.Content.ReadAsStringAsync());
            return new HttpResponseMessage(status) { Content = new StringContent(answer(message, body), Encoding.UTF8, "application/json") };
        }
        catch (Exception unexpected)
        {
            var said = JsonSerializer.Serialize(new { message = unexpected.Message });
            return new HttpResponseMessage(HttpStatusCode.NotImplemented) { Content = new StringContent(said, Encoding.UTF8, "application/json") };
        }
    });
}
