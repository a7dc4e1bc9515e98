namespace Connectors.Auth;

/// <summary>The errors of keeping credentials, each worded once.</summary>
internal static class CredentialErrors
{
    public static ConnectorException Gone(Connection connection) =>
        Of(connection, ErrorKind.Authorization, "The connection's credential is gone: it was disconnected");

    public static ConnectorException Dead(Connection connection) =>
        Of(connection, ErrorKind.Authorization, "The provider refused to renew the connection's credential for good");

    public static ConnectorException Lost(Connection connection, Exception? inner = null) => Of(
        connection,
        ErrorKind.Authorization,
        "A process ended in the middle of renewing the credential, or the provider's answer was lost; what it renews with can be used once, so nobody holds it any more",
        inner);

    public static ConnectorException Rejected(Connection connection) =>
        Of(connection, ErrorKind.Authorization, "The provider does not accept the connection's credential, and it cannot be renewed");

    public static ConnectorException Busy(Connection connection) =>
        Of(connection, ErrorKind.Unavailable, "Other processes have been renewing the credential for too long");

    public static ConnectorException Slow(Connection connection, Exception inner) =>
        Of(connection, ErrorKind.Timeout, $"The credential was not renewed within {CredentialRenewal.Budget.TotalSeconds:0} s", inner);

    public static ConnectorException Unreachable(Connection connection, Exception inner) =>
        Of(connection, ErrorKind.Transport, "The provider's sign-in could not be reached", inner);

    public static ConnectorException NotSaved(Connection connection, Exception inner) =>
        Of(connection, ErrorKind.Unavailable, "The credential was renewed and could not be saved; it is kept in this process and saved by the next call", inner);

    public static ConnectorException NoScheme(Connection connection) =>
        Of(connection, ErrorKind.Configuration, $"The definition has no auth scheme '{connection.AuthScheme}', with which the connection was made");

    public static ConnectorException WrongKind(Connection connection) =>
        Of(connection, ErrorKind.Configuration, $"The stored credential is not of the kind that the auth scheme '{connection.AuthScheme}' takes");

    public static ConnectorException OtherTarget(Connection connection) => Of(
        connection, ErrorKind.Configuration, $"The credential's access token is for other resources or another audience than the auth scheme '{connection.AuthScheme}' asks for, so it is not used");

    private static ConnectorException Of(Connection connection, ErrorKind kind, string what, Exception? inner = null) => ConnectorException.From(
        new()
        {
            Kind = kind,
            Connection = connection.Key,
            What = what,
            IsTransient = kind is ErrorKind.Unavailable or ErrorKind.Timeout or ErrorKind.Transport,
            ToDo = kind == ErrorKind.Configuration ? "Connect the account again." : null,
        },
        inner);
}
