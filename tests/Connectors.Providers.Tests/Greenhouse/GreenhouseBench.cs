using System.Net;
using Connectors.Providers.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Connectors.Providers.Greenhouse;

/// <summary>A connection to Greenhouse with a customer's own client. Its first two requests are the token and the proof.</summary>
internal static class GreenhouseBench
{
    public const string Api = "https://harvest.greenhouse.io/v3/";
    public const string TokenAddress = "https://auth.greenhouse.io/token";

    public static StandingClock Clock() => new(new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero));

    public static string Token(string token, string expiresAt) => $$"""{"token_type":"Bearer","access_token":"{{token}}","expires_at":"{{expiresAt}}"}""";

    public static Task<MockedProvider> ConnectAsync(TimeProvider? time = null, string? sub = null, Action<ConnectorOptions>? configure = null) => MockedProvider
        .Create(
            builder => builder.AddGreenhouse(options =>
            {
                options.RetryDelay = TimeSpan.FromMilliseconds(1);
                configure?.Invoke(options);
            }),
            time ?? Clock())
        .Expect(HttpMethod.Post, TokenAddress, HttpStatusCode.OK, Token("jwt-1", "2026-11-20T13:00:00Z"))
        .Expect(HttpMethod.Get, Api + "jobs", HttpStatusCode.OK, "[]")
        .ConnectAsync("greenhouse", new ClientCredential("client", "s3cret-value"), sub is null ? null : new() { ["sub"] = sub });
}
