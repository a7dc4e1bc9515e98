using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Microsoft.AspNetCore.Http;

namespace Connectors.Simulators.BambooHR;

/// <summary>Answers of the older endpoints: XML, unless JSON is asked for.</summary>
internal static class BambooHRAnswers
{
    /// <summary>Answers in the format that was asked for; the XML's shape is made up, it is there to catch who forgets to ask for JSON.</summary>
    /// <param name="context">The request.</param>
    /// <param name="root">The XML's root element.</param>
    /// <param name="body">The answer.</param>
    /// <param name="takesFormat">Whether <c>?format=json</c> asks for JSON as well.</param>
    public static Task WriteAsync(HttpContext context, string root, JsonNode body, bool takesFormat = false) =>
        WantsJson(context) || (takesFormat && context.Request.Query["format"] == "json")
            ? Answer.JsonAsync(context, StatusCodes.Status200OK, body)
            : Answer.TextAsync(context, StatusCodes.Status200OK, "<?xml version=\"1.0\"?>\n" + Xml(root, null, body), "text/xml;charset=utf-8");

    /// <summary>Reads a JSON body; XML, which BambooHR takes as well, is not played.</summary>
    public static async Task<JsonElement> BodyAsync(HttpContext context) =>
        await Requests.JsonAsync(context).ConfigureAwait(false) is { ValueKind: JsonValueKind.Object } body ? body : throw BambooHRErrors.BadRequest("Malformed JSON");

    private static bool WantsJson(HttpContext context) =>
        context.Request.Headers.Accept.SelectMany(value => (value ?? "").Split(',')).Any(part =>
            MediaTypeWithQualityHeaderValue.TryParse(part, out var type) && string.Equals(type.MediaType, "application/json", StringComparison.OrdinalIgnoreCase));

    private static XElement Xml(string element, string? id, JsonNode? node)
    {
        var xml = new XElement(element, id is null ? null : new XAttribute("id", id));
        switch (node)
        {
            case JsonObject members:
                xml.Add(members.Select(pair => Xml("field", pair.Key, pair.Value)));
                break;
            case JsonArray items:
                xml.Add(items.Select(item => Xml("item", null, item)));
                break;
            case not null:
                xml.Value = node.ToString();
                break;
            default:
                break;
        }

        return xml;
    }
}
