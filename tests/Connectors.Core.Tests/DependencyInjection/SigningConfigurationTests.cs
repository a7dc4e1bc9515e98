using System.Net;
using Connectors.Core.Tests.Testing;
using Connectors.Definitions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using RichardSzalay.MockHttp;

namespace Connectors.Core.Tests.DependencyInjection;

/// <summary>Keys and named secrets that are stated in configuration.</summary>
public sealed class SigningConfigurationTests : IDisposable
{
    private readonly MockHttpMessageHandler _wire = new();
    private readonly List<string> _sent = [];
    private ServiceProvider? _app;

    public SigningConfigurationTests() => _wire.When("*").Respond(request =>
    {
        _sent.Add(request.Headers.Authorization!.ToString());
        return The.Answer(HttpStatusCode.OK, "{}");
    });

    [Fact]
    public async Task Open_NamedSecrets_ConnectsByTheSchemeThatReadsThem()
    {
        await CallAsync(new OAuth1Scheme(), new()
        {
            ["Secrets:consumer_key"] = "ck", ["Secrets:consumer_secret"] = "cs", ["Secrets:token"] = "t", ["Secrets:token_secret"] = "ts",
        });

        Assert.StartsWith("OAuth oauth_consumer_key=\"ck\", oauth_token=\"t\"", Assert.Single(_sent), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_PrivateKeyOnOneLine_SignsWithIt()
    {
        await CallAsync(new JwtScheme(), new()
        {
            ["Issuer"] = "123456", ["PrivateKey"] = SigningKeys.RsaPem.Replace("\n", "\\n", StringComparison.Ordinal), ["KeyId"] = "k1", ["Subject"] = "jo",
        });

        var (header, claims) = SigningKeys.Read(Assert.Single(_sent)["Bearer ".Length..]);
        Assert.Equal(("k1", "123456", "jo"), (header.GetProperty("kid").GetString(), claims.GetProperty("iss").GetString(), claims.GetProperty("sub").GetString()));
    }

    [Theory]
    [InlineData("key-canary", true)]
    [InlineData(null, false)]
    public void Start_ClientKeyThatCannotSign_NamesTheOptionAndShowsNothing(string? key, bool isRefused)
    {
        using var app = Build(new JwtScheme(), new() { ["Connectors:Providers:acme:ClientKey"] = key });
        var options = app.GetRequiredService<IOptionsMonitor<ConnectorOptions>>();

        var error = Record.Exception(() => options.Get("acme"));

        Assert.Equal(isRefused, error is OptionsValidationException);
        Assert.Equal(isRefused, error?.Message.Contains("Connectors:Providers:acme:ClientKey", StringComparison.Ordinal) ?? false);
        Assert.DoesNotContain("canary", error?.ToString() ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public void Start_ClientKeyFromConfiguration_IsTaken()
    {
        using var app = Build(new JwtScheme(), new() { ["Connectors:Providers:acme:ClientKey"] = SigningKeys.EcPem, ["Connectors:Providers:acme:ClientKeyId"] = "k1" });

        var options = app.GetRequiredService<IOptionsMonitor<ConnectorOptions>>().Get("acme");

        Assert.Equal((SigningKeys.EcPem, "k1"), (options.ClientKey, options.ClientKeyId));
    }

    public void Dispose()
    {
        _app?.Dispose();
        _wire.Dispose();
    }

    private async Task CallAsync(AuthScheme scheme, Dictionary<string, string?> stated)
    {
        Dictionary<string, string?> values = new(stated.Select(pair => new KeyValuePair<string, string?>($"Connectors:Connections:0:{pair.Key}", pair.Value)), StringComparer.Ordinal)
        {
            ["Connectors:Connections:0:Provider"] = "acme", ["Connectors:Connections:0:Tenant"] = "tenant",
        };
        _app = Build(scheme, values);
        var connector = await _app.GetRequiredService<IConnectorFactory>().OpenAsync(new("acme", "tenant"));
        using var answer = await connector.SendAsync(HttpMethod.Get, "/x");
    }

    private ServiceProvider Build(AuthScheme scheme, Dictionary<string, string?> values)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(values).Build();
        var services = new ServiceCollection();
        services.AddConnectors(configuration.GetSection("Connectors")).AddConnector(The.Definition(scheme)).UseTransport(() => _wire);
        return services.BuildServiceProvider(validateScopes: true);
    }
}
