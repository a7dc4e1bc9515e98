using Connectors.Limits;
using Microsoft.Extensions.DependencyInjection;

namespace Connectors.Proofs.Limits;

/// <summary>The store of shared quota, with its round trips counted and, on demand, a guard taken away.</summary>
internal sealed class CountedStore(string? broken) : IQuotaStore
{
    public const string Shared = "shared";
    public const string Held = "held";

    private IQuotaStore? _store;
    private int _takings;

    public static IReadOnlyList<(string Name, string Without)> Guards { get; } =
    [
        (Shared, "each process keeps the limits for itself, as if there were no other"),
        (Held, "the store forgets what a process holds and what it spent"),
    ];

    public int Takings => _takings;

    /// <summary>Puts itself before the store that is registered, if one is.</summary>
    public void Decorate(IConnectorsBuilder builder)
    {
        if (builder.Services.LastOrDefault(service => service.ServiceType == typeof(IQuotaStore))?.ImplementationFactory is { } make)
        {
            builder.ShareQuota(provider =>
            {
                _store = (IQuotaStore)make(provider);
                return this;
            });
        }
    }

    public ValueTask<IReadOnlyList<QuotaGrant>> TakeAsync(IReadOnlyList<QuotaTake> takes, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _takings);
        return _store!.TakeAsync(broken == Held ? [.. takes.Select(take => take with { Held = 0, Spent = [] })] : takes, cancellationToken);
    }

    public ValueTask EraseAsync(ConnectionKey connection, CancellationToken cancellationToken) => _store!.EraseAsync(connection, cancellationToken);
}
