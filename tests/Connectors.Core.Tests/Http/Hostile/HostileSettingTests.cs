using Connectors.Definitions;
using Microsoft.Extensions.DependencyInjection;

namespace Connectors.Core.Tests.Http.Hostile;

/// <summary>What a customer enters where a host stands. The patterns are as careless as an author can write them: the address holds all the same.</summary>
public sealed class HostileSettingTests
{
    private static readonly ConnectionKey s_key = new("shop", "acme");

    public static TheoryData<string> Hosts { get; } =
    [
        "evil.test/", "a@evil.test", "evil.test#", "evil.test?", "evil.test:8443", "x.evil.test:8443", "evil.test\\", "evil.test%2f", "evil.test%23", "[::1]", "::1", "-evil.test", ".evil.test", "evil.test.",
        "evil..test", "evil test", "evil.test\r\nX: y", "evil.test\t", "évil.test", "аcme", "evil.test;", "{other}", "https://evil.test", "//evil.test", "..", ".", "a/../b",
    ];

    public static TheoryData<string> PrivateHosts { get; } =
    [
        "127.0.0.1", "127.1", "0x7f.1", "2130706433", "localhost", "localhost.", "x.localhost", "169.254.169.254", "10.0.0.1", "intranet", "[::1]", "①②⑦.⓪.⓪.①", "127.0.0.1.",
    ];

    public static TheoryData<string> Addresses { get; } =
    [
        "http://shop.example", "https://127.0.0.1", "https://127.0.0.1.", "https://localhost.", "https://x.localhost", "https://[::1]", "https://[::ffff:7f00:1]", "https://169.254.169.254", "https://①②⑦.⓪.⓪.①",
        "https://intranet", "https://a@evil.test", "https://evil.test?x", "https://evil.test#x", "file:///etc", "//evil.test", "evil.test", "javascript:x",
    ];

    [Theory]
    [MemberData(nameof(Hosts))]
    public Task Connect_SettingInAHostLabel_NeverLeavesTheProvidersDomain(string entered) =>
        NothingLeavesAsync("https://{subdomain}.shop.test", entered, arrival => arrival.Origin.EndsWith(".shop.test:443", StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(PrivateHosts))]
    public Task Connect_WholeHostIsEntered_ReachesNoPrivatePlace(string entered) => NothingLeavesAsync("https://{subdomain}", entered, _ => false);

    [Theory]
    [MemberData(nameof(Addresses))]
    public Task Connect_WholeAddressIsEntered_ReachesNoPrivateOrPlainPlace(string entered) => NothingLeavesAsync("{subdomain}", entered, _ => false);

    [Fact]
    public async Task Connect_PatternOfTheSetting_IsHeldAgainstTheWholeValue()
    {
        await using var internet = new Internet(_ => new(200, """{"id":"1"}"""));
        await using var services = Services(internet, "https://{subdomain}", new("subdomain", "Address") { Pattern = @"[a-z]+\.shop\.test" });
        var connections = services.GetRequiredService<IConnections>();

        foreach (var entered in new[] { "a.shop.test.evil.test", "evil.test/a.shop.test", "a.shop.test\n", "evil.test\na.shop.test" })
        {
            var error = await Assert.ThrowsAsync<ConnectorException>(() => connections.ConnectAsync(s_key, new ApiKeyCredential("canary-4f1b"), new() { ["subdomain"] = entered }));
            Assert.Equal(ErrorKind.Validation, error.Kind);
        }

        await connections.ConnectAsync(s_key, new ApiKeyCredential("canary-4f1b"), new() { ["subdomain"] = "a.shop.test" });
        Assert.Equal("https://a.shop.test:443", Assert.Single(internet.Arrivals).Origin);
    }

    private static async Task NothingLeavesAsync(string host, string entered, Func<Arrival, bool> isFine)
    {
        await using var internet = new Internet(_ => new(200, """{"id":"1"}"""));
        await using var services = Services(internet, host, new("subdomain", "Subdomain") { Pattern = "(?s).*" });

        var error = await Record.ExceptionAsync(() => services.GetRequiredService<IConnections>().ConnectAsync(s_key, new ApiKeyCredential("canary-4f1b"), new() { ["subdomain"] = entered }));

        Assert.DoesNotContain(internet.Arrivals, arrival => !isFine(arrival));
        Assert.True(error is ConnectorException { Kind: ErrorKind.Configuration or ErrorKind.Validation } || internet.Arrivals.Count > 0, error?.ToString());
    }

    private static ServiceProvider Services(Internet internet, string host, ConnectionSetting setting)
    {
        var whoAmI = Endpoint.Read<NoContent, AccountIdentity>("whoami.get", (_, _) => RequestSpec.Get("/me"), Body.Json(ShopJson.Default.Item, item => new AccountIdentity(item.Id)));
        var definition = new ConnectorDefinition
        {
            Id = "shop",
            DisplayName = "Shop",
            Hosts = host,
            Settings = [setting],
            Auth = [Shop.HeaderKey],
            WhoAmI = whoAmI,
            Endpoints = [whoAmI],
        };
        return Shop.Services(definition, internet.CreateTransport);
    }
}
