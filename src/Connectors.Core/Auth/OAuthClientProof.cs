using System.Net.Http.Headers;
using Connectors.Definitions;

namespace Connectors.Auth;

/// <summary>Puts the client's proof on a token request; one way, never two (RFC 6749, 2.3).</summary>
internal static class OAuthClientProof
{
    /// <summary>Adds id and secret.</summary>
    public static void Apply(OAuthCall call, ClientAuthentication way, HttpRequestMessage message, List<KeyValuePair<string, string>> form)
    {
        if (!call.HasClient)
        {
            return;
        }

        switch (way)
        {
            case ClientAuthentication.PrivateKeyJwt or ClientAuthentication.ClientSecretJwt:
                OAuthClientKey.Prove(call, message, form);
                break;
            case ClientAuthentication.Basic:
                message.Headers.Authorization = Basic(call.ClientId, call.ClientSecret);
                break;
            case ClientAuthentication.BasicRaw:
                message.Headers.Authorization = BasicScheme.Value(call.ClientId, call.ClientSecret.Reveal());
                break;
            default:
                form.Add(new("client_id", call.ClientId));
                if (way == ClientAuthentication.Post)
                {
                    form.Add(new("client_secret", call.ClientSecret.Reveal()));
                }

                break;
        }
    }

    /// <summary>HTTP Basic with both parts form-encoded first (RFC 6749, 2.3.1).</summary>
    public static AuthenticationHeaderValue Basic(string id, Secret secret) => BasicScheme.Value(Form(id), Form(secret.Reveal()));

    private static string Form(string text) => Uri.EscapeDataString(text).Replace("%20", "+", StringComparison.Ordinal);
}
