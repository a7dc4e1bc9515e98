using System.Buffers;
using System.Net;

namespace Connectors.Http;

/// <summary>Reads a body to its end into pooled memory, within the attempt's bounds.</summary>
internal static class BodyCollector
{
    /// <summary>How much of an error body is read; enough for every provider's error, whatever is sent.</summary>
    internal const int MaxErrorBytes = 64 << 10;

    private const int FirstBuffer = 16 << 10;

    /// <summary>Replaces the answer's content by its bytes.</summary>
    /// <exception cref="BodyTooLargeException">A good answer is larger than allowed.</exception>
    /// <exception cref="HttpRequestException">The body ended before its declared length.</exception>
    internal static async ValueTask<PooledContent> ReadAsync(HttpResponseMessage response, HttpMethod method, CallState call, AttemptClock clock)
    {
        var (content, options) = (response.Content, call.Runtime.Options);
        var isError = !response.IsSuccessStatusCode;
        var max = isError ? MaxErrorBytes : options.MaxResponseBytes;
        var hasBody = method != HttpMethod.Head && response.StatusCode is not (HttpStatusCode.NoContent or HttpStatusCode.NotModified);
        var declared = hasBody ? content.Headers.ContentLength : null;
        if (!isError && declared > max)
        {
            throw new BodyTooLargeException(max);
        }

        var buffer = ArrayPool<byte>.Shared.Rent(declared is { } known && known < max ? (int)known + 1 : Math.Min(FirstBuffer, max));
        var length = 0;
        try
        {
            var wire = await WireBody.OpenAsync(content, options.MaxExpansion, isLenient: isError, clock.Token).ConfigureAwait(false);
            while (true)
            {
                if (length == buffer.Length)
                {
                    buffer = Grow(buffer, length);
                }

                clock.Expect(options.BodyIdleTimeout);
                var read = await wire.Stream.ReadAsync(buffer.AsMemory(length, Math.Min(buffer.Length, max + 1) - length), clock.Token).ConfigureAwait(false);
                length += read;
                if (read == 0 || length > max)
                {
                    break;
                }
            }

            if (length > max && !isError)
            {
                throw new BodyTooLargeException(max);
            }

            length = Math.Min(length, max);
            if (!isError && hasBody && wire.Length > length)
            {
                throw new HttpRequestException(HttpRequestError.ResponseEnded, "The body ended before its declared length.");
            }

            var keeps = !wire.IsDecoded && !call.IsShared;
            var pooled = new PooledContent(buffer, length, content, wire.IsDecoded, keeps);
            if (!keeps)
            {
                content.Dispose();
            }

            response.Content = pooled;
            return pooled;
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(buffer);
            throw;
        }
    }

    private static byte[] Grow(byte[] buffer, int length)
    {
        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.AsSpan(0, length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }
}

/// <summary>A body is larger than the app allows.</summary>
internal sealed class BodyTooLargeException(int max) : Exception($"The body is larger than {max} bytes.");
