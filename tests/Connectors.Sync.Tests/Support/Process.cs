using System.Net;
using System.Text;
using System.Text.Json.Serialization;
using Connectors.Core.Tests.Testing;
using Connectors.Definitions;
using Microsoft.Extensions.DependencyInjection;

namespace Connectors.Sync.Tests;

/// <summary>One process of an app over a SQLite file, as an app puts it together. Its provider answers at once.</summary>
internal sealed class Process : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public Process(string path, ManualTimeProvider time, Action<IConnectorsBuilder>? build = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(time);
        var builder = services.AddConnectors()
            .AddConnector(Vendor.Definition, options => (options.ClientId, options.ClientSecret) = ("id", "secret"))
            .UseSqlite(path)
            .UseTransport(() => new Wire(this));
        build?.Invoke(builder);
        _services = services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
    }

    public IConnections Connections => Get<IConnections>();

    /// <summary>What the provider was asked, with the token that was sent.</summary>
    public List<string> Asked { get; } = [];

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public ValueTask<IConnector> OpenAsync(ConnectionKey key) => Get<IConnectorFactory>().OpenAsync(key);

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private sealed class Wire(Process process) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            lock (process.Asked)
            {
                process.Asked.Add($"{request.RequestUri!.PathAndQuery} {request.Headers.Authorization?.Parameter}");
            }

            var page = System.Web.HttpUtility.ParseQueryString(request.RequestUri.Query)["after"] is { } after ? int.Parse(after) : 0;
            var body = request.RequestUri.AbsolutePath == "/revoke" ? "{}" : $$"""{"items":[{"id":"{{page}}"}],"next":"{{page + 1}}"}""";
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(body, Encoding.UTF8, "application/json"), RequestMessage = request });
        }
    }
}

/// <summary>A provider with a list that never ends.</summary>
internal static class Vendor
{
    public static ListEndpoint<VendorItem> Items { get; } = Endpoint.List(
        "items.list",
        _ => RequestSpec.Get("/items"),
        PageOf.Json(VendorJson.Default.VendorPage, page => page.Items, "items"),
        PageBy.Cursor<VendorPage>("after", page => page.Next, size: "limit", max: 1),
        id: item => item.Id);

    public static ConnectorDefinition Definition { get; } = new()
    {
        Id = "vendor",
        DisplayName = "Vendor",
        Hosts = "https://api.vendor.test",
        Auth =
        [
            new OAuth2Scheme
            {
                AuthorizationEndpoint = "https://api.vendor.test/authorize",
                TokenEndpoint = new("https://api.vendor.test/token"),
                RevocationEndpoint = "https://api.vendor.test/revoke",
            },
            new BearerScheme(),
        ],
        Endpoints = [Items],
    };
}

internal sealed record VendorItem(string Id);

internal sealed record VendorPage(List<VendorItem> Items, string? Next);

[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(VendorPage))]
internal sealed partial class VendorJson : JsonSerializerContext;
