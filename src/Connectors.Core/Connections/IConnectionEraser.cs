namespace Connectors;

/// <summary>
/// Erases what a package or the app keeps of a connection, when <see cref="IConnections.ForgetAsync"/> is called. Register one as a
/// singleton: <c>services.AddSingleton&lt;IConnectionEraser, MyEraser&gt;()</c>. Sync registers one for its records. Thread-safe.
/// </summary>
public interface IConnectionEraser
{
    /// <summary>
    /// Erases everything of a connection, its bytes too; nothing is no error. The connection makes no call any more when this is called,
    /// and what still runs of it must not bring anything back. When it fails, the connection stays, and forgetting it again calls it again.
    /// </summary>
    /// <param name="connection">The connection.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    ValueTask EraseAsync(ConnectionKey connection, CancellationToken cancellationToken);
}
