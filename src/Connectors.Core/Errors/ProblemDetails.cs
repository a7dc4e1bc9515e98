using System.Text.Json;
using System.Xml;
using System.Xml.Linq;
using Connectors.Definitions;

namespace Connectors;

/// <summary>
/// Reads problem details (RFC 9457): type, title, detail and instance, and the fields that are refused in the two forms in use, ASP.NET's
/// <c>errors</c> (a map of field to messages) and that of the RFC's example (an array with <c>detail</c> and <c>pointer</c>; some providers
/// write <c>message</c> and <c>field</c>). A short <c>code</c> beside them, as some providers send, tells more than the type's address. What
/// is not of the kind that the RFC states is passed over, as it asks.
/// </summary>
internal static class ProblemDetails
{
    private const int MaxFields = 100;

    /// <summary>Reads an answer whose media type says that it is such a document.</summary>
    public static VendorError? ReadDeclared(in ResponseFacts facts)
    {
        if (facts.Body.IsEmpty || facts.ContentHeaders.ContentType?.MediaType is not { } type)
        {
            return null;
        }

        return type.Equals("application/problem+json", StringComparison.OrdinalIgnoreCase) ? ReadJson(facts.Body)
            : type.Equals("application/problem+xml", StringComparison.OrdinalIgnoreCase) ? ReadXml(facts.Body)
            : null;
    }

    /// <summary>Reads a JSON document, whatever its media type.</summary>
    public static VendorError? ReadJson(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            return root.ValueKind != JsonValueKind.Object ? null : Error(
                Text(root, "code") ?? Text(root, "type"), Text(root, "title"), Text(root, "detail"), Text(root, "traceId") ?? Text(root, "instance"),
                root.TryGetProperty("errors", out var errors) ? Fields(errors) : []);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // No JSON, or a text in it that is no Unicode.
            return null;
        }
    }

    /// <summary>Reads an XML document (RFC 9457, appendix B); an array is one of elements named <c>i</c>.</summary>
    private static VendorError? ReadXml(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var stream = new MemoryStream(body.ToArray(), writable: false);
            using var reader = XmlReader.Create(stream, new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            var root = XElement.Load(reader);
            return root.Name.LocalName != "problem" ? null : Error(
                Text(root, "code") ?? Text(root, "type"), Text(root, "title"), Text(root, "detail"), Text(root, "traceId") ?? Text(root, "instance"),
                Part(root, "errors") is { } errors ? [.. errors.Elements().Where(static one => one.Name.LocalName == "i").Take(MaxFields).Select(static one => Field(Text(one, "pointer"), Text(one, "detail"))).OfType<FieldError>()] : []);
        }
        catch (XmlException)
        {
            return null;
        }
    }

    /// <summary>"about:blank", or the place where a status is defined, which frameworks write by default, says no more than the status does.</summary>
    private static VendorError? Error(string? type, string? title, string? detail, string? requestId, IReadOnlyList<FieldError> fields)
    {
        var code = type is null or "" or "about:blank" || type.Contains("/rfc9110", StringComparison.OrdinalIgnoreCase) || type.Contains("/rfc7231", StringComparison.OrdinalIgnoreCase) ? null : type;
        return code is null && title is null && detail is null && fields.Count == 0 ? null : new(code, detail ?? title) { Fields = fields, RequestId = requestId };
    }

    private static IReadOnlyList<FieldError> Fields(JsonElement errors) => errors.ValueKind switch
    {
        JsonValueKind.Object => [.. errors.EnumerateObject().Take(MaxFields).Select(static field => Field(field.Name, Messages(field.Value))).OfType<FieldError>()],
        JsonValueKind.Array => [.. errors.EnumerateArray().Where(static one => one.ValueKind == JsonValueKind.Object).Take(MaxFields).Select(static one => Field(Text(one, "pointer") ?? Text(one, "field"), Text(one, "detail") ?? Text(one, "message"))).OfType<FieldError>()],
        _ => [],
    };

    private static FieldError? Field(string? name, string? message) => name is null && message is null ? null : new(name ?? "", message ?? "");

    private static string? Messages(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Array => string.Join(" ", value.EnumerateArray().Where(static one => one.ValueKind == JsonValueKind.String).Take(3).Select(static one => one.GetString())),
        _ => null,
    };

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : null;

    private static string? Text(XElement element, string name) => Part(element, name)?.Value is { Length: > 0 } text ? text : null;

    private static XElement? Part(XElement element, string name) => element.Elements().FirstOrDefault(one => one.Name.LocalName == name);
}
