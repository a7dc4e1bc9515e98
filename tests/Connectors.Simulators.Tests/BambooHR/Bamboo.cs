using System.Net.Http.Headers;
using System.Text;
using Connectors.Simulators.BambooHR;

namespace Connectors.Simulators.Tests.BambooHR;

/// <summary>Hosts and clients of the BambooHR simulator.</summary>
internal static class Bamboo
{
    public static readonly Uri Acme = new("https://acme.bamboohr.com/api/v1/");

    public static SimulatorHost Host(ManualTimeProvider clock, int employees = 30, string? stateFile = null, int seed = 1, Action<BambooHRSimulator>? configure = null) =>
        SimulatorHost.Create(options =>
        {
            options.TimeProvider = clock;
            options.StateFile = stateFile;
            options.Seed = seed;
            options.Add<BambooHRSimulator>(simulator =>
            {
                simulator.SeededEmployees = employees;
                configure?.Invoke(simulator);
            });
        });

    public static HttpClient BambooClient(this SimulatorHost host, string? key = BambooHRSimulator.DemoKey, Uri? address = null)
    {
        var client = new HttpClient(host.CreateHandler()) { BaseAddress = address ?? Acme };
        client.DefaultRequestHeaders.Authorization = key is null ? null : Basic(key);
        client.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        return client;
    }

    public static AuthenticationHeaderValue Basic(string key, string password = "x") => new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{key}:{password}")));

    public static Task<HttpResponseMessage> GetAsync(this HttpClient client, FormattableString path) => client.GetAsync(new Uri(path.ToString(), UriKind.RelativeOrAbsolute));

    public static Task<HttpResponseMessage> PostAsync(this HttpClient client, FormattableString path, string json) => client.PostAsync(new Uri(path.ToString(), UriKind.RelativeOrAbsolute), Some.Json(json));
}
