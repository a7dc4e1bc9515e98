using Connectors.Auth;
using Connectors.Definitions;

namespace Connectors;

/// <summary>The errors of a sign-in, each worded once.</summary>
internal static class SignInErrors
{
    /// <summary>Finds the scheme that a sign-in is begun with.</summary>
    /// <exception cref="ConnectorException">There is none (<see cref="ErrorKind.NotSupported"/>).</exception>
    public static OAuth2Scheme Scheme(ConnectorDefinition definition, ConnectionKey key, string? name, Func<OAuth2Scheme, bool> fits)
    {
        OAuth2Scheme[] schemes = [.. definition.Auth.OfType<OAuth2Scheme>().Where(fits)];
        return Array.Find(schemes, scheme => name is null || scheme.Name == name) ?? throw new ConnectorException(new()
        {
            Kind = ErrorKind.NotSupported,
            Connection = key,
            What = $"{definition.DisplayName} has no such sign-in by OAuth{(name is null ? "" : $" named '{name}'")} here",
            ToDo = schemes.Length > 0 ? $"Name one of {string.Join(", ", schemes.Select(static scheme => scheme.Name))}."
                : definition.Auth.OfType<OAuth2Scheme>().Any() ? "It has no codes for another device (OAuth2Scheme.DeviceAuthorizationEndpoint): use StartAuthorizationAsync."
                : "Connect with IConnections.ConnectAsync.",
        });
    }

    /// <summary>Finds the scheme that a sign-in was begun with.</summary>
    /// <exception cref="ConnectorException">The definition has it no more (<see cref="ErrorKind.Configuration"/>).</exception>
    public static OAuth2Scheme Scheme(ConnectorDefinition definition, ConnectionKey key, PendingSignIn pending) => definition.Scheme(pending.Scheme) as OAuth2Scheme
        ?? throw Again(key, $"The definition has no OAuth scheme '{pending.Scheme}' any more", ErrorKind.Configuration);

    /// <summary>The error of a sign-in that cannot go on and can be begun anew.</summary>
    public static ConnectorException Again(ConnectionKey? key, string what, ErrorKind kind = ErrorKind.Authorization) =>
        new(new() { Kind = kind, Connection = key, What = what, ToDo = "Start the sign-in again." });

    /// <summary>Says what it means when a provider answers with an error instead of a code or a token.</summary>
    public static ConnectorException Of(ConnectorDefinition definition, ConnectionKey key, string error, string? description)
    {
        var (kind, what, toDo) = error switch
        {
            "access_denied" or "consent_required" or "interaction_required" or "login_required" or "account_selection_required" =>
                (ErrorKind.Authorization, "The customer did not agree, or may not agree for this account", "Start the sign-in again when the customer is ready to agree."),
            "unauthorized_client" => (ErrorKind.Configuration, "The provider does not know the app's OAuth client, or does not let it sign customers in", $"Check Connectors:Providers:{definition.Id}:ClientId."),
            "invalid_scope" => (ErrorKind.Configuration, "The provider refuses the scopes that were asked for", $"Check Connectors:Providers:{definition.Id}:Scopes against what the app may ask for at {definition.DisplayName}."),
            "server_error" or "temporarily_unavailable" => (ErrorKind.Unavailable, "The provider cannot sign customers in for now", "Start the sign-in again later."),
            _ => (ErrorKind.Remote, "The provider refuses the sign-in", "Start the sign-in again."),
        };
        return new(new()
        {
            Kind = kind,
            Provider = definition.Id,
            Connection = key,
            What = what,
            ToDo = toDo,
            ErrorCode = SecretBlanker.Code(error, []),
            VendorMessage = SecretBlanker.Words(description, []),
            IsTransient = kind == ErrorKind.Unavailable,
        });
    }
}
