using System.Net;
using Connectors.Definitions;
using Microsoft.Extensions.DependencyInjection;
using RichardSzalay.MockHttp;

namespace Connectors.Providers.Testing;

/// <summary>One connection through the real chain over a transport that knows the requests it expects, in order, and no other.</summary>
internal sealed class MockedProvider : IDisposable
{
    private readonly ServiceProvider _services;
    private readonly Recorder _recorder;

    private MockedProvider(ServiceProvider services, MockHttpMessageHandler http, Recorder recorder) => (_services, Http, _recorder) = (services, http, recorder);

    public MockHttpMessageHandler Http { get; }

    /// <summary>All requests, the ones of connecting included.</summary>
    public IReadOnlyList<SentRequest> Sent => _recorder.Sent;

    public SentRequest Last => _recorder.Sent[^1];

    public IConnector Connector { get; private set; } = null!;

    public IConnections Connections => _services.GetRequiredService<IConnections>();

    public static MockedProvider Create(Action<IConnectorsBuilder> add, TimeProvider? time = null)
    {
        var http = new MockHttpMessageHandler();
        http.Fallback.Throw(new InvalidOperationException("A request that the test does not expect."));
        var recorder = new Recorder(http);
        var services = new ServiceCollection();
        if (time is not null)
        {
            services.AddSingleton(time);
        }

        add(services.AddConnectors().UseTransport(() => recorder));
        return new(services.BuildServiceProvider(validateScopes: true), http, recorder);
    }

    public async Task<MockedProvider> ConnectAsync(string provider, Credential credential, ConnectionSettings? settings = null)
    {
        var connection = await Connections.ConnectAsync(new(provider, "acme"), credential, settings);
        Connector = await _services.GetRequiredService<IConnectorFactory>().OpenAsync(connection.Key);
        return this;
    }

    public MockedProvider Expect(HttpMethod method, string address, HttpStatusCode status, string body = "", params (string Name, string Value)[] headers)
    {
        Http.Expect(method, address).Respond(_ =>
        {
            var response = new HttpResponseMessage(status) { Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json") };
            foreach (var (name, value) in headers)
            {
                response.Headers.TryAddWithoutValidation(name, value);
            }

            return response;
        });
        return this;
    }

    public void Dispose()
    {
        _services.Dispose();
        Http.VerifyNoOutstandingExpectation();
        Http.Dispose();
    }

    private sealed class Recorder(HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        public List<SentRequest> Sent { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Sent.Add(new(
                request.Method.Method,
                request.RequestUri!.AbsoluteUri,
                request.Headers.Authorization?.ToString(),
                request.Headers.Accept.ToString(),
                request.Content?.Headers.ContentType?.ToString(),
                request.Content is null ? null : await request.Content.ReadAsStringAsync(cancellationToken)));
            return await base.SendAsync(request, cancellationToken);
        }
    }
}

internal sealed record SentRequest(string Method, string Address, string? Authorization, string Accept, string? MediaType, string? Body)
{
    public string Query => Address.Contains('?') ? Address[(Address.IndexOf('?') + 1)..] : "";
}

/// <summary>A clock that stands until it is moved. Timers run in real time.</summary>
internal sealed class StandingClock(DateTimeOffset now) : TimeProvider
{
    public DateTimeOffset Now { get; set; } = now;

    public override DateTimeOffset GetUtcNow() => Now;
}

internal static class Lists
{
    public static async Task<List<T>> AllAsync<T>(this IAsyncEnumerable<T> source)
    {
        var all = new List<T>();
        await foreach (var item in source)
        {
            all.Add(item);
        }

        return all;
    }

    public static IEnumerable<string> Unset<TModel>(this TModel model, ModelType<TModel> type)
        where TModel : CommonModel => type.Names(type.All.Except(model.Fields));
}
