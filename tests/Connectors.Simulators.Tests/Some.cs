using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Connectors.Simulators.HubSpot;

namespace Connectors.Simulators.Tests;

/// <summary>Hosts, clients and answers for tests.</summary>
internal static class Some
{
    public static SimulatorHost HubSpot(ManualTimeProvider clock, int contacts = 50, string? stateFile = null, Action<HubSpotSimulator>? configure = null) =>
        SimulatorHost.Create(options =>
        {
            options.TimeProvider = clock;
            options.StateFile = stateFile;
            options.Add<HubSpotSimulator>(simulator =>
            {
                simulator.SeededContacts = contacts;
                configure?.Invoke(simulator);
            });
        });

    /// <summary>A client in memory, or on the loopback port.</summary>
    public static async Task<HttpClient> ClientAsync(this SimulatorHost host, string? token = HubSpotSimulator.DemoToken, bool loopback = false)
    {
        HttpClient client;
        if (loopback)
        {
            await host.StartAsync();
            client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = host.AddressOf("hubspot") };
        }
        else
        {
            client = new HttpClient(host.CreateHandler()) { BaseAddress = new Uri("https://api.hubapi.com/") };
        }

        client.Timeout = TimeSpan.FromSeconds(60);
        client.DefaultRequestHeaders.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    public static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    public static FormUrlEncodedContent Form(params (string Name, string Value)[] fields) =>
        new(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));

    public static async Task<JsonNode> JsonAsync(this Task<HttpResponseMessage> sending, int status = 200)
    {
        using var response = await sending;
        return await response.JsonAsync(status);
    }

    public static async Task<JsonNode> JsonAsync(this HttpResponseMessage response, int status = 200)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(status == (int)response.StatusCode, $"{(int)response.StatusCode} instead of {status}: {text}");
        return JsonNode.Parse(text)!;
    }

    public static string Header(this HttpResponseMessage response, string name) => response.Headers.GetValues(name).Single();

    public static string TempFile() => Path.Combine(Path.GetTempPath(), $"sim-{Guid.NewGuid():N}.journal");
}
