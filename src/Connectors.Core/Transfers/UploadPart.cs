using System.Globalization;

namespace Connectors.Definitions;

/// <summary>What one request of an upload is about.</summary>
/// <typeparam name="TIn">What the upload takes, such as the path to write to.</typeparam>
public sealed class UploadPart<TIn>
{
    /// <summary>Gets what the upload takes.</summary>
    public required TIn Input { get; init; }

    /// <summary>Gets what the upload's start gave: a session's id or address. Empty before.</summary>
    public string Session { get; init; } = "";

    /// <summary>Gets where these bytes begin in the file; without bytes, how many of the file's the provider should have.</summary>
    public long Offset { get; init; }

    /// <summary>Gets the bytes. Valid only while the request is sent.</summary>
    public ReadOnlyMemory<byte> Bytes { get; init; }

    /// <summary>Gets how many bytes the whole file has, where it is known: always, once <see cref="IsLast"/>.</summary>
    public long? Length { get; init; }

    /// <summary>Gets whether the file ends with these bytes.</summary>
    public bool IsLast { get; init; }

    /// <summary>Gets the file's media type.</summary>
    public string MediaType { get; init; } = "application/octet-stream";

    /// <summary>Gets the hash of the whole content, once all of it was read and where the upload states a kind.</summary>
    public FileHash? Hash { get; init; }

    /// <summary>Gets the position after these bytes.</summary>
    public long End => Offset + Bytes.Length;

    /// <summary>Gets the bytes as a body of the file's media type.</summary>
    public RequestBody Body => RequestBody.Bytes(Bytes, MediaType);

    /// <summary>Gets the bytes' <c>Content-Range</c> (RFC 9110, section 14.4): <c>bytes 0-327679/1000000</c>; <c>bytes */1000000</c> without bytes; <c>*</c> for a length that is not known.</summary>
    public string ContentRange
    {
        get
        {
            var length = Length?.ToString(CultureInfo.InvariantCulture) ?? "*";
            return Bytes.IsEmpty ? $"bytes */{length}" : string.Create(CultureInfo.InvariantCulture, $"bytes {Offset}-{End - 1}/{length}");
        }
    }
}

/// <summary>What a provider says of an upload. Make one with the static members.</summary>
/// <typeparam name="TOut">What a finished upload gives.</typeparam>
public sealed class UploadStep<TOut>
{
    private UploadStep()
    {
    }

    /// <summary>Gets the answer of a provider that does not say how much it has: it is asked.</summary>
    public static UploadStep<TOut> Unclear { get; } = new();

    /// <summary>Gets the answer of a provider that accepts what was sent: it has the file up to the end of the bytes or, asked without bytes, up to <see cref="UploadPart{TIn}.Offset"/>.</summary>
    public static UploadStep<TOut> Arrived { get; } = new() { HasArrived = true };

    internal bool HasArrived { get; private init; }

    /// <summary>How many bytes of the file the provider has, from its beginning.</summary>
    internal long? Offset { get; private init; }

    internal bool IsDone { get; private init; }

    internal TOut? Result { get; private init; }

    /// <summary>The provider has so many bytes of the file, from its beginning, and waits for the next ones.</summary>
    /// <param name="offset">How many; also fewer than were sent.</param>
    public static UploadStep<TOut> At(long offset) => new() { Offset = offset };

    /// <summary>The provider has the whole file.</summary>
    /// <param name="result">What it says of it.</param>
    public static UploadStep<TOut> Done(TOut result) => new() { IsDone = true, Result = result };
}
