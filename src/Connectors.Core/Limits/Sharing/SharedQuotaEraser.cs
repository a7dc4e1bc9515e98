namespace Connectors.Limits;

/// <summary>Erases the quota of a connection that is forgotten. A process that still made a call just now may note it once more, until it ends by itself.</summary>
internal sealed class SharedQuotaEraser(SharedQuota quota) : IConnectionEraser
{
    public ValueTask EraseAsync(ConnectionKey connection, CancellationToken cancellationToken) => quota.EraseAsync(connection, cancellationToken);
}
