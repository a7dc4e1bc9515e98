using System.Text.Json;

namespace Connectors.Definitions;

/// <summary>One entry of a GraphQL answer's <c>errors</c> (GraphQL specification, 7.1.2).</summary>
public sealed record GraphQLError
{
    /// <summary>Gets the provider's words.</summary>
    public required string Message { get; init; }

    /// <summary>Gets the provider's code: <c>extensions.code</c>, else the <c>type</c> beside the message, as GitHub has it.</summary>
    public string? Code { get; init; }

    /// <summary>Gets the field of the answer that failed, such as <c>issues.nodes[3].assignee</c>; <see langword="null"/> when the request failed as a whole.</summary>
    public string? Path { get; init; }

    /// <summary>Gets how many names and numbers the path has.</summary>
    internal int Depth { get; init; }
}

/// <summary>An answer that is good in part: what the provider gave, and why it did not give the rest.</summary>
/// <typeparam name="T">What it gives.</typeparam>
/// <param name="Value">What was given; parts of it are <see langword="null"/> where <paramref name="Errors"/> says so.</param>
/// <param name="Errors">The errors; empty when the answer is whole.</param>
public sealed record GraphQLPartial<T>(T Value, IReadOnlyList<GraphQLError> Errors);

/// <summary>Reads the errors of a GraphQL answer.</summary>
/// <param name="Errors">The errors; one at least.</param>
/// <param name="WasExecuted">Whether there is <c>data</c>, be it <see langword="null"/>: without it the request was refused before anything was done.</param>
/// <param name="HasValues">Whether a field of <c>data</c> is not <see langword="null"/>.</param>
internal readonly record struct GraphQLErrors(IReadOnlyList<GraphQLError> Errors, bool WasExecuted, bool HasValues)
{
    /// <summary>For readers that hold nothing of what they pass: what is too deep is the type's to say.</summary>
    internal static JsonReaderOptions Deep { get; } = new() { MaxDepth = 1024 };

    /// <summary>Reads errors, and whether there are data beside them. Gives <see langword="null"/> where the body is no GraphQL answer with errors.</summary>
    public static GraphQLErrors? Read(ReadOnlySpan<byte> body)
    {
        // Most answers have none; this is many times faster than reading them.
        if (body.IndexOf("errors\""u8) < 0)
        {
            return null;
        }

        try
        {
            return ReadObject(body);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Reads the entries of <c>errors</c>. Some servers write bare words where the specification has an object; those are errors all the same.</summary>
    public static IReadOnlyList<GraphQLError> Entries(JsonElement errors) => errors.ValueKind switch
    {
        JsonValueKind.Array => [.. errors.EnumerateArray().Where(static error => error.ValueKind != JsonValueKind.Null).Select(Entry)],
        JsonValueKind.Object when errors.EnumerateObject().Any() => [Entry(errors)],
        JsonValueKind.String when !errors.ValueEquals("") => [Entry(errors)],
        _ => [],
    };

    private static GraphQLErrors? ReadObject(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body, Deep);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return null;
        }

        IReadOnlyList<GraphQLError> errors = [];
        var (wasExecuted, hasValues) = (false, false);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var (isErrors, isData) = (reader.ValueTextEquals("errors"u8), reader.ValueTextEquals("data"u8));
            reader.Read();
            if (isErrors)
            {
                errors = Entries(JsonElement.ParseValue(ref reader));
                continue;
            }

            wasExecuted |= isData;
            if (isData && reader.TokenType == JsonTokenType.StartObject)
            {
                hasValues = SkipObject(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }

        return errors.Count == 0 ? null : new(errors, wasExecuted, hasValues);
    }

    /// <summary>Goes over an object, and tells whether one of its properties is not null.</summary>
    private static bool SkipObject(ref Utf8JsonReader reader)
    {
        var hasValues = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            reader.Read();
            hasValues |= reader.TokenType != JsonTokenType.Null;
            reader.Skip();
        }

        return hasValues;
    }

    private static GraphQLError Entry(JsonElement error)
    {
        var extensions = Member(error, "extensions");
        var path = Member(error, "path");
        var depth = path is { ValueKind: JsonValueKind.Array } ? path.Value.GetArrayLength() : 0;
        return new()
        {
            Message = Text(error) ?? Text(Member(error, "message")) ?? "",
            Code = Text(extensions is null ? null : Member(extensions.Value, "code")) ?? Text(Member(error, "type")),
            Path = depth == 0 ? null : PathText(path!.Value),
            Depth = depth,
        };
    }

    private static string PathText(JsonElement path)
    {
        var text = new System.Text.StringBuilder();
        foreach (var step in path.EnumerateArray())
        {
            text.Append(step.ValueKind == JsonValueKind.Number ? $"[{step.GetRawText()}]" : $"{(text.Length == 0 ? "" : ".")}{Text(step)}");
        }

        return text.ToString();
    }

    private static JsonElement? Member(JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out var member) ? member : null;

    private static string? Text(JsonElement? value)
    {
        try
        {
            return value?.ValueKind switch
            {
                JsonValueKind.String => value.Value.GetString(),
                JsonValueKind.Number => value.Value.GetRawText(),
                _ => null,
            };
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair: no text, and no reason to lose the error.
            return null;
        }
    }
}
