namespace Connectors;

/// <summary>Makes and keeps connections. A singleton, thread-safe.</summary>
/// <remarks>
/// What is done here holds in this process at once, and in every other process over the same store within ten seconds: a call, or the
/// next page of a list, that leaves later than that is refused after a pause or a disconnect, and goes with the new credential after a
/// sign-in. Calls that have left already are answered. Each change is told as a <see cref="ConnectionEvent"/>.
/// </remarks>
public interface IConnections
{
    /// <summary>Connects with a credential that the app has: a key, a token, a customer's own client.</summary>
    /// <param name="key">The connection to make, or to make anew.</param>
    /// <param name="credential">The credential.</param>
    /// <param name="settings">What the definition asks for beside it, such as <c>subdomain</c>.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <returns>
    /// The connection. The credential was proved by a cheap call to the provider first. An OAuth grant whose token had ended was renewed
    /// before that; where the provider gave another refresh token with it, the grant is saved whatever the proving came to, and the
    /// connection is <see cref="ConnectionStatus.Failing"/> where the account cannot be read for now.
    /// </returns>
    /// <exception cref="ConnectorException">
    /// A setting is wrong, the provider refuses the credential, or the connection is there already and to another account
    /// (<see cref="ErrorKind.Conflict"/>): what is kept under its key is the other account's. Nothing was saved. Only a grant that was
    /// renewed on the way, and is refused or not known to be the same account's, is: as <see cref="ConnectionStatus.ReconnectRequired"/>.
    /// </exception>
    Task<Connection> ConnectAsync(ConnectionKey key, Credential credential, ConnectionSettings? settings = null, CancellationToken cancellationToken = default);

    /// <summary>Starts a sign-in by OAuth: send the customer's browser to the address it gives.</summary>
    /// <param name="key">The connection to make, or to make anew.</param>
    /// <param name="callback">The app's own address that the provider sends the browser back to, as registered there.</param>
    /// <param name="options">Which scheme, scopes and settings; the usual ones by default.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <returns>The address, and a binding to keep in the customer's session (an http-only cookie).</returns>
    /// <exception cref="ConnectorException">The provider has no such sign-in by OAuth, the app's client id is missing, or a setting is wrong.</exception>
    Task<AuthorizationStart> StartAuthorizationAsync(ConnectionKey key, Uri callback, AuthorizationOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Completes a sign-in: takes the query that came to the callback address.</summary>
    /// <param name="callbackQuery">The query or the whole address, as it came.</param>
    /// <param name="binding">The binding from the customer's session: a callback from another session is refused.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <returns>
    /// The connection; one that was paused is still paused. Where the sign-in covers several accounts and it is not clear which one is
    /// meant, it is <see cref="ConnectionStatus.AccountRequired"/>.
    /// </returns>
    /// <exception cref="ConnectorException">
    /// The state is unknown, used or too old, the session is another one (the sign-in then still waits for its own), the callback is another
    /// issuer's, or the customer refused. Or the connection is there already, and the customer signed in to another account
    /// (<see cref="ErrorKind.Conflict"/>): the older sign-in stays as it was, and the provider is asked to take the new one back. Or whose account
    /// it is could not be read: the older sign-in stays as it was.
    /// </exception>
    Task<Connection> CompleteAuthorizationAsync(string callbackQuery, string binding, CancellationToken cancellationToken = default);

    /// <summary>Starts a sign-in on another device (RFC 8628), for programs without a browser: show the customer the address and the code that it gives.</summary>
    /// <param name="key">The connection to make, or to make anew.</param>
    /// <param name="options">Which scheme, scopes and settings; the usual ones by default.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <returns>What to show the customer, and the handle to wait with.</returns>
    /// <exception cref="ConnectorException">The provider has no such sign-in, the app's client id is missing, or a setting is wrong.</exception>
    Task<DeviceAuthorization> StartDeviceAuthorizationAsync(ConnectionKey key, AuthorizationOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Waits until the customer has answered a sign-in on another device, at the pace that the provider sets, and completes it. A wait that is
    /// cancelled, or ends with its process, can be taken up again with the same handle, by any process, until the code's time is over. One wait at a time.
    /// </summary>
    /// <param name="handle">The handle from <see cref="StartDeviceAuthorizationAsync"/>. It completes one sign-in, once.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The connection; one that was paused is still paused.</returns>
    /// <exception cref="ConnectorException">The handle is unknown or used, the customer refused or did not answer in time, or what <see cref="CompleteAuthorizationAsync"/> throws.</exception>
    Task<Connection> CompleteDeviceAuthorizationAsync(string handle, CancellationToken cancellationToken = default);

    /// <summary>Finds a connection.</summary>
    /// <param name="key">The connection.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <returns>The connection, or <see langword="null"/>.</returns>
    ValueTask<Connection?> FindAsync(ConnectionKey key, CancellationToken cancellationToken = default);

    /// <summary>Lists connections, in the order of their keys.</summary>
    /// <param name="query">Which ones; all by default: <c>new() { Tenant = "acme" }</c>.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    IAsyncEnumerable<Connection> ListAsync(ConnectionQuery? query = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Proves a connection by the definition's cheap call, with the credential that is stored (renewed first where it is due), and notes
    /// the outcome as its status, with reason and moment. Where the definition has no such call, only that is told which is known here.
    /// </summary>
    /// <param name="key">The connection.</param>
    /// <param name="cancellationToken">Cancels it; the status is left as it was.</param>
    /// <returns>
    /// The connection with its new status: <see cref="ConnectionStatus.Active"/> where it works;
    /// <see cref="ConnectionStatus.ReconnectRequired"/> where the credential is refused, has become another account's or does not cover
    /// the account any more; <see cref="ConnectionStatus.Failing"/> where the provider cannot be asked;
    /// <see cref="ConnectionStatus.AccountRequired"/> where the app still has to choose an account. What the provider refuses or fails to
    /// answer is no exception here.
    /// </returns>
    /// <exception cref="ConnectorException">There is no such connection, or it is paused or being disconnected; nothing was asked.</exception>
    Task<Connection> VerifyAsync(ConnectionKey key, CancellationToken cancellationToken = default);

    /// <summary>Stops all calls of a connection until <see cref="ResumeAsync"/>; in other processes within ten seconds.</summary>
    /// <param name="key">The connection.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    Task<Connection> PauseAsync(ConnectionKey key, CancellationToken cancellationToken = default);

    /// <summary>Lets a paused connection make calls again.</summary>
    /// <param name="key">The connection.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    Task<Connection> ResumeAsync(ConnectionKey key, CancellationToken cancellationToken = default);

    /// <summary>
    /// Takes a connection away: its calls end, and the credential, unless another connection uses it, is taken back at the provider (as
    /// far as it has a way for that and can be reached) and deleted. What was synced stays; see <see cref="ForgetAsync"/>.
    /// </summary>
    /// <param name="key">The connection.</param>
    /// <param name="cancellationToken">Cancels it; calling it again goes on.</param>
    /// <returns>Whether there was one.</returns>
    Task<bool> DisconnectAsync(ConnectionKey key, CancellationToken cancellationToken = default);

    /// <summary>
    /// Disconnects, and erases everything that is kept of the connection: credential, begun sign-ins, synced records with raw bytes,
    /// changes and checkpoints, and what each <see cref="IConnectionEraser"/> keeps. Of a connection that was disconnected before, what is
    /// left. A sync of it that is running ends with an error and brings nothing back.
    /// </summary>
    /// <remarks>
    /// May be called again, and goes on where a crash cut it off. The bytes are gone from the store's files, not from backups; for that,
    /// SQLite writes its whole file anew, while other writes wait. What is known
    /// of the provider's limits stays in memory until it is of no use: it is the provider's, and forgetting it would let calls break them.
    /// </remarks>
    /// <param name="key">The connection.</param>
    /// <param name="cancellationToken">Cancels it; calling it again goes on.</param>
    /// <returns>Whether there was one.</returns>
    Task<bool> ForgetAsync(ConnectionKey key, CancellationToken cancellationToken = default);

    /// <summary>Lists the accounts that a connection's sign-in covers, at a provider where it can be several (Xero, Atlassian).</summary>
    /// <param name="key">A connection of that sign-in; also one that waits for the choice (<see cref="ConnectionStatus.AccountRequired"/>).</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <returns>The accounts, as the provider lists them now.</returns>
    /// <exception cref="ConnectorException">A sign-in there is one account's (<see cref="ErrorKind.NotSupported"/>), or the call failed.</exception>
    Task<IReadOnlyList<Definitions.AccountIdentity>> ListAccountsAsync(ConnectionKey key, CancellationToken cancellationToken = default);

    /// <summary>
    /// Makes a connection to one of the accounts that a sign-in covers: completes <paramref name="source"/> itself, or makes a further
    /// connection on the same sign-in. All of them share one credential: it is renewed once for all, a new sign-in of one heals all, and it
    /// is taken back when the last one is disconnected.
    /// </summary>
    /// <param name="source">A connection of the sign-in.</param>
    /// <param name="key">The same one, or another connection of that tenant to that provider; it is made, or moved to this sign-in.</param>
    /// <param name="accountId">The account, from <see cref="ListAccountsAsync"/>.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <returns>The connection, which makes calls now; one that was paused is still paused.</returns>
    /// <exception cref="ConnectorException">
    /// The sign-in does not cover the account, the connection is another tenant's (<see cref="ErrorKind.Validation"/>), or it is to another
    /// account already (<see cref="ErrorKind.Conflict"/>).
    /// </exception>
    Task<Connection> UseAccountAsync(ConnectionKey source, ConnectionKey key, string accountId, CancellationToken cancellationToken = default);
}

/// <summary>A sign-in that has begun.</summary>
/// <param name="Url">Where to send the customer's browser.</param>
/// <param name="Binding">What to keep in the customer's session until the callback. Worthless without the state in the address.</param>
public sealed record AuthorizationStart(Uri Url, string Binding)
{
    /// <inheritdoc/>
    public override string ToString() => $"Sign-in at {Url?.Host}";
}
