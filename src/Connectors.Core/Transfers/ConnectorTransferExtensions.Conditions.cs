using System.Globalization;
using Connectors.Definitions;

namespace Connectors;

/// <content>Answers that are asked for only if they changed.</content>
public static partial class ConnectorTransferExtensions
{
    /// <summary>Reads an answer only if it is not the one that the caller has: sends <c>If-None-Match</c>, or <c>If-Modified-Since</c> where there is no tag (RFC 9110, section 13).</summary>
    /// <typeparam name="TIn">What the endpoint takes.</typeparam>
    /// <typeparam name="TOut">What it gives.</typeparam>
    /// <param name="connector">The connection.</param>
    /// <param name="endpoint">An endpoint that reads and whose answer is no stream; files have <see cref="DownloadOptions.IfNoneMatch"/>.</param>
    /// <param name="input">Its input.</param>
    /// <param name="etag">The entity tag of the answer that the caller has, as it was given: with its quotes.</param>
    /// <param name="modifiedSince">When that answer was changed last, where it had no tag.</param>
    /// <param name="options">How the call is made. A cache in it has no part in this call.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The answer with its validators, or that nothing changed.</returns>
    /// <exception cref="ArgumentException">The endpoint writes, or gives a stream.</exception>
    /// <exception cref="ConnectorException">The call failed.</exception>
    public static Task<Conditional<TOut>> CallIfChangedAsync<TIn, TOut>(
        this IConnector connector, Endpoint<TIn, TOut> endpoint, TIn input, string? etag, DateTimeOffset? modifiedSince = null, CallOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(connector);
        ArgumentNullException.ThrowIfNull(endpoint);
        if (endpoint.Effect != Effect.Read || endpoint.Response.ReadStream is not null)
        {
            throw new ArgumentException("Only a read whose answer is no stream can be asked for so.", nameof(endpoint));
        }

        var since = etag is null ? modifiedSince?.UtcDateTime.ToString("r", CultureInfo.InvariantCulture) : null;
        var read = endpoint.Response.ReadWhole;
        var response = new BodyReader<Conditional<TOut>>(
            endpoint.Response.Format,
            facts => new(facts.Status == 304, facts.Status == 304 ? default : read(facts), facts.Header("ETag"), facts.ContentHeaders.LastModified))
        {
            Takes = static status => status == 304,
        };
        var conditional = Endpoint.Read<TIn, Conditional<TOut>>(
            endpoint.Name,
            (value, context) => endpoint.Request(value, context).Header("If-None-Match", etag).Header("If-Modified-Since", since),
            response,
            endpoint.Scopes,
            endpoint.LimitGroup,
            endpoint.Host,
            endpoint.Anonymous,
            endpoint.AttemptTimeout);
        return connector.CallAsync(conditional, input, options, cancellationToken);
    }
}

/// <summary>An answer that was asked for only if it changed.</summary>
/// <typeparam name="T">The answer.</typeparam>
/// <param name="NotModified">Whether the provider says that it is still the one that the caller has (304).</param>
/// <param name="Value">The answer; the default of the type when nothing changed.</param>
/// <param name="ETag">Its entity tag, to pass the next time; <see langword="null"/> where it has none.</param>
/// <param name="LastModified">When it was changed last, where the provider says so.</param>
public sealed record Conditional<T>(bool NotModified, T? Value, string? ETag, DateTimeOffset? LastModified);
