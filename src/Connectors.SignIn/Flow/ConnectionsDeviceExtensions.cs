using Connectors.SignIn;

namespace Connectors;

/// <summary>Signs a person in on another device, from a program that has no browser.</summary>
public static class ConnectionsDeviceExtensions
{
    /// <summary>
    /// Connects by a sign-in on another device (RFC 8628): shows a short code and the address at which the person types it, and waits. The
    /// best way without a browser at providers that have it: nothing is pasted back, and no port is opened.
    /// </summary>
    /// <param name="connections">The app's connections.</param>
    /// <param name="key">The connection to make, or to make anew.</param>
    /// <param name="options">
    /// Scheme, scopes and settings, and how code and address are shown; the usual ones by default. Redirect address, browser and timeout do
    /// not count: the provider says how long the code is good.
    /// </param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <returns>The connection.</returns>
    /// <exception cref="SignInException">The person refused, or did not type the code in time.</exception>
    /// <exception cref="ConnectorException">As <see cref="IConnections.StartDeviceAuthorizationAsync"/> and <see cref="IConnections.CompleteDeviceAuthorizationAsync"/>.</exception>
    public static async Task<Connection> SignInWithDeviceAsync(this IConnections connections, ConnectionKey key, SignInOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(connections);
        options ??= new();
        var device = await connections.StartDeviceAuthorizationAsync(key, options.Authorization, cancellationToken).ConfigureAwait(false);
        (options.ShowDevice ?? (device => (options.Show ?? Console.Error.WriteLine)(TextOf(device))))(device);
        try
        {
            return await connections.CompleteDeviceAuthorizationAsync(device.Handle, cancellationToken).ConfigureAwait(false);
        }
        catch (ConnectorException error) when (error.Kind == ErrorKind.Authorization && FailureOf(error) is { } failure)
        {
            throw new SignInException(error.Facts, failure, inner: error);
        }

        SignInFailure? FailureOf(ConnectorException error) =>
            error.ErrorCode == "access_denied" ? SignInFailure.Refused
            : options.TimeProvider.GetUtcNow() >= device.ExpiresAt ? SignInFailure.TimedOut
            : null;
    }

    /// <summary>The code is the provider's text: what could steer a terminal is left out.</summary>
    private static string TextOf(DeviceAuthorization device)
    {
        var code = string.Concat(device.UserCode.Where(static character => !char.IsControl(character)));
        return $"""

            Open {device.VerificationUri.AbsoluteUri} with any browser, on any device, and type the code

              {code}
            {(device.VerificationUriComplete is { } complete ? $"{Environment.NewLine}or open {complete.AbsoluteUri} and compare the code.{Environment.NewLine}" : "")}
            Type no code that somebody sent you.
            """;
    }
}
