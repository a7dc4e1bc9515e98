using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Connectors.Simulators;

/// <summary>Writes answers: JSON with its length, text, or nothing but a status.</summary>
public static class Answer
{
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Answers with JSON that is written field by field.</summary>
    /// <param name="context">The request to answer.</param>
    /// <param name="status">The HTTP status.</param>
    /// <param name="write">Writes one JSON value.</param>
    /// <param name="contentType">The media type.</param>
    /// <returns>A task that ends when the answer is written.</returns>
    public static async Task JsonAsync(HttpContext context, int status, Action<Utf8JsonWriter> write, string contentType = "application/json;charset=utf-8")
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(write);
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, s_options))
        {
            write(writer);
        }

        await BytesAsync(context, status, contentType, buffer.GetBuffer().AsMemory(0, (int)buffer.Length)).ConfigureAwait(false);
    }

    /// <summary>Answers with an object as System.Text.Json writes it, in camel case.</summary>
    /// <param name="context">The request to answer.</param>
    /// <param name="status">The HTTP status.</param>
    /// <param name="value">The object: a JSON node, an anonymous type, a dictionary.</param>
    /// <param name="contentType">The media type.</param>
    /// <returns>A task that ends when the answer is written.</returns>
    public static Task JsonAsync(HttpContext context, int status, object? value, string contentType = "application/json;charset=utf-8") =>
        BytesAsync(context, status, contentType, JsonSerializer.SerializeToUtf8Bytes(value, SimulatorState.Json));

    /// <summary>Answers with text.</summary>
    /// <param name="context">The request to answer.</param>
    /// <param name="status">The HTTP status.</param>
    /// <param name="text">The body.</param>
    /// <param name="contentType">The media type.</param>
    /// <returns>A task that ends when the answer is written.</returns>
    public static Task TextAsync(HttpContext context, int status, string text, string contentType = "text/plain;charset=utf-8") =>
        BytesAsync(context, status, contentType, Encoding.UTF8.GetBytes(text));

    /// <summary>Answers with a status and no body.</summary>
    /// <param name="context">The request to answer.</param>
    /// <param name="status">The HTTP status.</param>
    /// <returns>A finished task.</returns>
    public static Task EmptyAsync(HttpContext context, int status)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.Response.StatusCode = status;
        if (status is not (204 or 304))
        {
            context.Response.ContentLength = 0;
        }

        return Task.CompletedTask;
    }

    internal static async Task BytesAsync(HttpContext context, int status, string contentType, ReadOnlyMemory<byte> body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body, context.RequestAborted).ConfigureAwait(false);
    }
}
