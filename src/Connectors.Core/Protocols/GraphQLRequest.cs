using System.Buffers;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Connectors.Definitions;

/// <summary>The body of one GraphQL call: the document's text or its hash, and the variables beside it, never in it.</summary>
/// <param name="document">The document.</param>
/// <param name="variables">Writes the variables; pure.</param>
/// <param name="byHash">Whether the hash alone is sent until the server asks for the text.</param>
internal sealed class GraphQLRequest(GraphQLDocument document, Action<Utf8JsonWriter>? variables, bool byHash) : RequestBody
{
    /// <summary>GraphQL over HTTP: a client lists its own media type first.</summary>
    internal const string Accept = "application/graphql-response+json, application/json;q=0.9";

    private static readonly JsonWriterOptions s_write = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly ReadOnlyMemory<byte> _variables = Written(variables);
    private bool _withText = !byHash;

    /// <summary>Puts the text into what is sent from now on.</summary>
    /// <returns>Whether it was not there before.</returns>
    public bool TakeText()
    {
        var wasMissing = !_withText;
        _withText = true;
        return wasMissing;
    }

    public override HttpContent CreateContent()
    {
        var bytes = new ArrayBufferWriter<byte>(256 + document.Text.EncodedUtf8Bytes.Length + _variables.Length);
        using (var writer = new Utf8JsonWriter(bytes, s_write))
        {
            Write(writer);
        }

        var content = new ReadOnlyMemoryContent(bytes.WrittenMemory);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }

    private void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        if (_withText)
        {
            writer.WriteString("query"u8, document.Text);
        }

        if (document.Name is { } name)
        {
            writer.WriteString("operationName"u8, name);
        }

        if (!_variables.IsEmpty)
        {
            writer.WritePropertyName("variables"u8);
            writer.WriteRawValue(_variables.Span, skipInputValidation: true);
        }

        if (byHash)
        {
            writer.WriteStartObject("extensions"u8);
            writer.WriteStartObject("persistedQuery"u8);
            writer.WriteNumber("version"u8, 1);
            writer.WriteString("sha256Hash"u8, document.Hash);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    /// <summary>Written at once: a value that cannot be written is an error of this call, before anything is sent.</summary>
    private static ReadOnlyMemory<byte> Written(Action<Utf8JsonWriter>? variables)
    {
        if (variables is null)
        {
            return default;
        }

        var bytes = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(bytes, s_write))
        {
            variables(writer);
        }

        return bytes.WrittenMemory;
    }
}
