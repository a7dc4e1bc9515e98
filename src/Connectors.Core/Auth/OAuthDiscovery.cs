using System.Collections.Concurrent;
using System.Text.Json;
using Connectors.Definitions;

namespace Connectors.Auth;

/// <summary>
/// Reads what issuers state of themselves (RFC 8414, OpenID Connect Discovery 1.0) and their public keys, and remembers it for an hour; while an issuer
/// cannot be asked, for a day. Remembers no more than a thousand documents. One for a provider, thread-safe.
/// </summary>
internal sealed class OAuthDiscovery
{
    private const int MaxDocuments = 1000;
    private static readonly TimeSpan s_fresh = TimeSpan.FromHours(1);
    private static readonly TimeSpan s_stale = TimeSpan.FromDays(1);
    private static readonly TimeSpan s_keysAgain = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, (JsonElement Document, DateTimeOffset ReadAt)> _documents = new(StringComparer.Ordinal);

    /// <summary>Gives an issuer's metadata.</summary>
    /// <param name="call">For whom.</param>
    /// <param name="issuer">The issuer, as it names itself.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <exception cref="ConnectorException">They cannot be read, or are another issuer's.</exception>
    public async Task<OAuthMetadata> ReadAsync(OAuthCall call, Uri issuer, CancellationToken cancellationToken)
    {
        var name = issuer.OriginalString;
        var document = await RememberedAsync(call, name, s_fresh, () => FetchAsync(call, issuer, cancellationToken)).ConfigureAwait(false);
        return new(name, document);
    }

    /// <summary>Gives an issuer's public keys (RFC 7517).</summary>
    /// <param name="call">For whom.</param>
    /// <param name="address">Where they are.</param>
    /// <param name="again">Whether the ones that are remembered lack the key wanted: then they are read again, once a minute at most.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    public Task<JsonElement> KeysAsync(OAuthCall call, Uri address, bool again, CancellationToken cancellationToken) => RememberedAsync(
        call,
        address.AbsoluteUri,
        again ? s_keysAgain : s_fresh,
        async () => await OAuthClient.GetAsync(call, address, cancellationToken).ConfigureAwait(false)
            ?? throw new ConnectorException(call.Facts(ErrorKind.Protocol, "The issuer's public keys are not where its metadata say")));

    private async Task<JsonElement> RememberedAsync(OAuthCall call, string key, TimeSpan fresh, Func<Task<JsonElement>> read)
    {
        var now = call.Time.GetUtcNow();
        var isKnown = _documents.TryGetValue(key, out var known);
        if (isKnown && now - known.ReadAt < fresh)
        {
            return known.Document;
        }

        try
        {
            var document = await read().ConfigureAwait(false);
            if (_documents.Count >= MaxDocuments)
            {
                _documents.Clear();
            }

            _documents[key] = (document, now);
            return document;
        }
        catch (ConnectorException exception) when (exception.IsTransient && isKnown && now - known.ReadAt < s_stale)
        {
            return known.Document;
        }
        catch (ConnectorException exception) when (exception.Facts.AnswerLost)
        {
            // Nothing is spent by reading: the caller must not take this for a lost answer of the token endpoint.
            throw new ConnectorException(exception.Facts with { AnswerLost = false }, exception);
        }
    }

    private static async Task<JsonElement> FetchAsync(OAuthCall call, Uri issuer, CancellationToken cancellationToken)
    {
        foreach (var address in Addresses(issuer))
        {
            if (await OAuthClient.GetAsync(call, address, cancellationToken).ConfigureAwait(false) is not { } document)
            {
                continue;
            }

            return OAuthTokenAnswer.Text(document, "issuer") == issuer.OriginalString
                ? document
                : throw new ConnectorException(call.Facts(
                    ErrorKind.Protocol,
                    "The issuer's metadata name another issuer than the one that was asked",
                    "Write the issuer in the definition letter by letter as it names itself; a slash at the end counts."));
        }

        throw new ConnectorException(call.Facts(
            ErrorKind.Configuration, $"The issuer at '{issuer.Host}' has no metadata", "Correct the issuer in the definition, or state the endpoints there."));
    }

    /// <summary>RFC 8414, 3.1: the well-known part comes between host and path; OpenID Connect Discovery, 4.1: after the path.</summary>
    private static IEnumerable<Uri> Addresses(Uri issuer)
    {
        var origin = issuer.GetLeftPart(UriPartial.Authority);
        var path = issuer.AbsolutePath.TrimEnd('/');
        yield return new($"{origin}/.well-known/oauth-authorization-server{path}");
        yield return new($"{origin}{path}/.well-known/openid-configuration");
    }
}

/// <summary>What an issuer states.</summary>
internal sealed class OAuthMetadata(string issuer, JsonElement document)
{
    public string Issuer { get; } = issuer;

    public string? Text(string member) => OAuthTokenAnswer.Text(document, member) is { Length: > 0 } text ? text : null;

    /// <summary>How the client proves itself at the token endpoint; Basic where the metadata do not say (RFC 8414, section 2).</summary>
    public ClientAuthentication Proof
    {
        get
        {
            if (!document.TryGetProperty("token_endpoint_auth_methods_supported", out var methods) || methods.ValueKind != JsonValueKind.Array)
            {
                return ClientAuthentication.Basic;
            }

            string?[] named = [.. methods.EnumerateArray().Where(static method => method.ValueKind == JsonValueKind.String).Select(static method => method.GetString())];
            return named.Contains("client_secret_basic", StringComparer.Ordinal) || !named.Contains("client_secret_post", StringComparer.Ordinal)
                ? ClientAuthentication.Basic
                : ClientAuthentication.Post;
        }
    }

    public bool Is(string member) => document.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.True;
}
