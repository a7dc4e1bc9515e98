using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Connectors.Simulators.HubSpot;

/// <summary>HubSpot's list cursors: opaque text that stands for the id to go on from.</summary>
internal static class HubSpotPaging
{
    /// <summary>Gets a cursor that leads to the first page.</summary>
    public static string FirstCursor => Cursor("0");

    public static string Cursor(string id) => Base64Url.EncodeToString(Encoding.ASCII.GetBytes(id + "\n"));

    /// <summary>Reads <c>limit</c>.</summary>
    public static int Limit(HttpContext context, int byDefault, int most)
    {
        string? text = context.Request.Query["limit"];
        if (text is null)
        {
            return byDefault;
        }

        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) || limit == 0)
        {
            throw HubSpotErrors.Invalid($"limit must be a number from 1 to {most}");
        }

        return limit <= most ? limit : throw HubSpotErrors.Invalid($"limit must be less than or equal to {most}");
    }

    /// <summary>Reads <c>after</c>: the id after which the page starts.</summary>
    public static long After(HttpContext context)
    {
        string? text = context.Request.Query["after"];
        if (string.IsNullOrEmpty(text))
        {
            return 0;
        }

        // A search's cursor is a plain number and no cursor here.
        try
        {
            var id = Encoding.ASCII.GetString(Base64Url.DecodeFromChars(text));
            if (id.EndsWith('\n') && long.TryParse(id[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var after))
            {
                return after;
            }
        }
        catch (FormatException)
        {
            // Reported below, like any text that is no cursor.
        }

        throw HubSpotErrors.Invalid($"Cannot deserialize value of type `long` from String \"{text}\": not a valid `long` value");
    }

    /// <summary>Returns the names in a parameter that may be repeated, comma separated, or both.</summary>
    public static IReadOnlyList<string> Names(HttpContext context, string parameter) =>
        [.. context.Request.Query[parameter].SelectMany(value => (value ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).Distinct(StringComparer.Ordinal)];

    public static bool Archived(HttpContext context) => string.Equals(context.Request.Query["archived"], "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>Writes <c>paging</c>, or nothing on the last page.</summary>
    public static void Write(Utf8JsonWriter writer, HttpContext context, string? lastId)
    {
        if (lastId is null)
        {
            return;
        }

        var cursor = Cursor(lastId);
        var query = context.Request.Query.Where(pair => !string.Equals(pair.Key, "after", StringComparison.Ordinal)).Append(new("after", cursor));
        writer.WriteStartObject("paging");
        writer.WriteStartObject("next");
        writer.WriteString("after", cursor);
        writer.WriteString("link", QueryHelpers.AddQueryString(Requests.Origin(context) + context.Request.Path, query));
        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
