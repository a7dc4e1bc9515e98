namespace Connectors;

/// <summary>What observers of calls get to see; one setting for all of them. See <c>ConfigureCallObservation</c>.</summary>
public sealed class CallObservationOptions
{
    /// <summary>Gets the request headers that are shown. A <c>*</c> at the end stands for any rest.</summary>
    /// <value>
    /// By default Accept, Accept-Language, Content-Type, If-Match, If-Modified-Since, If-None-Match, If-Unmodified-Since, Idempotency-Key,
    /// Prefer, Range, User-Agent. Headers that carry secrets are never shown, even when listed: Authorization, Cookie, those that the
    /// connection's auth scheme sets, and every one whose name holds one of <see cref="SecretNames"/>.
    /// </value>
    public IList<string> RequestHeaders { get; } =
    [
        "Accept", "Accept-Language", "Content-Type", "If-Match", "If-Modified-Since", "If-None-Match", "If-Unmodified-Since", "Idempotency-Key", "Prefer", "Range", "User-Agent",
    ];

    /// <summary>Gets the answer's headers that are shown. A <c>*</c> at the end stands for any rest.</summary>
    /// <value>
    /// By default Accept-Ranges, Age, Allow, Cache-Control, Content-Encoding, Content-Language, Content-Range, Content-Type, Date, Deprecation,
    /// ETag, Last-Modified, RateLimit*, Retry-After, Server, Sunset, Vary, Via, X-RateLimit*, X-Request-Id, and the provider's own header of
    /// the request's id. Set-Cookie and the others named at <see cref="RequestHeaders"/> are never shown.
    /// </value>
    public IList<string> ResponseHeaders { get; } =
    [
        "Accept-Ranges", "Age", "Allow", "Cache-Control", "Content-Encoding", "Content-Language", "Content-Range", "Content-Type", "Date", "Deprecation",
        "ETag", "Last-Modified", "RateLimit*", "Retry-After", "Server", "Sunset", "Vary", "Via", "X-RateLimit*", "X-Request-Id",
    ];

    /// <summary>Gets or sets whether bodies are shown: JSON, XML, forms and other text. Bodies hold customers' data; think of who reads them, and for how long they are kept.</summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool Bodies { get; set; }

    /// <summary>Gets or sets how many bytes of a body are shown.</summary>
    /// <value>The default is 16,384; 1 to 1,048,576.</value>
    public int MaxBodyBytes { get; set; } = 16 << 10;

    /// <summary>
    /// Gets the words by which secrets are known: the value of a JSON field, XML element or attribute, form field, query parameter or header is blanked
    /// when its name holds one of them. Case, hyphens, underscores and dots do not count: <c>apikey</c> is <c>X-Api-Key</c> too.
    /// </summary>
    /// <value>By default accesskey, apikey, assertion, authorization, cookie, credential, passphrase, passwd, password, privatekey, secret, sessionid, signature, token.</value>
    public IList<string> SecretNames { get; } =
    [
        "accesskey", "apikey", "assertion", "authorization", "cookie", "credential", "downloadurl", "passphrase", "passwd", "password", "privatekey", "secret", "sessionid", "signature", "token", "uploadurl",
    ];

    /// <summary>Gets the words that make a name harmless although one of <see cref="SecretNames"/> is in it.</summary>
    /// <value>By default continuationtoken, deltatoken, idempotencytoken, pagetoken, skiptoken, synctoken, tokentype.</value>
    public IList<string> HarmlessNames { get; } = ["continuationtoken", "deltatoken", "idempotencytoken", "pagetoken", "skiptoken", "synctoken", "tokentype"];
}
