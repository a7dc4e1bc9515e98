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

    /// <summary>Gets the reader of the provider's error body; called for answers that failed. A body that cannot be read is no error of its own.</summary>
    public Func<ResponseFacts, VendorError?>? Error { get; init; }

    /// <summary>Gets the provider's own judgement, or <see langword="null"/> from it for the general one. Sees good answers too (200 with an error inside).</summary>
    public Func<ResponseFacts, ResponseAction?>? Rule { get; init; }

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

/// <summary>What an answer means. Make one with the static members.</summary>
public readonly record struct ResponseAction
{
    /// <summary>Gets what to do.</summary>
    public ResponseVerdict Verdict { get; private init; }

    /// <summary>Gets the kind of error; of use only where the verdict is not <see cref="ResponseVerdict.Success"/>.</summary>
    public ErrorKind Kind { get; private init; }

    /// <summary>Gets how long the provider asks to wait, where it says so in a place of its own.</summary>
    public TimeSpan? Wait { get; private init; }

    /// <summary>Gets whether it is certain that the provider did nothing, so that even a write may be sent again.</summary>
    public bool NotProcessed { get; private init; }

    /// <summary>The call succeeded.</summary>
    public static ResponseAction Success => default;

    /// <summary>The credential has expired: renew it once and send again.</summary>
    public static ResponseAction Renew => new() { Verdict = ResponseVerdict.Renew, Kind = ErrorKind.Authorization, NotProcessed = true };

    /// <summary>The call failed, and the same call will fail again.</summary>
    /// <param name="kind">The kind of error.</param>
    public static ResponseAction Fail(ErrorKind kind) => new() { Verdict = ResponseVerdict.Fail, Kind = kind };

    /// <summary>The call failed, and may succeed later.</summary>
    /// <param name="kind">The kind of error.</param>
    /// <param name="notProcessed">Whether the provider certainly did nothing.</param>
    /// <param name="wait">How long it asks to wait, where a place other than Retry-After says so.</param>
    public static ResponseAction Retry(ErrorKind kind = ErrorKind.Unavailable, bool notProcessed = false, TimeSpan? wait = null) =>
        new() { Verdict = ResponseVerdict.Retry, Kind = kind, NotProcessed = notProcessed, Wait = wait };

    /// <summary>A limit is used up: the gate closes for everybody on it.</summary>
    /// <param name="wait">How long it asks to wait, where a place other than Retry-After says so.</param>
    public static ResponseAction Limited(TimeSpan? wait = null) =>
        new() { Verdict = ResponseVerdict.Limited, Kind = ErrorKind.RateLimited, NotProcessed = true, Wait = wait };
}

/// <summary>What to do about an answer.</summary>
public enum ResponseVerdict
{
    /// <summary>Use it.</summary>
    Success,

    /// <summary>Renew the credential once and send again.</summary>
    Renew,

    /// <summary>Close the gate of the limit, then send again.</summary>
    Limited,

    /// <summary>Send again where the endpoint's effect allows it.</summary>
    Retry,

    /// <summary>Give up.</summary>
    Fail,
}
