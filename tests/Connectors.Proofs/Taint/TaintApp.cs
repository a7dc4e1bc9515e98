using Connectors.Auth;
using Connectors.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Connectors.Proofs.Taint;

/// <summary>An app with one connector for each way to sign in, over a hostile provider, in which everything is logged, traced and measured.</summary>
internal sealed class TaintApp : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public TaintApp(Canaries canaries, Sinks sinks, int seed, Action<IConnectorsBuilder> store, string? broken)
    {
        Vendor = new(canaries, Time, seed);
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Time);
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(new Borrowed(sinks)));
        var builder = services.AddConnectors();
        foreach (var scheme in TaintScheme.All)
        {
            builder.AddConnector(TaintDefinition.Of(scheme), options => (options.ClientId, options.ClientSecret) = ("app", canaries.Make("app's client secret")));
            if (broken == "blanker")
            {
                builder.HttpClient(TaintDefinition.IdOf(scheme)).AddHttpMessageHandler(static () => new UnblankedWords());
            }
        }

        builder.AddRequestLog().AddCallObserver("sink", _ => sinks).ConfigureCallObservation(options =>
        {
            options.Bodies = true;
            options.RequestHeaders.Add("*");
            options.ResponseHeaders.Add("*");
        });
        store(builder);
        builder.UseTransport(() => broken switch
        {
            "header-log" => new HeaderLog(sinks.CreateLogger("headers"), new Borrower(Vendor)),
            "observation" => new HeaderSight(sinks, new Borrower(Vendor)),
            "url-trace" => new AddressTrace(new Borrower(Vendor)),
            "error-text" => new TalkativeErrors(new Borrower(Vendor)),
            _ => new Borrower(Vendor),
        });
        var real = services.Last(service => service.ServiceType == typeof(ICredentialStore)).ImplementationType!;
        services.AddSingleton<ICredentialStore>(provider =>
        {
            var inner = (ICredentialStore)ActivatorUtilities.CreateInstance(provider, real);
            return Store = new(broken == "encryption" ? new PlainStore(inner, provider.GetRequiredService<CredentialProtector>()) : inner);
        });
        _services = services.BuildServiceProvider();
        Credentials = Get<ICredentialStore>();
    }

    public HurriedTime Time { get; } = new();

    public HostileVendor Vendor { get; }

    public FaultyStore Store { get; private set; } = null!;

    public ICredentialStore Credentials { get; }

    public IConnections Connections => Get<IConnections>();

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>Saves a connection with its credential, as an earlier sign-in would have.</summary>
    public async Task SaveAsync(ConnectionKey key, TaintScheme scheme, Credential credential)
    {
        await Credentials.TryReplaceAsync(key.ToString(), 0, Get<CredentialProtector>().Protect(key.ToString(), credential), default);
        await Get<IConnectionStore>().TryWriteAsync(new() { Key = key, CredentialId = key.ToString(), AuthScheme = scheme.Scheme.Name }, default);
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    /// <summary>The handler factory disposes of what it is given; the provider is used to the end.</summary>
    private sealed class Borrower(HttpMessageHandler inner) : HttpMessageHandler
    {
        private readonly HttpMessageInvoker _inner = new(inner, disposeHandler: false);

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => _inner.SendAsync(request, cancellationToken);
    }

    private sealed class Borrowed(Sinks sinks) : ILoggerProvider, ISupportExternalScope
    {
        public ILogger CreateLogger(string categoryName) => sinks.CreateLogger(categoryName);

        public void SetScopeProvider(IExternalScopeProvider scopeProvider) => sinks.SetScopeProvider(scopeProvider);

        public void Dispose()
        {
        }
    }
}
