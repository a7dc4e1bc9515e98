using System.Net.Http.Headers;
using System.Text;

namespace Connectors.Definitions;

/// <summary>The body of a request: gives the same content again for each attempt.</summary>
public abstract class RequestBody
{
    /// <summary>Makes the content for one attempt.</summary>
    /// <returns>New content.</returns>
    public abstract HttpContent CreateContent();

    /// <summary>The bytes, where they are in memory.</summary>
    internal virtual ReadOnlyMemory<byte>? Known => null;

    /// <summary>Their media type.</summary>
    internal virtual string MediaType => "";

    /// <summary>Makes a body of bytes.</summary>
    /// <param name="bytes">The bytes; they must not change afterwards.</param>
    /// <param name="mediaType">Their media type.</param>
    public static RequestBody Bytes(ReadOnlyMemory<byte> bytes, string mediaType) => new BytesBody(bytes, mediaType);

    /// <summary>Makes a text body in UTF-8.</summary>
    /// <param name="text">The text.</param>
    /// <param name="mediaType">Its media type.</param>
    public static RequestBody Text(string text, string mediaType) => new BytesBody(Encoding.UTF8.GetBytes(text), mediaType);

    /// <summary>Makes a form body (<c>application/x-www-form-urlencoded</c>); fields with a <see langword="null"/> value are left out.</summary>
    /// <param name="fields">The fields.</param>
    public static RequestBody Form(params ReadOnlySpan<(string Name, string? Value)> fields)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in fields)
        {
            if (value is not null)
            {
                text.Append(text.Length == 0 ? "" : "&").Append(Encode(name)).Append('=').Append(Encode(value));
            }
        }

        return Text(text.ToString(), "application/x-www-form-urlencoded");

        static string Encode(string value) => Uri.EscapeDataString(value).Replace("%20", "+", StringComparison.Ordinal);
    }

    /// <summary>Makes a body that is opened anew for each attempt, such as a file.</summary>
    /// <param name="open">Opens the stream at its beginning.</param>
    /// <param name="mediaType">Its media type.</param>
    /// <param name="length">How many bytes it gives, where the stream itself does not tell (one that cannot seek): without a length the body is sent in chunks, which some providers refuse.</param>
    public static RequestBody Stream(Func<Stream> open, string mediaType, long? length = null) => new StreamBody(open, mediaType, length);

    /// <summary>
    /// Makes a <c>multipart/form-data</c> body (RFC 7578), as file uploads of many providers take it. Streams in it are sent as they are read;
    /// nothing is held in memory.
    /// </summary>
    /// <param name="parts">The parts, in their order.</param>
    public static RequestBody Multipart(params IReadOnlyList<FormPart> parts) =>
        new MultipartBody("form-data", [.. parts.Select(static part => ((string?)part.Disposition, part.Content))]);

    /// <summary>Makes a <c>multipart/related</c> body (RFC 2387): what a file is, then the file (Google's <c>uploadType=multipart</c>).</summary>
    /// <param name="root">The part that says what the others are.</param>
    /// <param name="others">The other parts.</param>
    public static RequestBody Related(RequestBody root, params IReadOnlyList<RequestBody> others) =>
        new MultipartBody("related", [.. others.Prepend(root).Select(static body => ((string?)null, body))]);

    private sealed class BytesBody(ReadOnlyMemory<byte> bytes, string mediaType) : RequestBody
    {
        internal override ReadOnlyMemory<byte>? Known => bytes;

        internal override string MediaType => mediaType;

        public override HttpContent CreateContent()
        {
            var content = new ReadOnlyMemoryContent(bytes);
            content.Headers.ContentType = MediaTypeHeaderValue.Parse(mediaType);
            return content;
        }
    }

    private sealed class StreamBody(Func<Stream> open, string mediaType, long? length) : RequestBody
    {
        public override HttpContent CreateContent()
        {
            var content = length is { } known ? new MeasuredContent(open(), known) : new StreamContent(open());
            content.Headers.ContentType = MediaTypeHeaderValue.Parse(mediaType);
            return content;
        }
    }

    /// <summary>A stream whose length is known although it does not tell it; a body of several parts asks for it too.</summary>
    private sealed class MeasuredContent(Stream stream, long length) : StreamContent(stream)
    {
        protected override bool TryComputeLength(out long computed)
        {
            computed = length;
            return true;
        }
    }
}
