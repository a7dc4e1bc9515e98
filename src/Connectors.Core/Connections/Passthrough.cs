using Connectors.Definitions;

namespace Connectors;

/// <summary>Turns a raw call into an endpoint and a request of the chain.</summary>
internal static class Passthrough
{
    private static readonly Func<NoContent, EndpointContext, RequestSpec> s_none = static (_, _) => RequestSpec.Get("/");
    private static readonly Endpoint s_read = Definitions.Endpoint.Read("passthrough", s_none, Body.None);
    private static readonly Endpoint s_idempotent = Definitions.Endpoint.Idempotent("passthrough", s_none, Body.None);
    private static readonly Endpoint s_write = Definitions.Endpoint.Write("passthrough", s_none, Body.None);

    private static readonly Endpoint s_keyed = Definitions.Endpoint.Write("passthrough", s_none, Body.None, takesKey: true);

    internal static Endpoint Endpoint(RawRequest request) => request.Effect switch
    {
        Effect.Write when request.IdempotencyKeyHeader is not null => s_keyed,
        Effect.Read => s_read,
        Effect.Idempotent => s_idempotent,
        _ => s_write,
    };

    internal static RequestSpec Spec(RawRequest request, ConnectorDefinition definition, string? idempotencyKey)
    {
        var relative = request.Path.StartsWith('/') ? request.Path : "/" + request.Path;
        if (Uri.IsWellFormedUriString(request.Path, UriKind.Absolute) || relative.StartsWith("//", StringComparison.Ordinal) || relative.Contains('\\', StringComparison.Ordinal))
        {
            throw new ConnectorException(new()
            {
                Kind = ErrorKind.Validation,
                Provider = definition.Id,
                Endpoint = "passthrough",
                What = "A raw call takes path and query only; the host comes from the definition",
                ToDo = $"Write the path alone, and name another of the definition's hosts ({string.Join(", ", definition.Hosts.Names)}) with RawRequest.Host.",
            });
        }

        var spec = RequestSpec.Create(request.Method, "/").WithPathAndQuery(relative).OnHost(request.Host);
        foreach (var (name, value) in request.Headers)
        {
            spec = spec.Header(name, value);
        }

        if (request is { Effect: Effect.Write, IdempotencyKeyHeader: { } header })
        {
            spec = spec.Header(header, idempotencyKey);
        }

        foreach (var cost in request.Costs)
        {
            spec = spec.Cost(cost.Unit, cost.Amount);
        }

        return request.Body is null ? spec : spec.Body(request.Body);
    }
}
