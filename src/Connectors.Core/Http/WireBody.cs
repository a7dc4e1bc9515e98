namespace Connectors.Http;

/// <summary>
/// The body of an answer as it comes off the wire, its compression (RFC 9110, section 8.4) taken off here and not by the transport: so
/// what a few bytes may grow to is bounded, and compression that was cut short is noticed, which .NET's decoders take for a good end.
/// </summary>
/// <param name="Stream">The bytes as they are meant.</param>
/// <param name="Length">How many there must be, where the provider declares it of these bytes.</param>
/// <param name="IsDecoded">Whether compression was taken off, so that the answer's own headers of it do not hold any more.</param>
internal readonly record struct WireBody(Stream Stream, long? Length, bool IsDecoded)
{
    /// <summary>What is asked for with each request that does not say otherwise.</summary>
    internal const string AcceptEncoding = "gzip, deflate, br";

    private const int MaxCodings = 2;

    /// <summary>Opens the body. One whose codings are not known is given as it is.</summary>
    /// <param name="content">The content.</param>
    /// <param name="maxExpansion">How many bytes one byte on the wire may become.</param>
    /// <param name="isLenient">Whether a body that cannot be decoded to its end just ends there, as is good enough for the words of an error.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    internal static async ValueTask<WireBody> OpenAsync(HttpContent content, int maxExpansion, bool isLenient, CancellationToken cancellationToken)
    {
        var declared = content.Headers.ContentLength;
        var stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        if (!content.Headers.NonValidated.TryGetValues("Content-Encoding", out var header))
        {
            return new(stream, declared, false);
        }

        string[] codings = [.. header.ToString().Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(static coding => coding.ToLowerInvariant()).Where(static coding => coding != "identity")];
        if (codings.Length is 0 or > MaxCodings || codings.Any(static coding => coding is not ("gzip" or "x-gzip" or "deflate" or "br")))
        {
            return new(stream, declared, false);
        }

        // They stand in the order in which they were put on.
        var wire = new CodedStream(stream, declared);
        var source = wire;
        for (var index = codings.Length - 1; index > 0; index--)
        {
            source = new(new DecodingStream(source, codings[index], wire, maxExpansion, isLenient), null);
        }

        return new(new DecodingStream(source, codings[0], wire, maxExpansion, isLenient), null, true);
    }
}

/// <summary>A body grows further than its few bytes can be meant to.</summary>
internal sealed class ExpandedTooFarException(int max) : Exception($"The body grows more than {max}-fold when its compression is taken off.");

/// <summary>A compressed body that ends too early, or is no such body.</summary>
internal sealed class BrokenCodingException(string what, Exception? inner) : IOException(what, inner);
