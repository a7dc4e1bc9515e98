using System.Buffers;
using System.Text;
using System.Text.Json;
using Connectors.Definitions;

namespace Connectors.Auth;

/// <summary>Writes sign-in requests as providers take them, and reads their answers as objects.</summary>
internal static class OAuthMessage
{
    /// <summary>A request to the token endpoint, in its own dialect.</summary>
    public static HttpRequestMessage Token(OAuthCall call, TokenEndpoint endpoint, Uri address, IReadOnlyList<KeyValuePair<string, string>> fields)
    {
        List<KeyValuePair<string, string>> form = [.. fields, .. call.FreshFields?.Invoke(address) ?? [], .. Filled(call, endpoint.Parameters)];
        var message = new HttpRequestMessage(HttpMethod.Post, address);
        OAuthClientProof.Apply(call, call.ProofAt(endpoint), message, form);
        foreach (var (name, value) in Filled(call, endpoint.Headers))
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }

        return Write(message, form, endpoint.Format);
    }

    /// <summary>A request to an endpoint beside the token endpoint: always a form.</summary>
    public static HttpRequestMessage Form(OAuthCall call, TokenEndpoint endpoint, Uri address, IReadOnlyList<KeyValuePair<string, string>> fields)
    {
        List<KeyValuePair<string, string>> form = [];
        var message = new HttpRequestMessage(HttpMethod.Post, address);
        OAuthClientProof.Apply(call, call.ProofAt(endpoint), message, form);

        // Once each: a proof names the client where the pushed parameters do already.
        form.InsertRange(0, fields.Where(field => !form.Exists(known => known.Key == field.Key)));
        return Write(message, form, TokenRequestFormat.Form);
    }

    /// <summary>A request to take tokens back.</summary>
    public static HttpRequestMessage Revocation(OAuthCall call, OAuth2Scheme scheme, Uri address, TokenSet token)
    {
        var endpoint = scheme.RevocationEndpoint ?? address.AbsoluteUri;
        var message = new HttpRequestMessage(endpoint.Method, address);
        List<KeyValuePair<string, string>> form = [];
        if (endpoint.TokenParameter is { } name)
        {
            var refresh = name == "token" && !token.RefreshToken.IsEmpty;
            form.Add(new(name, (refresh ? token.RefreshToken : token.AccessToken).Reveal()));
            if (name == "token")
            {
                form.Add(new("token_type_hint", refresh ? "refresh_token" : "access_token"));
            }
        }

        form.AddRange(Filled(call, endpoint.Parameters));
        if (endpoint.AsBearer)
        {
            message.Headers.Authorization = new("Bearer", token.AccessToken.Reveal());
            return message;
        }

        if (endpoint.SecretScheme is { } way)
        {
            form.Add(new("client_id", call.ClientId));
            message.Headers.Authorization = new(way, call.ClientSecret.Reveal());
        }
        else
        {
            OAuthClientProof.Apply(call, call.ProofAt(scheme.TokenEndpoint), message, form);
        }

        return Write(message, form, endpoint.Format);
    }

    /// <summary>A request for a public document.</summary>
    public static HttpRequestMessage Get(Uri address)
    {
        var message = new HttpRequestMessage(HttpMethod.Get, address);
        message.Headers.Accept.Add(new("application/json"));
        return message;
    }

    /// <summary>Reads a JSON object, or a form where the answer says that it is one; <see langword="null"/> where it is neither.</summary>
    public static JsonDocument? Parse(OAuthAnswer answer)
    {
        try
        {
            var document = JsonDocument.Parse(answer.MediaType == "application/x-www-form-urlencoded" ? OfForm(answer.Body.Span) : answer.Body);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                return document;
            }

            document.Dispose();
        }
        catch (JsonException)
        {
            // The exception would say where in a body that may hold tokens; the status is enough.
        }

        return null;
    }

    private static IEnumerable<KeyValuePair<string, string>> Filled(OAuthCall call, IReadOnlyDictionary<string, string> parameters)
    {
        foreach (var (name, value) in parameters)
        {
            if (AddressTemplate.Parameter(value, call.Definition, call.Connection) is { Length: > 0 } filled)
            {
                yield return new(name, filled);
            }
        }
    }

    private static HttpRequestMessage Write(HttpRequestMessage message, List<KeyValuePair<string, string>> form, TokenRequestFormat format)
    {
        message.Headers.Accept.Add(new("application/json"));
        switch (format)
        {
            case TokenRequestFormat.Query:
                message.Method = HttpMethod.Get;
                message.RequestUri = new(form.Aggregate(message.RequestUri!.AbsoluteUri, static (address, field) => QueryText.Add(address, field.Key, field.Value)));
                break;
            case TokenRequestFormat.Json:
                message.Content = new ByteArrayContent(Json(form)) { Headers = { ContentType = new("application/json") } };
                break;
            default:
                message.Content = new FormUrlEncodedContent(form);
                break;
        }

        return message;
    }

    /// <summary>A field that stands several times becomes a list.</summary>
    private static byte[] Json(List<KeyValuePair<string, string>> form)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (var field in form.GroupBy(static field => field.Key, static field => field.Value, StringComparer.Ordinal))
            {
                string[] values = [.. field];
                writer.WritePropertyName(field.Key);
                if (values.Length == 1)
                {
                    writer.WriteStringValue(values[0]);
                    continue;
                }

                writer.WriteStartArray();
                foreach (var value in values)
                {
                    writer.WriteStringValue(value);
                }

                writer.WriteEndArray();
            }

            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static byte[] OfForm(ReadOnlySpan<byte> body)
    {
        try
        {
            return Json([.. CallbackQuery.Parse("?" + Encoding.UTF8.GetString(body))]);
        }
        catch (ConnectorException)
        {
            // A field stands twice: not an answer that can be believed.
            return [];
        }
    }
}
