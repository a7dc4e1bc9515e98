using Connectors.Auth;
using Connectors.Definitions;

namespace Connectors;

/// <summary>Says what it means when a provider sends the browser back with an error instead of a code.</summary>
internal static class SignInErrors
{
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
