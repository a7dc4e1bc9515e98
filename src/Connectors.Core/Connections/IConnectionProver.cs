using Connectors.Definitions;

namespace Connectors;

/// <summary>Makes the definition's cheap proving call. A singleton, thread-safe.</summary>
internal interface IConnectionProver
{
    /// <summary>Proves a credential.</summary>
    /// <param name="connection">The connection; not saved yet where a credential is given.</param>
    /// <param name="credential">The credential to prove, or <see langword="null"/> for the one that the keeper has for the connection.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <returns>Whose account it is; nobody knows when the definition has no proving call.</returns>
    /// <exception cref="ConnectorException">The provider refuses the credential, or cannot be asked.</exception>
    Task<Proof> ProveAsync(Connection connection, Credential? credential, CancellationToken cancellationToken);

    /// <summary>Lists the accounts that a connection's grant covers.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <exception cref="ConnectorException">A grant is one account's at this provider (<see cref="ErrorKind.NotSupported"/>), or it cannot be asked.</exception>
    Task<IReadOnlyList<AccountIdentity>> ListAccountsAsync(Connection connection, CancellationToken cancellationToken);
}
