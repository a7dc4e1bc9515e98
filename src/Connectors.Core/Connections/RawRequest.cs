using System.Net.Http.Headers;
using System.Text;
using Connectors.Definitions;

namespace Connectors;

/// <summary>A raw call to the provider (passthrough).</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">Path and query, relative to the provider's host; never an absolute address.</param>
public sealed record RawRequest(HttpMethod Method, string Path)
{
    /// <summary>Gets the body, or <see langword="null"/> for none.</summary>
    public RequestBody? Body { get; init; }

    /// <summary>Gets extra headers. Credentials are added by the chain.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Gets the definition's host to send to.</summary>
    /// <value>The default is <c>api</c>.</value>
    public string Host { get; init; } = "api";

    /// <summary>Gets what the call does at the provider; decides whether it may be sent again.</summary>
    /// <value>The default is <see cref="Effect.Read"/> for GET and HEAD, <see cref="Effect.Write"/> for everything else.</value>
    public Effect Effect { get; init; } = Method == HttpMethod.Get || Method == HttpMethod.Head ? Effect.Read : Effect.Write;

    /// <summary>Gets what the call takes of the provider's limits, by unit, where it is more than one request.</summary>
    public IReadOnlyList<UnitCost> Costs { get; init; } = [];

    /// <summary>
    /// Gets the header by which the provider takes an idempotency key: <c>Idempotency-Key</c>. With it a write is sent again where it failed,
    /// with <see cref="CallOptions.IdempotencyKey"/> or a key made for the call. State it only where the provider documents it.
    /// </summary>
    /// <value>The default is <see langword="null"/>: a write is sent once. Ignored for other effects.</value>
    public string? IdempotencyKeyHeader { get; init; }

    /// <summary>
    /// Gets whether an error status is given back as an answer instead of thrown, once no attempt is left. What is no answer of the provider
    /// (no connection, a time bound, an open circuit) is thrown all the same.
    /// </summary>
    public bool AllowFailure { get; init; }
}

/// <summary>The answer to a raw call. Holds pooled memory: dispose of it.</summary>
public sealed class RawResponse : IDisposable
{
    private readonly HttpResponseMessage _message;

    internal RawResponse(HttpResponseMessage message, ReadOnlyMemory<byte> body)
    {
        _message = message;
        Body = body;
    }

    /// <summary>Gets the HTTP status.</summary>
    public int StatusCode => (int)_message.StatusCode;

    /// <summary>Gets the headers.</summary>
    public HttpResponseHeaders Headers => _message.Headers;

    /// <summary>Gets the body's media type.</summary>
    public string? MediaType => Http.PooledContent.HeadersOf(_message).ContentType?.MediaType;

    /// <summary>Gets the body. Valid until this object is disposed of.</summary>
    public ReadOnlyMemory<byte> Body { get; }

    /// <summary>Gives the body as text.</summary>
    /// <returns>The text (UTF-8).</returns>
    public string AsText() => Encoding.UTF8.GetString(Body.Span);

    /// <summary>Parses the body as JSON.</summary>
    /// <returns>The root element; it stands on its own.</returns>
    /// <exception cref="ConnectorException">It is no JSON.</exception>
    public System.Text.Json.JsonElement AsJson()
    {
        try
        {
            return new RawRecord(Body).AsJson();
        }
        catch (System.Text.Json.JsonException error)
        {
            throw new ConnectorException(
                new()
                {
                    Kind = ErrorKind.Protocol,
                    StatusCode = StatusCode,
                    What = $"The answer is no JSON: {Body.Length} bytes of {MediaType ?? "no media type"}",
                    ToDo = $"Read it with {nameof(AsText)} or {nameof(Body)}.",
                },
                error);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _message.Dispose();
}
