using System.Text;
using Connectors.Auth;
using Connectors.Proofs.Guards;
using Connectors.Storage;

namespace Connectors.Proofs.Taint;

/// <summary>How the credential store fails.</summary>
internal enum StoreFault
{
    None,
    ReadFails,
    WriteFails,
    Damaged,
}

/// <summary>A store that fails when it is told to.</summary>
internal sealed class FaultyStore(ICredentialStore inner) : DelegatingCredentialStore(inner)
{
    public StoreFault Fault { get; set; }

    public override async ValueTask<StoredCredential?> ReadAsync(string id, CancellationToken cancellationToken)
    {
        if (Fault == StoreFault.ReadFails)
        {
            throw new IOException("The disk cannot be read.");
        }

        var row = await base.ReadAsync(id, cancellationToken);
        if (Fault != StoreFault.Damaged || row is null)
        {
            return row;
        }

        var damaged = row.Payload.ToArray();
        damaged[^1] ^= 1;
        return row with { Payload = damaged };
    }

    public override ValueTask<bool> TryWriteAsync(CredentialLease lease, CredentialWrite write, CancellationToken cancellationToken) =>
        Fault == StoreFault.WriteFails ? throw new IOException("The disk is full.") : base.TryWriteAsync(lease, write, cancellationToken);
}

/// <summary>Without encryption: what is kept can be read by whoever has the file.</summary>
internal sealed class PlainStore(ICredentialStore inner, CredentialProtector protector) : ICredentialStore
{
    private const int Length = 4;

    public async ValueTask<StoredCredential?> ReadAsync(string id, CancellationToken cancellationToken) =>
        await inner.ReadAsync(id, cancellationToken) is { } row ? row with { Payload = row.Payload[Length..][..BitConverter.ToInt32(row.Payload.Span)] } : null;

    public ValueTask<CredentialLease?> TryLeaseAsync(string id, long seenVersion, TimeSpan duration, CancellationToken cancellationToken) =>
        inner.TryLeaseAsync(id, seenVersion, duration, cancellationToken);

    public ValueTask<bool> TryWriteAsync(CredentialLease lease, CredentialWrite write, CancellationToken cancellationToken) =>
        inner.TryWriteAsync(lease, write.Kind == CredentialWriteKind.Renewed ? write with { Payload = Readable(lease.Id, write.Payload) } : write, cancellationToken);

    public ValueTask<bool> TryReplaceAsync(string id, long expectedVersion, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken) =>
        inner.TryReplaceAsync(id, expectedVersion, Readable(id, payload), cancellationToken);

    public ValueTask<bool> TryReencryptAsync(StoredCredential seen, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken) => new(false);

    public IAsyncEnumerable<string> ListAsync(CancellationToken cancellationToken) => inner.ListAsync(cancellationToken);

    public ValueTask DeleteAsync(string id, CancellationToken cancellationToken) => inner.DeleteAsync(id, cancellationToken);

    private byte[] Readable(string id, ReadOnlyMemory<byte> payload) =>
    [
        .. BitConverter.GetBytes(payload.Length),
        .. payload.Span,
        .. Encoding.UTF8.GetBytes(string.Join(' ', protector.Unprotect(id, payload).Secrets.Select(secret => secret.Reveal()))),
    ];
}
