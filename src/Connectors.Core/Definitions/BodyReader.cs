using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Connectors.Definitions;

/// <summary>Reads the answer of a call. Make one with <see cref="Body"/>.</summary>
/// <typeparam name="TOut">What it gives.</typeparam>
public sealed class BodyReader<TOut>
{
    internal BodyReader(BodyFormat format, Func<ResponseFacts, TOut> read, Func<HttpResponseMessage, Stream, Endpoint, TOut>? readStream = null) =>
        (Format, ReadWhole, ReadStream) = (format, read, readStream);

    internal BodyFormat Format { get; }

    internal Func<ResponseFacts, TOut> ReadWhole { get; }

    internal Func<HttpResponseMessage, Stream, Endpoint, TOut>? ReadStream { get; }

    internal bool MayLeave { get; init; }

    /// <summary>Tells the statuses beside the good ones that are answers too, where the reader knows any.</summary>
    internal Func<int, bool>? Takes { get; init; }
}

/// <summary>The ways to read the answer of a call.</summary>
public static class Body
{
    /// <summary>Gets the reader of an answer that gives nothing.</summary>
    public static BodyReader<NoContent> None { get; } = new(BodyFormat.Any, static _ => default);

    /// <summary>Reads JSON.</summary>
    /// <typeparam name="T">The answer.</typeparam>
    /// <param name="type">Its source-generated JSON form.</param>
    public static BodyReader<T> Json<T>(JsonTypeInfo<T> type) => Json(type, static answer => answer);

    /// <summary>Reads JSON and gives a part of it.</summary>
    /// <typeparam name="T">The answer.</typeparam>
    /// <typeparam name="TOut">The part.</typeparam>
    /// <param name="type">The answer's source-generated JSON form.</param>
    /// <param name="select">Takes the part.</param>
    public static BodyReader<TOut> Json<T, TOut>(JsonTypeInfo<T> type, Func<T, TOut> select) =>
        new(BodyFormat.Json, facts => select(JsonSerializer.Deserialize(facts.Body.Span, type)
            ?? throw new JsonException("The body is the JSON value null.")));

    /// <summary>Reads the answer from status, headers and bytes, for formats and places that have no reader of their own.</summary>
    /// <typeparam name="TOut">What it gives.</typeparam>
    /// <param name="read">Reads it; pure. An <see cref="UnreadableAnswerException"/> tells that the answer is not as it should be.</param>
    public static BodyReader<TOut> From<TOut>(Func<ResponseFacts, TOut> read) => new(BodyFormat.Any, read);

    /// <summary>Reads the last segment of the <c>Location</c> header: the id of a record that was created.</summary>
    public static BodyReader<string> LocationId { get; } = new(BodyFormat.Any, static facts =>
        facts.Header("Location") is { Length: > 0 } location && location.TrimEnd('/').Split('/', '?')[^1] is { Length: > 0 } id
            ? Uri.UnescapeDataString(id)
            : throw new UnreadableAnswerException("The answer has no Location header, so the id of the new record is not known."));

    /// <summary>Gives the body as a stream that the caller disposes of: files and exports, which are not held in memory.</summary>
    /// <typeparam name="TOut">What it gives.</typeparam>
    /// <param name="read">Makes the answer from the headers and the open stream.</param>
    /// <param name="elsewhere">
    /// Whether the provider may redirect to another public host over https for it, such as a store of files. That host gets no credential.
    /// </param>
    public static BodyReader<TOut> Stream<TOut>(Func<HttpResponseMessage, Stream, TOut> read, bool elsewhere = false) =>
        new(BodyFormat.Any, static _ => throw new NotSupportedException("This answer is a stream."), (answer, stream, _) => read(answer, stream)) { MayLeave = elsewhere };

    /// <summary>Gives a file, or a part of it; see <see cref="Endpoint.Download"/>.</summary>
    internal static BodyReader<Transfers.OpenedFile> File(Func<ResponseFacts, FileFacts>? facts, bool elsewhere) =>
        new(BodyFormat.Any, static _ => throw new NotSupportedException("This answer is a stream."), (answer, stream, endpoint) => Transfers.OpenedFile.Read(answer, stream, facts, endpoint))
        {
            MayLeave = elsewhere,
            Takes = static status => status is 304 or 416,
        };
}

/// <summary>What the body of a good answer looks like.</summary>
public enum BodyFormat
{
    /// <summary>Anything, or nothing.</summary>
    Any,

    /// <summary>A JSON object or array.</summary>
    Json,

    /// <summary>An XML document.</summary>
    Xml,
}
