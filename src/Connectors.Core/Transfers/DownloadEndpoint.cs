using System.Globalization;
using Connectors.Transfers;

namespace Connectors.Definitions;

/// <summary>A typed description of a file that can be downloaded. Make one with <see cref="Endpoint.Download"/>.</summary>
/// <typeparam name="TIn">What it takes, such as the file's id.</typeparam>
public sealed class DownloadEndpoint<TIn> : Endpoint
{
    internal DownloadEndpoint(Endpoint<DownloadPart<TIn>, OpenedFile> opening)
        : base(opening.Name, Effect.Read)
    {
        Opening = opening;
        (Host, Scopes, LimitGroup, Anonymous, AttemptTimeout) = (opening.Host, opening.Scopes, opening.LimitGroup, opening.Anonymous, opening.AttemptTimeout);
    }

    /// <summary>The call that opens the file, or a part of it.</summary>
    internal Endpoint<DownloadPart<TIn>, OpenedFile> Opening { get; }

    internal override BodyFormat Format => BodyFormat.Any;
}

public abstract partial class Endpoint
{
    /// <summary>
    /// Describes a file that is downloaded with <see cref="ConnectorTransferExtensions.DownloadAsync"/>: given as it comes, gone on with where
    /// it broke off (RFC 9110, section 14), and checked against its length and hash.
    /// </summary>
    /// <typeparam name="TIn">What it takes.</typeparam>
    /// <param name="name">The stable name: <c>files.download</c>.</param>
    /// <param name="request">Makes the request of the whole file; pure. <c>Range</c>, conditions and <c>Accept-Encoding</c> are added to it.</param>
    /// <param name="facts">
    /// Reads what the answer's headers state in places of the provider's own, such as a hash. Length, name, entity tag, time and the standard
    /// digests (RFC 9530) are read already; what this states counts more.
    /// </param>
    /// <param name="scopes">The scopes that it needs.</param>
    /// <param name="limit">The limit group that it counts against; what it takes is held until the file ends.</param>
    /// <param name="host">The definition's host.</param>
    /// <param name="anonymous">Whether it is sent without a credential.</param>
    /// <param name="elsewhere">Whether the provider may redirect to another public host over https for it. That host gets no credential.</param>
    /// <param name="timeout">The time until the file's first bytes may come, where the provider is slow by nature. Afterwards only stalls are bounded.</param>
    public static DownloadEndpoint<TIn> Download<TIn>(string name, Func<TIn, EndpointContext, RequestSpec> request, Func<ResponseFacts, FileFacts>? facts = null, IReadOnlyList<RequiredScope>? scopes = null, string? limit = null, string host = "api", bool anonymous = false, bool elsewhere = false, TimeSpan? timeout = null)
    {
        ArgumentNullException.ThrowIfNull(request);
        return new(Read<DownloadPart<TIn>, OpenedFile>(
            name,
            (part, context) => part.AddTo(request(part.Input, context)),
            Body.File(facts, elsewhere),
            scopes,
            limit,
            host,
            anonymous,
            timeout));
    }
}

/// <summary>What is asked of a file.</summary>
internal sealed record DownloadPart<TIn>(TIn Input)
{
    /// <summary>The first byte that is wanted.</summary>
    public long From { get; init; }

    /// <summary>The last byte that is wanted, or <see langword="null"/> for the file's end.</summary>
    public long? To { get; init; }

    /// <summary>The validator that must still be the file's, if a part is to be given.</summary>
    public string? IfRange { get; init; }

    public string? IfNoneMatch { get; init; }

    public DateTimeOffset? IfModifiedSince { get; init; }

    private bool IsPart => From > 0 || To is not null;

    /// <summary>Bytes are counted as the file has them, so no coding is wanted on the way (RFC 9110, section 14.1.2: ranges are of what is coded).</summary>
    public RequestSpec AddTo(RequestSpec spec) => spec
        .Header("Accept-Encoding", "identity")
        .Header("Range", IsPart ? string.Create(CultureInfo.InvariantCulture, $"bytes={From}-{To}") : null)
        .Header("If-Range", IsPart ? IfRange : null)
        .Header("If-None-Match", IfNoneMatch)
        .Header("If-Modified-Since", IfNoneMatch is null ? IfModifiedSince?.UtcDateTime.ToString("r", CultureInfo.InvariantCulture) : null);
}
