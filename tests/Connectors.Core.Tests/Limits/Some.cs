using Connectors.Limits;
using System.Net.Http.Headers;
using Connectors.Definitions;

namespace Connectors.Core.Tests.Limits;

/// <summary>Builders of what the limits room is asked with.</summary>
internal static class Some
{
    private static readonly Dictionary<string, Endpoint> _endpoints = new(StringComparer.Ordinal);

    public static Endpoint Endpoint(string? group = null)
    {
        lock (_endpoints)
        {
            var name = group ?? "things.get";
            return _endpoints.TryGetValue(name, out var known)
                ? known
                : _endpoints[name] = Connectors.Definitions.Endpoint.Read<int, NoContent>(name, (_, _) => RequestSpec.Get($"/things"), Body.None, limit: group);
        }
    }

    public static QuotaRequest Request(
        IReadOnlyList<Limit> limits,
        string tenant = "acme",
        CallPriority priority = CallPriority.Interactive,
        TimeSpan? wait = null,
        string? group = null,
        string? credential = null) => new()
        {
            Connection = new("vendor", tenant),
            CredentialId = credential ?? tenant,
            Endpoint = Endpoint(group),
            Limits = limits,
            Priority = priority,
            MaxWait = wait ?? Timeout.InfiniteTimeSpan,
        };

    public static Limit Limit(LimitKind kind, int permits, double seconds, LimitScope scope = LimitScope.Connection, string name = "window") =>
        new(name, scope, kind, permits, TimeSpan.FromSeconds(seconds));

    public static HttpResponseHeaders Headers(params (string Name, string Value)[] headers)
    {
        var response = new HttpResponseMessage();
        foreach (var (name, value) in headers)
        {
            Assert.True(response.Headers.TryAddWithoutValidation(name, value), name);
        }

        return response.Headers;
    }

    public static QuotaObservation Answer(params (string Name, string Value)[] headers) => new(false, null, Headers(headers));

    public static QuotaObservation Refusal(double? retryAfter = null, params (string Name, string Value)[] headers) =>
        new(true, retryAfter is { } seconds ? TimeSpan.FromSeconds(seconds) : null, Headers(headers));
}
