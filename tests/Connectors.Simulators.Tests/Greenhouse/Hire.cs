using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Connectors.Simulators.Greenhouse;

namespace Connectors.Simulators.Tests.Greenhouse;

/// <summary>Hosts, tokens and clients of the Greenhouse simulator.</summary>
internal static class Hire
{
    public static readonly Uri Token = new("https://auth.greenhouse.io/token");

    public static SimulatorHost Host(ManualTimeProvider clock, int candidates = 40, string? stateFile = null, int seed = 1, Action<GreenhouseSimulator>? configure = null) =>
        SimulatorHost.Create(options =>
        {
            options.TimeProvider = clock;
            options.StateFile = stateFile;
            options.Seed = seed;
            options.Add<GreenhouseSimulator>(simulator =>
            {
                simulator.SeededCandidates = candidates;
                configure?.Invoke(simulator);
            });
        });

    public static async Task<HttpClient> HarvestClientAsync(this SimulatorHost host, string? subject = null)
    {
        var client = new HttpClient(host.CreateHandler()) { BaseAddress = new Uri("https://harvest.greenhouse.io/v3/") };
        var token = await client.TokenAsync(subject);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (string)token["access_token"]!);
        return client;
    }

    public static Task<JsonNode> TokenAsync(this HttpClient client, string? subject = null) =>
        client.PostTokenAsync(GreenhouseSimulator.DemoClientId, GreenhouseSimulator.DemoClientSecret, [("grant_type", "client_credentials"), .. subject is null ? [] : ((string, string)[])[("sub", subject)]]).JsonAsync();

    public static async Task<HttpResponseMessage> PostTokenAsync(this HttpClient client, string id, string secret, params (string Name, string Value)[] form)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Token) { Content = Some.Form(form) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{id}:{secret}")));
        return await client.SendAsync(request);
    }

    public static Task<HttpResponseMessage> SendAsync(this HttpClient client, string method, string path, string? json = null) =>
        client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path) { Content = json is null ? null : Some.Json(json) });

    /// <summary>The address of the next page, or null on the last one.</summary>
    public static string? Next(this HttpResponseMessage response) =>
        response.Headers.TryGetValues("Link", out var links) ? links.Single().Split('<', '>')[1] : null;

    public static long Number(this SimulatedRecord record) => long.Parse(record.Id);
}
