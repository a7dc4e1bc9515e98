using System.Buffers;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Connectors.Auth;
using Connectors.Definitions;
using Connectors.Http;

namespace Connectors.Transfers;

/// <summary>Asks only for what changed (RFC 9110, section 13; RFC 9111, section 4.3), where the caller passes a cache.</summary>
internal static class ResponseCaching
{
    /// <summary>Of the answer that is kept, these do not become others by a 304: they are of the body that it does not have.</summary>
    private static readonly string[] s_ofTheMessage = ["Connection", "Keep-Alive", "Transfer-Encoding", "Upgrade", "Proxy-Authenticate", "Set-Cookie", "Trailer"];

    /// <summary>Whether a call's answer may be kept. One whose caller set conditions or asks for a part is left as it is.</summary>
    internal static bool Applies(CallState call) => call is { Streamed: false, Unsaved: null, Endpoint.Effect: Effect.Read, Takes: null }
        && call.Spec.Method == HttpMethod.Get && call.Spec.Content is null
        && !call.Spec.Headers.Any(static header => header.Key.StartsWith("If-", StringComparison.OrdinalIgnoreCase) || header.Key.Equals("Range", StringComparison.OrdinalIgnoreCase));

    /// <summary>All that a request is beside its credential, which is the connection's.</summary>
    internal static ResponseCacheKey Key(CallState call)
    {
        var connection = call.Connection;
        var text = new StringBuilder();
        Add(connection.CredentialId);
        Add(connection.AuthScheme);
        Add(connection.AccountId ?? "");
        Add(call.Endpoint.Anonymous ? "anonymous" : "");
        Add(call.Endpoint.Name);
        Add(call.Address.AbsoluteUri);
        Add(call.Format == BodyFormat.Json ? "json" : "");
        foreach (var (name, value) in call.Runtime.Definition.Headers)
        {
            Add(name);
            Add(AddressTemplate.Parameter(value, call.Runtime.Definition, connection) ?? "");
        }

        foreach (var (name, value) in call.Spec.Headers)
        {
            Add(name);
            Add(value);
        }

        return new(connection.Key, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString()))));

        void Add(string part) => text.Append(part.Length).Append(':').Append(part);
    }

    /// <summary>Sets the conditions; a tag is exact, so that it stands alone (RFC 9110, section 13.1.3).</summary>
    internal static void AddConditions(HttpRequestMessage request, CachedResponse known) =>
        CallState.Set(request, known.ETag is null ? "If-Modified-Since" : "If-None-Match", known.ETag ?? known.LastModified!);

    /// <summary>Makes the answer of what is kept and of what the 304 says anew (RFC 9111, section 3.2).</summary>
    internal static HttpResponseMessage Restored(HttpResponseMessage notModified, CachedResponse known)
    {
        var original = new ByteArrayContent([]);
        var response = new HttpResponseMessage(HttpStatusCode.OK) { RequestMessage = notModified.RequestMessage, Version = notModified.Version };
        foreach (var (name, value) in known.Headers)
        {
            if (!notModified.Headers.NonValidated.Contains(name) && !response.Headers.TryAddWithoutValidation(name, value))
            {
                original.Headers.TryAddWithoutValidation(name, value);
            }
        }

        foreach (var header in notModified.Headers.NonValidated)
        {
            response.Headers.TryAddWithoutValidation(header.Key, header.Value);
        }

        var buffer = ArrayPool<byte>.Shared.Rent(Math.Max(1, known.Body.Length));
        known.Body.CopyTo(buffer);
        response.Content = new PooledContent(buffer, known.Body.Length, original, isDecoded: true);
        notModified.Dispose();
        return response;
    }

    /// <summary>Keeps a good answer, or drops what was kept where the new one may not be.</summary>
    internal static ValueTask KeepAsync(IResponseCache cache, ResponseCacheKey key, HttpResponseMessage response, bool isKnown, CancellationToken cancellationToken)
    {
        var body = (response.Content as PooledContent)?.Memory ?? default;
        var (tag, changed) = (Header(response, "ETag"), Header(response, "Last-Modified"));
        var mayKeep = response.StatusCode == HttpStatusCode.OK && (tag ?? changed) is not null && body.Length <= cache.MaxBodyBytes
            && response.Headers.CacheControl is not { NoStore: true }
            && !response.Headers.Vary.Contains("*");
        return mayKeep ? cache.SetAsync(key, new(tag, changed, [.. Headers(response)], body.ToArray()), cancellationToken)
            : isKnown ? cache.RemoveAsync(key, cancellationToken)
            : ValueTask.CompletedTask;
    }

    private static IEnumerable<KeyValuePair<string, string>> Headers(HttpResponseMessage response)
    {
        foreach (var header in response.Headers.NonValidated)
        {
            if (!s_ofTheMessage.Contains(header.Key, StringComparer.OrdinalIgnoreCase))
            {
                foreach (var value in header.Value)
                {
                    yield return new(header.Key, value);
                }
            }
        }

        foreach (var header in PooledContent.HeadersOf(response).NonValidated)
        {
            // The body is kept as it is meant, without compression.
            if (!header.Key.Equals("Content-Length", StringComparison.OrdinalIgnoreCase) && !header.Key.Equals("Content-Encoding", StringComparison.OrdinalIgnoreCase))
            {
                yield return new(header.Key, header.Value.ToString());
            }
        }
    }

    private static string? Header(HttpResponseMessage response, string name) =>
        (response.Headers.NonValidated.TryGetValues(name, out var values) || PooledContent.HeadersOf(response).NonValidated.TryGetValues(name, out values)) && values.ToString() is { Length: > 0 } value ? value : null;
}
