using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Connectors.Simulators.Greenhouse;

/// <summary>What a list was asked for, and after which id it goes on; all of it travels in the cursor.</summary>
/// <param name="Resource">The list.</param>
/// <param name="Below">The id below which the page starts.</param>
/// <param name="Query">The parameters of the first call.</param>
internal sealed record GreenhouseCursor(string Resource, long Below, IReadOnlyDictionary<string, string> Query)
{
    private const string Key = "greenhouse.cursor";

    /// <summary>Reads the parameters of a list, or the cursor that stands for them.</summary>
    public static GreenhouseCursor Read(HttpContext context, string resource)
    {
        var query = context.Request.Query;
        GreenhouseCursor? cursor;
        if (query.TryGetValue("cursor", out var text))
        {
            cursor = query.Count > 1 ? throw GreenhouseErrors.Query("cursor must be the only parameter") : Decode(text.ToString());
            if (cursor?.Query is null || !string.Equals(cursor.Resource, resource, StringComparison.Ordinal))
            {
                throw GreenhouseErrors.Query("cursor is invalid");
            }
        }
        else
        {
            cursor = new GreenhouseCursor(resource, long.MaxValue, query.ToDictionary(pair => pair.Key, pair => pair.Value.ToString(), StringComparer.Ordinal));
        }

        context.Items[Key] = cursor;
        return cursor;
    }

    public static GreenhouseCursor OfThisPage(HttpContext context) =>
        context.Items[Key] as GreenhouseCursor ?? throw new InvalidOperationException("No list was read.");

    /// <summary>Sets the Link header that leads to a page.</summary>
    public static void Link(HttpContext context, GreenhouseCursor cursor) =>
        context.Response.Headers.Link = $"<{Requests.Origin(context)}/v3/{cursor.Resource}?cursor={cursor.Encode()}>; rel=\"next\"";

    public string? Parameter(string name) => Query.GetValueOrDefault(name);

    private static GreenhouseCursor? Decode(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<GreenhouseCursor>(Base64Url.DecodeFromChars(text), SimulatorState.Json);
        }
        catch (Exception error) when (error is FormatException or JsonException or NotSupportedException)
        {
            return null;
        }
    }

    private string Encode() => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(this, SimulatorState.Json)));

    /// <summary>Returns the number that a record's id is.</summary>
    public static long Number(string id) => long.Parse(id, CultureInfo.InvariantCulture);
}
