using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Connectors.Simulators.Slack;

/// <summary>Slack's cursors: opaque text that stands for the record that the next page begins with; the end is an empty one.</summary>
internal static class SlackPaging
{
    private const string SelfKey = "slack.cursor";

    /// <summary>Reads <c>limit</c>: a number out of range is adjusted, what is no number is refused.</summary>
    public static int Limit(SlackCall call, int byDefault, int most)
    {
        if (call.Arguments["limit"] is not { Length: > 0 } text)
        {
            return byDefault;
        }

        if (!int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var limit))
        {
            throw SlackErrors.Refuse("invalid_limit");
        }

        return limit <= 0 ? byDefault : Math.Min(limit, most);
    }

    /// <summary>Returns what the call's cursor points to, or null for the first page.</summary>
    public static string? Target(SlackCall call, string kind)
    {
        if (call.Arguments["cursor"] is not { Length: > 0 } cursor)
        {
            return null;
        }

        Span<byte> bytes = new byte[cursor.Length];
        if (Convert.TryFromBase64String(cursor, bytes, out var length)
            && Encoding.UTF8.GetString(bytes[..length]) is var text
            && text.StartsWith(kind + ":", StringComparison.Ordinal))
        {
            return text[(kind.Length + 1)..];
        }

        throw SlackErrors.Refuse("invalid_cursor");
    }

    /// <summary>Cuts a page out of a list.</summary>
    /// <param name="call">The call, with cursor.</param>
    /// <param name="all">Everything that the list has, whether or not it will be shown.</param>
    /// <param name="limit">How much of it makes a page.</param>
    /// <param name="kind">What a cursor of this list begins with.</param>
    /// <param name="idOf">Returns an element's id.</param>
    /// <param name="next">The cursor of the next page, empty at the end.</param>
    public static IEnumerable<T> Page<T>(SlackCall call, IReadOnlyList<T> all, int limit, string kind, Func<T, string> idOf, out string next)
    {
        var start = 0;
        if (Target(call, kind) is { } id)
        {
            while (start < all.Count && !string.Equals(idOf(all[start]), id, StringComparison.Ordinal))
            {
                start++;
            }

            if (start == all.Count)
            {
                throw SlackErrors.Refuse("invalid_cursor");
            }
        }

        next = all.Count - start > limit ? Cursor(kind, idOf(all[start + limit])) : "";
        if (start < all.Count)
        {
            Remember(call, kind, idOf(all[start]));
        }

        return all.Skip(start).Take(limit);
    }

    public static string Cursor(string kind, string target) => Convert.ToBase64String(Encoding.UTF8.GetBytes($"{kind}:{target}"));

    public static JsonObject Metadata(string next) => new() { ["next_cursor"] = next };

    /// <summary>Keeps the cursor that leads to this very page, for the fault that repeats it.</summary>
    public static void Remember(SlackCall call, string kind, string target) => call.Context.Items[SelfKey] = Cursor(kind, target);

    public static string? CursorOfThisPage(HttpContext context) => context.Items[SelfKey] as string;
}
