namespace Connectors.Storage;

/// <summary>
/// Encrypts stored credentials anew with the current key, so that an older one can be taken away; see <see cref="IEncryptionKeys"/> for
/// the whole way. A singleton, thread-safe.
/// </summary>
public interface ICredentialReencryption
{
    /// <summary>
    /// Encrypts anew what is not encrypted with the current key. Calls go on meanwhile, and a renewal at the same time wins. Holds one
    /// credential at a time. Where it is cut off, calling it again goes on: what is done is passed over.
    /// </summary>
    /// <param name="cancellationToken">Cancels it between two credentials.</param>
    /// <returns>What was done.</returns>
    Task<ReencryptionReport> RunAsync(CancellationToken cancellationToken = default);
}

/// <summary>What a run of <see cref="ICredentialReencryption"/> did.</summary>
/// <param name="Checked">How many credentials there are.</param>
/// <param name="Reencrypted">How many were encrypted anew.</param>
/// <param name="Left">How many are not encrypted with the current key still: they cannot be decrypted (each is logged), or others write them all the time.</param>
public sealed record ReencryptionReport(long Checked, long Reencrypted, long Left)
{
    /// <summary>Gets whether no credential needs an older key any more.</summary>
    public bool IsComplete => Left == 0;
}
