using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Connectors.Auth;

/// <summary>The compact form of a signed token (RFC 7515, 3.1): header, payload and signature in base64url, joined by dots.</summary>
internal static class JsonWebSignature
{
    /// <summary>What is written stands in base64url only, so nothing needs to be escaped for a web page.</summary>
    private static readonly JsonWriterOptions s_plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Signs a payload.</summary>
    /// <param name="key">The key.</param>
    /// <param name="header">The JOSE header as JSON.</param>
    /// <param name="payload">The payload.</param>
    public static string Compact(SigningKey key, ReadOnlySpan<byte> header, ReadOnlySpan<byte> payload)
    {
        var input = $"{Base64Url.EncodeToString(header)}.{Base64Url.EncodeToString(payload)}";
        return $"{input}.{Base64Url.EncodeToString(key.Sign(Encoding.ASCII.GetBytes(input)))}";
    }

    /// <summary>Makes the header of a JWT signed with a key: <c>alg</c>, <c>typ</c> and, where the key has an id, <c>kid</c>.</summary>
    public static byte[] Header(SigningKey key) => Write(key, static (writer, key) =>
    {
        writer.WriteString("alg", key.Algorithm.ToString());
        writer.WriteString("typ", "JWT");
        if (key.KeyId is not null)
        {
            writer.WriteString("kid", key.KeyId);
        }
    });

    /// <summary>Writes one JSON object.</summary>
    public static byte[] Write<T>(T state, Action<Utf8JsonWriter, T> members)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, s_plain))
        {
            writer.WriteStartObject();
            members(writer, state);
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
