using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Connectors.Definitions;

/// <summary>How a provider's answers are judged. Decided from status, headers and parsed codes, never from a search in text.</summary>
public sealed class ResponseRules
{
    /// <summary>The rules of a provider that keeps to HTTP.</summary>
    public static ResponseRules Default { get; } = new();

    /// <summary>Gets the header that names the request at the provider.</summary>
    public string? RequestIdHeader { get; init; }

    /// <summary>
    /// Gets the reader of the provider's error body; called for answers that failed. A body that cannot be read is no error of its own.
    /// Where it gives nothing, problem details (RFC 9457) are read if the answer's media type says that it is one.
    /// </summary>
    public Func<ResponseFacts, VendorError?>? Error { get; init; }

    /// <summary>Gets the provider's own judgement, or <see langword="null"/> from it for the general one. Sees good answers too (200 with an error inside).</summary>
    public Func<ResponseFacts, ResponseAction?>? Rule { get; init; }

    /// <summary>
    /// Gets the reader of what an answer says of the limits in a place that no <see cref="LimitHeaders"/> can name, such as its body. Called
    /// for good answers too, so it reads what it needs and no more.
    /// </summary>
    public Func<ResponseFacts, LimitUsage?>? Usage { get; init; }

    /// <summary>Gets a reader of problem details in JSON (RFC 9457), for providers that send them under another media type.</summary>
    public static Func<ResponseFacts, VendorError?> ProblemJson { get; } = static facts => facts.Body.IsEmpty ? null : ProblemDetails.ReadJson(facts.Body);

    /// <summary>Reads a JSON error body.</summary>
    /// <typeparam name="T">The body.</typeparam>
    /// <param name="type">Its source-generated JSON form.</param>
    /// <param name="select">Takes the facts.</param>
    public static Func<ResponseFacts, VendorError?> JsonError<T>(JsonTypeInfo<T> type, Func<T, VendorError?> select)
        where T : class => facts => ParseJson(facts, type) is { } body ? select(body) : null;

    /// <summary>Reads a JSON body where there is one.</summary>
    /// <typeparam name="T">The body.</typeparam>
    /// <param name="facts">The answer.</param>
    /// <param name="type">The body's source-generated JSON form.</param>
    /// <returns>The body, or <see langword="null"/> when it is not such JSON.</returns>
    public static T? ParseJson<T>(ResponseFacts facts, JsonTypeInfo<T> type)
        where T : class
    {
        if (facts.Body.IsEmpty)
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize(facts.Body.Span, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>What a provider says of an error. Every part may be missing.</summary>
/// <param name="Code">The provider's code.</param>
/// <param name="Message">Its words for a person.</param>
public sealed record VendorError(string? Code, string? Message)
{
    /// <summary>Gets the fields that it refuses.</summary>
    public IReadOnlyList<FieldError> Fields { get; init; } = [];

    /// <summary>Gets its id of the request, when it stands in the body.</summary>
    public string? RequestId { get; init; }
}
