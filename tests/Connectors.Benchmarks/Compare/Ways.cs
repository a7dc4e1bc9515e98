using System.Text.Json;
using Connectors.HubSpot;
using Microsoft.Extensions.DependencyInjection;
using RestSharp;

namespace Connectors.Benchmarks.Compare;

/// <summary>One way to list all contacts into the common model.</summary>
internal interface IWay : IAsyncDisposable
{
    string Name { get; }

    /// <summary>Lists everything; calls <paramref name="onPage"/> after each page with its records.</summary>
    Task ListAsync(Func<IReadOnlyList<Contact>, Task> onPage);
}

/// <summary>
/// The floor: a bare <see cref="HttpClient"/>, source-generated System.Text.Json, mapping by hand; the next page is asked for only
/// after the last one is done.
/// </summary>
internal sealed class FloorWay(Uri vendor) : IWay
{
    public const string Path = "/crm/objects/2026-09/contacts?limit=100";

    private readonly HttpClient _client = new() { BaseAddress = vendor };

    public string Name => "floor";

    public async Task ListAsync(Func<IReadOnlyList<Contact>, Task> onPage)
    {
        string? after = null;
        do
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, after is null ? Path : $"{Path}&after={after}");
            request.Headers.Authorization = new("Bearer", "token");
            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            response.EnsureSuccessStatusCode();
            await using var body = await response.Content.ReadAsStreamAsync();
            var page = (await JsonSerializer.DeserializeAsync(body, FloorJson.Default.FloorPage))!;
            await onPage(FloorMapping.ToContacts(page));
            after = page.Paging?.Next?.After;
        }
        while (after is not null);
    }

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return default;
    }
}

/// <summary>RestSharp with the same source-generated JSON and mapping.</summary>
internal sealed class RestSharpWay(Uri vendor) : IWay
{
    private readonly RestClient _client = new(new RestClientOptions(vendor));

    public string Name => "restsharp";

    public async Task ListAsync(Func<IReadOnlyList<Contact>, Task> onPage)
    {
        string? after = null;
        do
        {
            var request = new RestRequest("/crm/objects/2026-09/contacts").AddQueryParameter("limit", "100").AddHeader("Authorization", "Bearer token");
            if (after is not null)
            {
                request.AddQueryParameter("after", after);
            }

            var response = await _client.ExecuteAsync(request);
            var page = JsonSerializer.Deserialize(response.RawBytes, FloorJson.Default.FloorPage)!;
            await onPage(FloorMapping.ToContacts(page));
            after = page.Paging?.Next?.After;
        }
        while (after is not null);
    }

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return default;
    }
}

/// <summary>Connectors as an app uses it; limits lifted, for a vendor's limits are not what is measured.</summary>
internal sealed class ConnectorsWay : IWay
{
    private readonly ServiceProvider _services;
    private readonly IConnector _crm;

    private ConnectorsWay(ServiceProvider services, IConnector crm) => (_services, _crm) = (services, crm);

    public string Name => "connectors";

    public static async Task<ConnectorsWay> CreateAsync(Uri vendor)
    {
        var services = new ServiceCollection();
        services.AddConnectors().AddHubSpot(options =>
        {
            options.Hosts["api"] = vendor.GetLeftPart(UriPartial.Authority);
            options.KeepLimits = false;
        });
        var provider = services.BuildServiceProvider();
        var key = new ConnectionKey("hubspot", "benchmark");
        await provider.GetRequiredService<IConnections>().ConnectAsync(key, new BearerCredential("token"));
        return new(provider, await provider.GetRequiredService<IConnectorFactory>().OpenAsync(key));
    }

    public async Task ListAsync(Func<IReadOnlyList<Contact>, Task> onPage)
    {
        await foreach (var page in _crm.ListAsync<Contact>().AsPages())
        {
            await onPage(page.Items);
        }
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
