namespace Connectors;

/// <summary>
/// Keeps answers of reads that have a validator. The provider is asked each time, with <c>If-None-Match</c> or <c>If-Modified-Since</c>; when it says
/// that nothing changed (304), the kept answer is given. It is never given unasked. Pass one with <see cref="CallOptions.Cache"/>. Thread-safe.
/// </summary>
/// <remarks>
/// Only answers of 200 to GET are kept, not those of <c>Cache-Control: no-store</c>, and no streams and files. What is kept is a customer's data: a cache that
/// writes it somewhere has to protect it, and to forget it with the connection (<see cref="IConnectionEraser"/>).
/// </remarks>
public interface IResponseCache
{
    /// <summary>Gets the largest answer that is worth keeping, in bytes; a larger one is not offered.</summary>
    int MaxBodyBytes { get; }

    /// <summary>Gives what is kept, or <see langword="null"/>.</summary>
    /// <param name="key">The request.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    ValueTask<CachedResponse?> GetAsync(ResponseCacheKey key, CancellationToken cancellationToken);

    /// <summary>Keeps an answer in the place of an older one; it may be dropped at any time.</summary>
    /// <param name="key">The request.</param>
    /// <param name="response">The answer.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    ValueTask SetAsync(ResponseCacheKey key, CachedResponse response, CancellationToken cancellationToken);

    /// <summary>Drops an answer that does not hold any more; none is no error.</summary>
    /// <param name="key">The request.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    ValueTask RemoveAsync(ResponseCacheKey key, CancellationToken cancellationToken);
}

/// <summary>Which request an answer belongs to: never one of another connection or credential.</summary>
/// <param name="Connection">The connection.</param>
/// <param name="Request">A SHA-256, in hexadecimal, of the credential's id, the account, the address and all headers that the request has beside the credential's.</param>
public sealed record ResponseCacheKey(ConnectionKey Connection, string Request);

/// <summary>An answer that is kept.</summary>
/// <param name="ETag">Its entity tag, as it was sent.</param>
/// <param name="LastModified">Its <c>Last-Modified</c>, as it was sent.</param>
/// <param name="Headers">Its headers, those of the body too.</param>
/// <param name="Body">Its body, without compression.</param>
public sealed record CachedResponse(string? ETag, string? LastModified, IReadOnlyList<KeyValuePair<string, string>> Headers, ReadOnlyMemory<byte> Body)
{
    /// <summary>Prints the validators; nothing of the answer.</summary>
    public override string ToString() => $"{ETag ?? LastModified} ({Body.Length} bytes)";
}
