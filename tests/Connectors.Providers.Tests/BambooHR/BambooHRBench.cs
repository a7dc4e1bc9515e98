using System.Net;
using Connectors.Providers.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Connectors.Providers.BambooHR;

/// <summary>A connection to BambooHR with an API key.</summary>
internal static class BambooHRBench
{
    public const string Api = "https://acme.bamboohr.com/api/v1/";
    public const string OneEmployee = """{"data":[],"meta":{"total":2456,"page":{"limit":1,"nextCursor":"x","prevCursor":null}},"_links":{}}""";

    public static Task<MockedProvider> ConnectAsync(Action<ConnectorOptions>? configure = null) => MockedProvider
        .Create(builder => builder.AddBambooHR(options =>
        {
            options.RetryDelay = TimeSpan.FromMilliseconds(1);
            configure?.Invoke(options);
        }))
        .Expect(HttpMethod.Get, Api + "employees", HttpStatusCode.OK, OneEmployee)
        .ConnectAsync("bamboohr", new ApiKeyCredential("abc"), new() { ["subdomain"] = "acme" });
}
