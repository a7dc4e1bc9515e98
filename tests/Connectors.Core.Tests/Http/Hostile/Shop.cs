using System.Buffers.Text;
using System.Text;
using System.Text.Json.Serialization;
using Connectors.Definitions;
using Microsoft.Extensions.DependencyInjection;

namespace Connectors.Core.Tests.Http.Hostile;

/// <summary>A provider at <c>https://api.shop.test</c> and a connection to it with a canary credential, over an <see cref="Internet"/>.</summary>
internal sealed class Shop : IAsyncDisposable
{
    public const string Api = "https://api.shop.test:443";
    public const string SignIn = "https://login.shop.test:443";
    private const string Canary = "canary-4f1b";
    private readonly ServiceProvider _services;

    private Shop(ServiceProvider services, IConnector connector) => (_services, Connector) = (services, connector);

    public static ListEndpoint<Item> ByBody { get; } = Endpoint.List(
        "items.list", _ => RequestSpec.Get("/items"), PageOf.Json(ShopJson.Default.ItemPage, page => page.Items, "items"), PageBy.NextLink<ItemPage>(page => page.Next));

    public static ListEndpoint<Item> ByHeader { get; } = Endpoint.List(
        "items.list_by_header", _ => RequestSpec.Get("/items"), PageOf.Json(ShopJson.Default.ItemPage, page => page.Items, "items"), PageBy.LinkHeader<ItemPage>());

    /// <summary>Gets the list of an author who puts whatever the provider says into the request.</summary>
    public static ListEndpoint<Item> Careless { get; } = Endpoint.List(
        "items.list_carelessly",
        context => context.PageState is { } state ? RequestSpec.Get("/items").WithPathAndQuery(state) : RequestSpec.Get("/items"),
        PageOf.Json(ShopJson.Default.ItemPage, page => page.Items, "items"),
        PageBy.State<ItemPage>((page, _) => page.Next));

    public static Endpoint<NoContent, Item> Get { get; } = Endpoint.Read<NoContent, Item>("items.get", (_, _) => RequestSpec.Get("/items/1"), Body.Json(ShopJson.Default.Item));

    public static Endpoint<NoContent, Item> Search { get; } = Endpoint.Read<NoContent, Item>(
        "items.search", (_, _) => RequestSpec.Post("/search").Form(("q", "tea")), Body.Json(ShopJson.Default.Item));

    public static Endpoint<NoContent, Item> Create { get; } = Endpoint.Write<NoContent, Item>(
        "items.create", (_, _) => RequestSpec.Post("/items").Form(("name", "tea")), Body.Json(ShopJson.Default.Item));

    public static Endpoint<NoContent, Stream> Export { get; } = Endpoint.Read<NoContent, Stream>("export.get", (_, _) => RequestSpec.Get("/export"), Body.Stream((_, stream) => stream));

    public static Endpoint<NoContent, Stream> File { get; } = Endpoint.Read<NoContent, Stream>(
        "file.get", (_, _) => RequestSpec.Get("/file").Header("Range", "bytes=0-99").Header("X-Shop-Tenant", "acme"), Body.Stream((_, stream) => stream, elsewhere: true));

    public static ApiKeyScheme HeaderKey { get; } = ApiKeyScheme.Header("X-Shop-Key");

    /// <summary>Gets every kind of scheme with a credential of its kind.</summary>
    public static IReadOnlyDictionary<string, (AuthScheme Scheme, Credential Credential)> Kinds { get; } = new Dictionary<string, (AuthScheme, Credential)>(StringComparer.Ordinal)
    {
        ["bearer"] = (new BearerScheme(), new BearerCredential(Canary)),
        ["header"] = (HeaderKey, new ApiKeyCredential(Canary)),
        ["prefixed"] = (ApiKeyScheme.Header("X-Shop-Key", "Token token="), new ApiKeyCredential(Canary)),
        ["query"] = (ApiKeyScheme.Query("shop_key"), new ApiKeyCredential(Canary)),
        ["cookie"] = (ApiKeyScheme.Cookie("shop_session"), new ApiKeyCredential(Canary)),
        ["basic"] = (new BasicScheme(), new BasicCredential("ada", Canary)),
        ["key-as-user"] = (BasicScheme.KeyAsUser(), new ApiKeyCredential(Canary)),
        ["oauth"] = (
            new OAuth2Scheme { AuthorizationEndpoint = "https://login.shop.test/authorize", TokenEndpoint = "https://login.shop.test/token", RevocationEndpoint = "https://login.shop.test/revoke" },
            new OAuthCredential(new() { AccessToken = Canary, RefreshToken = Canary + "-refresh" })),
        ["oauth1"] = (
            new OAuth1Scheme(),
            Secrets((OAuth1Scheme.ConsumerKey, Canary), (OAuth1Scheme.ConsumerSecret, Canary + "-secret"), (OAuth1Scheme.Token, Canary + "-token"), (OAuth1Scheme.TokenSecret, Canary + "-token-secret"))),
        ["jwt"] = (new JwtScheme(), Secrets((JwtScheme.SecretName, new('s', 32)), (JwtScheme.IssuerName, Canary))),
        ["session"] = (
            new SessionScheme
            {
                Login = login => RequestSpec.Post("/login").Form(("password", login.Secret("password"))),
                Read = answer => new(new(answer.GetProperty("session").GetString()!)),
                Secrets = ["password"],
                Headers = new Dictionary<string, Func<SessionContext, string>>(StringComparer.Ordinal) { ["X-Shop-Session"] = session => session.Token },
            },
            Secrets(("password", Canary))),
        ["client-credentials"] = (new ClientCredentialsScheme { TokenEndpoint = "https://login.shop.test/token" }, new ClientCredential("ada", Canary + "-secret")),
    };

    public IConnector Connector { get; }

    public IConnections Connections => _services.GetRequiredService<IConnections>();

    /// <summary>Makes the definition.</summary>
    public static ConnectorDefinition Definition(AuthScheme scheme, string host = "https://api.shop.test") => new()
    {
        Id = "shop",
        DisplayName = "Shop",
        Hosts = host,
        Auth = [scheme],
        Endpoints = [ByBody, ByHeader, Careless, Get, Search, Create, Export, File],
    };

    /// <summary>Registers the shop's connector; over the usual transport where none is given.</summary>
    public static ServiceProvider Services(ConnectorDefinition definition, Func<HttpMessageHandler>? transport, Action<IServiceCollection>? add = null)
    {
        var services = new ServiceCollection();
        var builder = services.AddConnectors()
            .AddConnector(definition, static options => (options.ClientId, options.ClientSecret, options.MaxRetries) = ("app", Canary + "-app", 0));
        if (transport is not null)
        {
            builder.UseTransport(transport);
        }

        add?.Invoke(services);
        return services.BuildServiceProvider(validateScopes: true);
    }

    public static async Task<Shop> OpenAsync(Internet internet, string kind = "header", string host = "https://api.shop.test", Func<HttpMessageHandler>? transport = null, Action<IServiceCollection>? add = null)
    {
        var (scheme, credential) = Kinds[kind];
        var services = Services(Definition(scheme, host), transport ?? internet.CreateTransport, add);
        var key = new ConnectionKey("shop", "acme");
        await services.GetRequiredService<IConnections>().ConnectAsync(key, credential);
        return new(services, await services.GetRequiredService<IConnectorFactory>().OpenAsync(key));
    }

    /// <summary>Answers what a scheme asks for before its first call; everything else as told.</summary>
    public static Reply Sell(Arrival arrival, Func<Arrival, Reply> otherwise) =>
        arrival.Origin == SignIn ? new(200, $$"""{"access_token":"{{Canary}}-access","token_type":"bearer"}""")
        : arrival is { Origin: Api, Target: "/login" } ? new(200, $$"""{"session":"{{Canary}}-session"}""")
        : otherwise(arrival);

    /// <summary>Whether the canary stands in a text, in any of the forms in which a credential is sent.</summary>
    public static bool Holds(string text) =>
        text.Contains(Canary, StringComparison.OrdinalIgnoreCase) || text.Split(' ', '\r', '\n', '.').Any(word => Decoded(word).Contains(Canary, StringComparison.Ordinal));

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private static SecretsCredential Secrets(params (string Name, string Value)[] values) =>
        new(values.ToDictionary(value => value.Name, value => new Secret(value.Value), StringComparer.Ordinal));

    private static string Decoded(string word)
    {
        var plain = word.TrimEnd('=').Replace('+', '-').Replace('/', '_');
        return Base64Url.IsValid(plain) ? Encoding.UTF8.GetString(Base64Url.DecodeFromChars(plain)) : "";
    }
}

internal sealed record Item(string Id);

internal sealed record ItemPage(IReadOnlyList<Item> Items, string? Next);

[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Item))]
[JsonSerializable(typeof(ItemPage))]
internal sealed partial class ShopJson : JsonSerializerContext;
