using System.Net.Http.Headers;
using Connectors.Definitions;
using Connectors.Http;

namespace Connectors.Transfers;

/// <summary>One answer to the wish for a file, before anything of it is read.</summary>
/// <param name="Status">200, 206, 304 or 416.</param>
/// <param name="Facts">What the answer states.</param>
/// <param name="Start">Where its bytes begin in the file; -1 where a part does not say so.</param>
/// <param name="Total">How many bytes the file has, where that is stated.</param>
/// <param name="Bytes">How many bytes the answer gives, where that is stated.</param>
/// <param name="IfRange">The validator by which parts of just this file can be asked for (RFC 9110, section 13.1.5), if it has one.</param>
/// <param name="IsCoded">Whether the file came in a content coding, so that positions in it are not positions on the wire.</param>
/// <param name="Body">The bytes.</param>
internal sealed record OpenedFile(int Status, FileFacts Facts, long Start, long? Total, long? Bytes, string? IfRange, bool IsCoded, Stream Body)
{
    public static OpenedFile Read(HttpResponseMessage response, Stream body, Func<ResponseFacts, FileFacts>? own, Endpoint endpoint)
    {
        var status = (int)response.StatusCode;
        var headers = PooledContent.HeadersOf(response);
        var range = headers.ContentRange;
        range = range?.Unit == "bytes" ? range : null;
        var isCoded = response.Content is StreamedContent { IsDecoded: true };
        var bytes = isCoded ? null : headers.ContentLength;
        var total = status == 200 ? bytes : range?.Length;
        var answer = new ResponseFacts(response, default, endpoint);
        var general = General(response, total, status == 200 && !isCoded ? Digests.Of(in answer) : null);
        return new(
            status,
            status is 200 or 206 ? Joined(own?.Invoke(answer), general) : general,
            status == 206 ? range?.From ?? -1 : 0,
            total,
            status == 206 && range is { From: { } from, To: { } to } ? to - from + 1 : bytes,
            Validator(response.Headers, general),
            isCoded,
            body);
    }

    /// <summary>Says whether a later answer is of the same file, by whatever both state.</summary>
    public static bool IsSame(FileFacts one, FileFacts other) =>
        Agree(Opaque(one.ETag), Opaque(other.ETag)) && Agree(one.Version, other.Version) && Agree(one.Hash, other.Hash)
        && Agree(one.Length, other.Length)
        && (one.ETag is not null || Agree(one.LastModified, other.LastModified));

    private static bool Agree<T>(T? one, T? other) => one is null || other is null || EqualityComparer<T>.Default.Equals(one, other);

    private static string? Opaque(string? tag) => tag?.StartsWith("W/", StringComparison.Ordinal) == true ? tag[2..] : tag;

    /// <summary>Joins what two places state; the first one counts more.</summary>
    public static FileFacts Joined(FileFacts? first, FileFacts second) => first is null ? second : new()
    {
        Name = first.Name ?? second.Name,
        MediaType = first.MediaType ?? second.MediaType,
        Length = first.Length ?? second.Length,
        ETag = first.ETag ?? second.ETag,
        LastModified = first.LastModified ?? second.LastModified,
        Version = first.Version ?? second.Version,
        Hash = first.Hash ?? second.Hash,
    };

    private static FileFacts General(HttpResponseMessage response, long? total, FileHash? hash)
    {
        var headers = PooledContent.HeadersOf(response);
        return new()
        {
            Name = Plain(headers.ContentDisposition?.FileNameStar ?? headers.ContentDisposition?.FileName?.Trim('"')),
            MediaType = headers.ContentType?.MediaType,
            Length = total,
            ETag = response.Headers.ETag?.ToString(),
            LastModified = headers.LastModified,
            Hash = hash,
        };
    }

    /// <summary>A strong tag, or a time that is strong: the answer was made at least a second after it (RFC 9110, section 8.8.2.2).</summary>
    private static string? Validator(HttpResponseHeaders headers, FileFacts facts) =>
        headers.ETag is { } tag ? (tag.IsWeak ? null : tag.Tag)
        : facts.LastModified is { } changed && headers.Date - changed >= TimeSpan.FromSeconds(1) ? changed.UtcDateTime.ToString("r", System.Globalization.CultureInfo.InvariantCulture)
        : null;

    /// <summary>The last part of a path, without characters that no name has.</summary>
    private static string? Plain(string? name)
    {
        var last = name is null ? "" : new string([.. name[(name.LastIndexOfAny(['/', '\\']) + 1)..].Where(static letter => !char.IsControl(letter))]).Trim();
        return last is "" or "." or ".." ? null : last;
    }
}
