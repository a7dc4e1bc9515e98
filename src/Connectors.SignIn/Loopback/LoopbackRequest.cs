using System.Buffers;
using System.Text;

namespace Connectors.SignIn;

/// <summary>The head of one HTTP/1.1 request; a body is never read. Holds a code: never prints.</summary>
internal sealed class LoopbackRequest(string method, string target, string host)
{
    /// <summary>A browser sends all cookies of 127.0.0.1 along, whichever program on whichever port set them.</summary>
    private const int MaxHead = 64 << 10;

    public string Method { get; } = method;

    /// <summary>Path and query, as they came.</summary>
    public string Target { get; } = target;

    public string Host { get; } = host;

    public string Path => Target.IndexOf('?', StringComparison.Ordinal) is >= 0 and var mark ? Target[..mark] : Target;

    /// <summary>Reads a request.</summary>
    /// <returns>The request; or the status to refuse it with; or neither, when the connection ended before.</returns>
    public static async Task<(LoopbackRequest? Request, int? Refusal)> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(MaxHead);
        try
        {
            var length = 0;
            while (true)
            {
                var read = await stream.ReadAsync(buffer.AsMemory(length, MaxHead - length), cancellationToken).ConfigureAwait(false);
                if (read == 0)
                {
                    return (null, null);
                }

                var from = Math.Max(0, length - 3);
                length += read;
                if (buffer.AsSpan(from, length - from).IndexOf("\r\n\r\n"u8) is >= 0 and var end)
                {
                    return Parse(buffer.AsSpan(0, from + end));
                }

                if (length == MaxHead)
                {
                    return (null, 431);
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }

    private static (LoopbackRequest?, int?) Parse(ReadOnlySpan<byte> head)
    {
        var lines = Encoding.Latin1.GetString(head).Split("\r\n");
        if (lines[0].Split(' ') is not [var method, ['/', ..] target, "HTTP/1.1" or "HTTP/1.0"] || target.Any(static character => character is <= ' ' or >= '\x7f'))
        {
            return (null, 400);
        }

        var hosts = lines.Where(static line => line.StartsWith("Host:", StringComparison.OrdinalIgnoreCase)).ToList();
        return target.Length > CallbackAddress.MaxLength ? (null, 414)
            : hosts is not [var host] ? (null, 400)
            : (new(method, target, host["Host:".Length..].Trim()), null);
    }
}
