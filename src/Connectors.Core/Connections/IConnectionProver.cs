using Connectors.Definitions;

namespace Connectors;

/// <summary>Makes the definition's cheap proving call. A singleton, thread-safe.</summary>
internal interface IConnectionProver
{
    /// <summary>Proves a credential.</summary>
    /// <param name="connection">The connection; not saved yet where a credential is given.</param>
    /// <param name="credential">The credential to prove, or <see langword="null"/> for the one that the keeper has for the connection.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <returns>Whose account it is, or <see langword="null"/> when the definition has no proving call.</returns>
    /// <exception cref="ConnectorException">The provider refuses the credential, or cannot be asked.</exception>
    Task<AccountIdentity?> ProveAsync(Connection connection, Credential? credential, CancellationToken cancellationToken);
}
