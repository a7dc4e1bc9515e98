namespace Connectors.Greenhouse;

/// <summary>Greenhouse's errors: a message, and reasons that are texts or objects with the field they are about.</summary>
internal static class GreenhouseErrors
{
    internal static ResponseRules Rules { get; } = new() { Error = ResponseRules.JsonError(GreenhouseJson.Default.GreenhouseErrorBody, Read) };

    private static VendorError Read(GreenhouseErrorBody body)
    {
        var reasons = body.Errors ?? [];
        var fields = reasons.Where(reason => reason.Field is not null).Select(reason => new FieldError(reason.Field!, reason.Message ?? ""));
        var general = reasons.Where(reason => reason.Field is null).Select(reason => reason.Message).Prepend(body.Message).OfType<string>();
        return new(null, FieldText.OrNull(string.Join(' ', general))) { Fields = [.. fields] };
    }
}

internal sealed record GreenhouseErrorBody(string? Message, IReadOnlyList<GreenhouseReason>? Errors);

[JsonConverter(typeof(GreenhouseReasonConverter))]
internal sealed record GreenhouseReason(string? Message, string? Field);

/// <summary>A reason is <c>"text"</c> or <c>{"message": "text", "field": "name"}</c>.</summary>
internal sealed class GreenhouseReasonConverter : JsonConverter<GreenhouseReason>
{
    public override GreenhouseReason Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var reason = JsonElement.ParseValue(ref reader);
        return reason.ValueKind == JsonValueKind.Object ? new(Text(reason, "message"), Text(reason, "field")) : new(FieldText.FromJson(reason), null);
    }

    public override void Write(Utf8JsonWriter writer, GreenhouseReason value, JsonSerializerOptions options) => throw new NotSupportedException();

    private static string? Text(JsonElement reason, string name) => reason.TryGetProperty(name, out var value) ? FieldText.FromJson(value) : null;
}
