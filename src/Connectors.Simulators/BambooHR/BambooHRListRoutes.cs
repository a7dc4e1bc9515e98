using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;

namespace Connectors.Simulators.BambooHR;

/// <summary>The cursor list of employees: filters, order, extra fields, links both ways.</summary>
internal sealed class BambooHRListRoutes(BambooHRSimulator simulator, BambooHRGate gate)
{
    private const string Start = "0";
    private static readonly string[] s_always = ["employeeId", "firstName", "lastName", "preferredName", "photoUrl", "jobTitleName", "status"];

    /// <summary>Gets a cursor that leads to the first page.</summary>
    public static string FirstCursor => Cursor("after", Start);

    public void Map(IEndpointRouteBuilder routes) =>
        routes.MapBoth(HttpMethod.Get, "/employees", gate.Guard(BambooHROAuth.ListScopes, ListAsync, oauthOnly: true));

    /// <summary>Returns the address of this list with another cursor.</summary>
    public static string Link(HttpContext context, string direction, string? cursor)
    {
        var query = context.Request.Query.Where(pair => pair.Key is not ("page[after]" or "page[before]"));
        var address = QueryHelpers.AddQueryString(Requests.Origin(context) + context.Request.PathBase + context.Request.Path, query);
        return cursor is null ? address : QueryHelpers.AddQueryString(address, $"page[{direction}]", cursor);
    }

    private static string Cursor(string direction, string id) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes($$"""{"{{direction}}":"{{id}}"}"""));

    // The place of the employee that the cursor names; one that is gone or no longer fits makes the cursor stale.
    private static int Place(string cursor, string direction, List<SimulatedRecord> all)
    {
        try
        {
            using var json = JsonDocument.Parse(Base64Url.DecodeFromChars(cursor));
            if (json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty(direction, out var id))
            {
                var place = id.GetString() == Start ? -1 : all.FindIndex(employee => employee.Id == id.GetString());
                return place >= 0 || id.GetString() == Start ? place : throw BambooHRErrors.BadPage("The page cursor is no longer valid.");
            }
        }
        catch (Exception error) when (error is FormatException or JsonException or InvalidOperationException)
        {
            // Reported below, like any text that is no cursor.
        }

        throw BambooHRErrors.BadPage("The page cursor is invalid.");
    }

    private Task ListAsync(HttpContext context)
    {
        var query = new BambooHRListQuery(simulator, context);
        var all = query.Run();
        var from = query.After is { } after ? Place(after, "after", all) + 1
            : query.Before is { } before ? Math.Max(0, Place(before, "before", all) - query.Limit)
            : 0;
        var end = query.Before is { } last ? Place(last, "before", all) : Math.Min(all.Count, from + query.Limit);
        var page = all[from..Math.Max(from, end)];
        var next = end < all.Count && page.Count > 0 ? Cursor("after", page[^1].Id) : null;
        var previous = from > 0 && page.Count > 0 ? Cursor("before", page[0].Id) : null;
        return Answer.JsonAsync(context, StatusCodes.Status200OK, writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("data");
            page.ForEach(employee => Write(writer, query, employee));
            writer.WriteEndArray();
            writer.WriteStartObject("meta");
            writer.WriteNumber("total", all.Count);
            writer.WriteStartObject("page");
            writer.WriteNumber("limit", query.Limit);
            writer.WriteString("nextCursor", next);
            writer.WriteString("prevCursor", previous);
            writer.WriteEndObject();
            writer.WriteEndObject();
            writer.WriteStartObject("_links");
            WriteLink(writer, "self", Link(context, query.Before is null ? "after" : "before", query.After ?? query.Before));
            if (next is not null)
            {
                WriteLink(writer, "next", Link(context, "after", next));
            }

            if (previous is not null)
            {
                WriteLink(writer, "prev", Link(context, "before", previous));
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        });
    }

    private static void Write(Utf8JsonWriter writer, BambooHRListQuery query, SimulatedRecord employee)
    {
        var restricted = new List<string>();
        writer.WriteStartObject();
        foreach (var field in s_always.Concat(query.Fields))
        {
            var hidden = query.IsRestricted(field) && field != "employeeId";
            if (hidden)
            {
                restricted.Add(field);
            }

            writer.WriteString(field, hidden ? null : query.Value(employee, field));
        }

        writer.WriteStartArray("_restrictedFields");
        restricted.ForEach(writer.WriteStringValue);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteLink(Utf8JsonWriter writer, string name, string address)
    {
        writer.WriteStartObject(name);
        writer.WriteString("href", address);
        writer.WriteEndObject();
    }
}
