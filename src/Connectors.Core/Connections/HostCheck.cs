using System.Net.Sockets;
using Connectors.Auth;
using Connectors.Definitions;
using Connectors.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Connectors;

/// <summary>
/// Looks at the hosts that a customer chooses by what he enters, before anything is sent or saved: they must be under the definition's
/// suffixes and on the public internet. The transport looks at each connection again.
/// </summary>
internal sealed class HostCheck(IRuntimes runtimes, HostLookup lookup, ConnectorsTransport? transport = null)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    /// <summary>Checks a connection that is to be made.</summary>
    /// <exception cref="ConnectorException">A host is not allowed.</exception>
    public async ValueTask CheckAsync(Connection draft, CancellationToken cancellationToken)
    {
        var runtime = runtimes.Get(draft.Key.Provider);
        HostGuard? guard = null;
        foreach (var name in runtime.Definition.Hosts.Names)
        {
            var template = runtime.Options.Hosts.TryGetValue(name, out var own) ? own : runtime.Definition.Hosts[name];
            var entered = AddressTemplate.NamesInAuthority(template).ToList();
            if (entered.Count == 0 || !entered.TrueForAll(setting => HasValue(runtime.Definition, draft, setting)))
            {
                continue;
            }

            var address = HostResolver.Resolve(runtime.Definition, runtime.Options, draft, name);
            guard ??= new(runtime.Definition, runtime.Options, lookup);

            // Where the app brings its own transport, names are none of this machine's.
            if (transport is null && guard.Guards(address.IdnHost))
            {
                await CheckAsync(guard, draft, address.IdnHost, runtime.Time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static async Task CheckAsync(HostGuard guard, Connection draft, string host, TimeProvider time, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(s_patience, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            await guard.CheckedAsync(host, both.Token).ConfigureAwait(false);
        }
        catch (PrivateHostException error)
        {
            throw new ConnectorException(new() { Kind = ErrorKind.Validation, Connection = draft.Key, What = error.What, ToDo = PrivateHostException.ToDo }, error);
        }
        catch (Exception error) when (error is SocketException || (error is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // A name that cannot be resolved here and now: the proving call says so, or goes through a proxy.
        }
    }

    private static bool HasValue(ConnectorDefinition definition, Connection draft, string setting) => AddressTemplate.Parameter($"{{{setting}}}", definition, draft) is { Length: > 0 };
}
