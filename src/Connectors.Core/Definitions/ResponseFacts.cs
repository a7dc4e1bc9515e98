using System.Net.Http.Headers;

namespace Connectors.Definitions;

/// <summary>What a provider answered: status, headers and bounded body. Valid only while the rule or reader runs.</summary>
public readonly struct ResponseFacts
{
    private readonly HttpResponseMessage _message;

    internal ResponseFacts(HttpResponseMessage message, ReadOnlyMemory<byte> body, Endpoint endpoint)
    {
        _message = message;
        Body = body;
        Endpoint = endpoint;
    }

    /// <summary>Gets the HTTP status.</summary>
    public int Status => (int)_message.StatusCode;

    /// <summary>Gets whether the status is 2xx.</summary>
    public bool IsSuccessStatus => _message.IsSuccessStatusCode;

    /// <summary>Gets the headers.</summary>
    public HttpResponseHeaders Headers => _message.Headers;

    /// <summary>Gets the headers of the body.</summary>
    public HttpContentHeaders ContentHeaders => Http.PooledContent.HeadersOf(_message);

    /// <summary>Gets the body; of an error answer, at most its first 64 KiB.</summary>
    public ReadOnlyMemory<byte> Body { get; }

    /// <summary>Gets the endpoint that was called.</summary>
    public Endpoint Endpoint { get; }

    /// <summary>The request that was answered.</summary>
    internal HttpRequestMessage? Request => _message.RequestMessage;

    /// <summary>Whether the body says that it is a web page. Read as it was sent: parsing it costs something on each answer.</summary>
    internal bool IsWebPage => ContentHeaders.NonValidated.TryGetValues("Content-Type", out var type)
        && type.ToString().AsSpan().TrimStart().StartsWith("text/html", StringComparison.OrdinalIgnoreCase);

    /// <summary>Gives the first value of a header.</summary>
    /// <param name="name">The header's name, in any case.</param>
    /// <returns>The value, or <see langword="null"/>.</returns>
    public string? Header(string name) =>
        _message.Headers.TryGetValues(name, out var values) || ContentHeaders.TryGetValues(name, out values)
            ? values.FirstOrDefault()
            : null;
}
