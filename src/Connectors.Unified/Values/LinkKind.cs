using System.Text.Json.Serialization;

namespace Connectors;

/// <summary>What a web address leads to.</summary>
/// <param name="Value">The value as text: a named one, or the provider's own as it came.</param>
[JsonConverter(typeof(OpenEnumConverter<LinkKind>))]
public readonly record struct LinkKind(string Value) : IOpenEnum<LinkKind>
{
    /// <summary>Gets <c>PERSONAL</c>: a person's own site.</summary>
    public static LinkKind Personal { get; } = new("PERSONAL");

    /// <summary>Gets <c>COMPANY</c>: a company's site.</summary>
    public static LinkKind Company { get; } = new("COMPANY");

    /// <summary>Gets <c>PORTFOLIO</c>: examples of a person's work.</summary>
    public static LinkKind Portfolio { get; } = new("PORTFOLIO");

    /// <summary>Gets <c>BLOG</c>: a blog.</summary>
    public static LinkKind Blog { get; } = new("BLOG");

    /// <summary>Gets <c>SOCIAL_MEDIA</c>: a profile in a social network.</summary>
    public static LinkKind SocialMedia { get; } = new("SOCIAL_MEDIA");

    /// <summary>Gets <c>JOB_POSTING</c>: a public job advertisement.</summary>
    public static LinkKind JobPosting { get; } = new("JOB_POSTING");

    /// <summary>Gets <c>OTHER</c>: anything else.</summary>
    public static LinkKind Other { get; } = new("OTHER");

    /// <inheritdoc/>
    public static IReadOnlyList<LinkKind> Known { get; } = [Personal, Company, Portfolio, Blog, SocialMedia, JobPosting, Other];

    /// <inheritdoc/>
    public static LinkKind From(string value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
