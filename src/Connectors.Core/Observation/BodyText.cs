using System.Net;
using System.Text;

namespace Connectors.Observation;

/// <summary>Reads bodies that are text, and blanks what stands under the name of a secret. What cannot be read to know that is left away.</summary>
internal static class BodyText
{
    internal const string Blank = "***";

    /// <summary>Says whether a body of a media type is text.</summary>
    public static bool IsText(string type) =>
        type.StartsWith("text/", StringComparison.OrdinalIgnoreCase) || Is(type, "json") || Is(type, "xml") || Is(type, "x-www-form-urlencoded") || Is(type, "graphql");

    /// <summary>Gives the text, and whether something of the body is missing.</summary>
    public static (string Text, bool IsCut) Read(SeenBody body, SecretNames names)
    {
        var type = body.MediaType ?? "";
        if (Is(type, "json"))
        {
            return JsonText.Read(body, names);
        }

        if (Is(type, "xml") && !Is(type, "html"))
        {
            return XmlText.Read(body, names);
        }

        var text = Encoding.UTF8.GetString(body.Bytes);
        return Is(type, "x-www-form-urlencoded") ? (Form(text, names.IsSecret), body.IsCut) : (text, body.IsCut);
    }

    /// <summary>Blanks values of a form or a query by name; everything else stays as it is.</summary>
    public static string Form(string text, Func<string, bool> isSecret)
    {
        var parts = text.Split('&');
        for (var index = 0; index < parts.Length; index++)
        {
            var at = parts[index].IndexOf('=', StringComparison.Ordinal);
            if (isSecret(WebUtility.UrlDecode(at < 0 ? parts[index] : parts[index][..at])))
            {
                parts[index] = string.Concat(parts[index].AsSpan(0, at + 1), Blank);
            }
        }

        return string.Join('&', parts);
    }

    /// <summary>Says whether a body stays text of one piece: where it is cut, anything may stand at its end.</summary>
    public static bool IsPlain(string? type) => type is not null && !Is(type, "json") && !(Is(type, "xml") && !Is(type, "html"));

    private static bool Is(string type, string kind) => type.Contains(kind, StringComparison.OrdinalIgnoreCase);
}
