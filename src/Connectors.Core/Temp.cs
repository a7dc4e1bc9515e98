using System.Net.Http.Headers;
using Connectors.Definitions;
namespace Connectors.Limits { internal static class RetryAfter { internal static TimeSpan? Parse(HttpResponseHeaders headers, DateTimeOffset now) => headers.RetryAfter?.Delta; } }
namespace Connectors.Http
{
    internal interface IRuntimes { ConnectorRuntime Get(string provider); IReadOnlyDictionary<string, ConnectorDefinition> Definitions { get; } }
    internal static class HostResolver { internal static Uri Resolve(ConnectorDefinition definition, ConnectorOptions options, Connection connection, string host) => new(definition.Hosts[host]); }
}
namespace Connectors.Auth { internal interface IConnectionProver { Task<AccountIdentity?> ProveAsync(Connection connection, Credential? credential, CancellationToken ct); } }
namespace Microsoft.Extensions.DependencyInjection { internal static class TempAuth { internal static void AddConnectorAuth(this IServiceCollection s) { } } }
namespace Connectors.Limits { internal sealed class MemoryQuota : IQuota { public ValueTask<IQuotaLease> AcquireAsync(QuotaRequest request, CancellationToken cancellationToken) => new(new L()); sealed class L : IQuotaLease { public TimeSpan Waited => default; public void Observe(in QuotaObservation seen) { } public void Dispose() { } } } }
