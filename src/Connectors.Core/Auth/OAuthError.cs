using System.Text.Json;
using Connectors.Definitions;

namespace Connectors.Auth;

/// <summary>What a customer's grant was asked for: decides what a refusal means.</summary>
internal enum OAuthGrant
{
    Code,
    Refresh,
    ClientCredentials,
    JwtBearer,
    Device,

    /// <summary>A token is exchanged for one that lives longer.</summary>
    Exchange,
    Revocation,

    /// <summary>A sign-in's parameters are pushed, or a device sign-in begins: nothing of the customer's is at stake yet.</summary>
    Start,

    /// <summary>A public document is read.</summary>
    Metadata,
}

/// <summary>Says what a token endpoint's refusal means. By code first, by status where there is none; never by a search in text.</summary>
internal static class OAuthError
{
    /// <summary>Whether an answer is a refusal, whatever its status (Slack refuses with 200 and <c>ok: false</c>, GitHub with 200 and <c>error</c>).</summary>
    public static bool IsRefusal(JsonElement answer, TokenEndpoint endpoint, OAuthGrant grant) =>
        (answer.TryGetProperty("ok", out var ok) && ok.ValueKind == JsonValueKind.False)
        || (grant == OAuthGrant.Start
            ? answer.TryGetProperty("error", out _)
            : OAuthTokenAnswer.Text(OAuthTokenAnswer.TokensIn(answer, endpoint), "access_token") is not { Length: > 0 } && CodeOf(answer) is not null);

    /// <summary>Whether asking uses up what it is asked with: a code, or a refresh token that is used once.</summary>
    public static bool Spends(OAuthGrant grant) => grant is not (OAuthGrant.Start or OAuthGrant.Metadata or OAuthGrant.Exchange);

    /// <summary>Makes the error of a refusal.</summary>
    public static ConnectorException Of(OAuthCall call, TokenEndpoint endpoint, OAuthGrant grant, int status, JsonElement answer, TimeSpan? retryAfter, IReadOnlyList<string> secrets)
    {
        var code = CodeOf(answer);
        var facts = Judge(call, endpoint, grant, status, code) with
        {
            StatusCode = status,
            ErrorCode = SecretBlanker.Code(code, secrets),
            VendorMessage = SecretBlanker.Words(
                OAuthTokenAnswer.Text(answer, "error_description") ?? OAuthTokenAnswer.Text(answer, "message") ?? (First(answer) is { } first ? OAuthTokenAnswer.Text(first, "detail") : null),
                secrets),
            RetryAfter = retryAfter,
        };
        return ConnectorException.From(facts);
    }

    /// <summary>Makes the error of an answer that was lost, where the provider may have used up what was sent.</summary>
    public static OutcomeUnknownException Lost(OAuthCall call, OAuthGrant grant, ConnectorException why) => new(
        why.Facts with
        {
            Kind = ErrorKind.OutcomeUnknown,
            What = grant == OAuthGrant.Code
                ? "The provider's answer to the sign-in's code was lost, and a code can be used once"
                : "The provider's answer to a renewal was lost, and its refresh tokens can be used once",
            ToDo = grant == OAuthGrant.Code ? "Start the sign-in again." : "Connect the account again.",
            IsTransient = false,
        },
        why);

    /// <summary>Makes the error of a status that tells that the provider cannot answer now, or <see langword="null"/>.</summary>
    public static ConnectorException? OfStatus(OAuthCall call, int status, TimeSpan? retryAfter)
    {
        if (status != 429 && status != 408 && status < 500)
        {
            return null;
        }

        var facts = status == 429
            ? call.Facts(ErrorKind.RateLimited, "The token endpoint refuses more calls for now")
            : call.Facts(ErrorKind.Unavailable, "The token endpoint is out of service for now");
        return ConnectorException.From(facts with { StatusCode = status, RetryAfter = retryAfter, IsTransient = true });
    }

    private static ErrorFacts Judge(OAuthCall call, TokenEndpoint endpoint, OAuthGrant grant, int status, string? code)
    {
        if (Is("temporarily_unavailable") || Is("server_error"))
        {
            return call.Facts(ErrorKind.Unavailable, "The token endpoint is out of service for now") with { IsTransient = true };
        }

        if (Is("invalid_grant") || endpoint.GrantErrors.Contains(code, StringComparer.Ordinal))
        {
            return grant switch
            {
                OAuthGrant.Code => call.Facts(ErrorKind.Authorization, "The provider does not accept the sign-in's code: it was used, is too old, or belongs to another callback address", "Start the sign-in again."),
                OAuthGrant.JwtBearer => call.Facts(
                    ErrorKind.Authorization,
                    "The provider does not accept the signed assertion: the key, its issuer or the user is not registered or not allowed there, or this machine's clock is wrong",
                    "Check the key and its issuer at the provider, and the clock of this machine; then connect again."),
                OAuthGrant.Device => call.Facts(ErrorKind.Authorization, "The provider does not accept the device's code: it was used or is too old", "Start the sign-in again."),
                _ => call.Facts(ErrorKind.Authorization, "The provider accepts this grant no more: it was revoked, has ended, or was used elsewhere"),
            };
        }

        if (Is("invalid_client") || Is("unauthorized_client") || endpoint.ClientErrors.Contains(code, StringComparer.Ordinal) || (code is null && status == 401))
        {
            return call.ClientIsCustomers
                ? call.Facts(ErrorKind.Authorization, "The provider does not accept the customer's client id and secret")
                : call.Facts(
                    ErrorKind.Configuration,
                    "The provider does not accept the app's OAuth client",
                    $"Check {call.OptionKey("ClientId")} and {call.OptionKey("ClientSecret")}: they must be those of the app registered at {call.Definition.DisplayName}. If they are, the provider may want another TokenEndpoint.ClientAuthentication.");
        }

        if (Is("invalid_target"))
        {
            return call.Facts(ErrorKind.Configuration, "The provider gives no token for the resources or the audience that were asked for", "Correct them in the definition, or let the app ask for them at the provider.");
        }

        return Is("invalid_scope")
            ? call.Facts(ErrorKind.Configuration, "The provider refuses the scopes that were asked for", $"Check {call.OptionKey("Scopes")} against what the app may ask for at {call.Definition.DisplayName}.")
            : call.Facts(ErrorKind.Remote, grant == OAuthGrant.Start ? "The provider refuses to begin the sign-in" : "The token endpoint refuses the request");

        bool Is(string standard) => code == standard;
    }

    private static string? CodeOf(JsonElement answer)
    {
        if (answer.TryGetProperty("error", out var error))
        {
            return error.ValueKind switch
            {
                JsonValueKind.String => error.GetString(),
                JsonValueKind.Object => OAuthTokenAnswer.Text(error, "code") ?? OAuthTokenAnswer.Text(error, "type") ?? "error",
                JsonValueKind.Null or JsonValueKind.False => null,
                _ => "error",
            };
        }

        return OAuthTokenAnswer.Text(answer, "code") ?? OAuthTokenAnswer.Text(answer, "status") ?? OAuthTokenAnswer.Text(answer, "type")
            ?? (First(answer) is { } first ? OAuthTokenAnswer.Text(first, "code") ?? OAuthTokenAnswer.Text(first, "category") : null);
    }

    /// <summary>The first of several errors, as Square lists them.</summary>
    private static JsonElement? First(JsonElement answer) =>
        answer.TryGetProperty("errors", out var errors) && errors.ValueKind == JsonValueKind.Array && errors.GetArrayLength() > 0 && errors[0].ValueKind == JsonValueKind.Object ? errors[0] : null;
}
