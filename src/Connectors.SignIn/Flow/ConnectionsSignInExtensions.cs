using Connectors.SignIn;

namespace Connectors;

/// <summary>Signs a person in from a console or desktop app.</summary>
public static class ConnectionsSignInExtensions
{
    /// <summary>
    /// Connects by a sign-in in the person's browser: listens on this machine, opens the provider's page, waits for the answer, and
    /// completes the sign-in. Where no browser can be opened, shows the address and takes what the person pastes.
    /// </summary>
    /// <param name="connections">The app's connections.</param>
    /// <param name="key">The connection to make, or to make anew.</param>
    /// <param name="options">Redirect address, scopes, browser; the usual ones by default.</param>
    /// <param name="cancellationToken">Cancels it, and closes the port.</param>
    /// <returns>The connection.</returns>
    /// <exception cref="SignInException">The person refused or gave up, no answer came in time, no browser could be opened, or the port is taken.</exception>
    /// <exception cref="ConnectorException">As <see cref="IConnections.StartAuthorizationAsync"/> and <see cref="IConnections.CompleteAuthorizationAsync"/>.</exception>
    /// <exception cref="ArgumentException">The redirect address does not fit the browser.</exception>
    public static async Task<Connection> SignInAsync(this IConnections connections, ConnectionKey key, SignInOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(connections);
        using var person = Person.Of(options ?? new());

        // The port is open before the sign-in begins: the redirect address has the real one.
        var start = await connections.StartAuthorizationAsync(key, person.RedirectUri, person.Options.Authorization, cancellationToken).ConfigureAwait(false);
        var answer = await person.AskAsync(key, start.Url, cancellationToken).ConfigureAwait(false);
        try
        {
            return await connections.CompleteAuthorizationAsync(answer, start.Binding, cancellationToken).ConfigureAwait(false);
        }
        catch (ConnectorException error) when (CallbackAddress.ErrorOf(answer).Error is { Length: > 0 })
        {
            throw new SignInException(error.Facts, SignInFailure.Refused, inner: error);
        }
    }
}
