using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace Connectors.Benchmarks.Compare;

/// <summary>HubSpot-shaped pages of contacts, made once and sent as they are: the server's own work must not be what is measured.</summary>
internal sealed class ContactPages
{
    public const int PerPage = 100;

    private static readonly string[] s_first = ["Ada", "Grace", "Alan", "Edsger", "Barbara", "Donald", "Margaret", "Tim", "Katherine", "Linus"];
    private static readonly string[] s_last = ["Lovelace", "Hopper", "Turing", "Dijkstra", "Liskov", "Knuth", "Hamilton", "Berners-Lee", "Johnson", "Torvalds"];
    private static readonly string[] s_stages = ["lead", "customer", "opportunity", "subscriber", "marketingqualifiedlead"];

    private readonly byte[][] _pages;

    public ContactPages(int pages) => _pages = [.. Enumerable.Range(0, pages).Select(page => Make(page, page == pages - 1))];

    public ReadOnlyMemory<byte> Get(string? after) => _pages[after is null ? 0 : int.Parse(after, CultureInfo.InvariantCulture) / PerPage];

    private static byte[] Make(int page, bool isLast)
    {
        var buffer = new ArrayBufferWriter<byte>(64 << 10);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteStartArray("results");
        for (var index = page * PerPage; index < (page + 1) * PerPage; index++)
        {
            Contact(json, index);
        }

        json.WriteEndArray();
        if (!isLast)
        {
            json.WriteStartObject("paging");
            json.WriteStartObject("next");
            json.WriteString("after", ((page + 1) * PerPage).ToString(CultureInfo.InvariantCulture));
            json.WriteString("link", "https://api.hubapi.com/crm/objects/2026-09/contacts?after=" + ((page + 1) * PerPage).ToString(CultureInfo.InvariantCulture));
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static void Contact(Utf8JsonWriter json, int index)
    {
        var id = (51_000_000 + index).ToString(CultureInfo.InvariantCulture);
        var (first, last) = (s_first[index % s_first.Length], s_last[index / 10 % s_last.Length]);
        var created = new DateTime(2026, 1, 1, 8, 0, 0, DateTimeKind.Utc).AddMinutes(index).ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
        var updated = new DateTime(2026, 6, 1, 8, 0, 0, DateTimeKind.Utc).AddMinutes(index).ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
        json.WriteStartObject();
        json.WriteString("id", id);
        json.WriteStartObject("properties");
        json.WriteString("address", $"{index % 200} Main Street");
        json.WriteString("city", "Springfield");
        json.WriteString("company", $"Company {index % 500}");
        json.WriteString("country", "United States");
        json.WriteString("createdate", created);
        json.WriteString("email", $"{first.ToLowerInvariant()}.{index}@example.com");
        json.WriteString("firstname", first);
        json.WriteString("hs_additional_emails", index % 5 == 0 ? $"second.{index}@example.com" : null);
        json.WriteString("hs_email_optout", index % 7 == 0 ? "true" : null);
        json.WriteString("hs_lead_status", index % 3 == 0 ? "IN_PROGRESS" : null);
        json.WriteString("hs_object_id", id);
        json.WriteString("hubspot_owner_id", (7000 + (index % 12)).ToString(CultureInfo.InvariantCulture));
        json.WriteString("jobtitle", "Engineer");
        json.WriteString("lastmodifieddate", updated);
        json.WriteString("lastname", last);
        json.WriteString("lifecyclestage", s_stages[index % s_stages.Length]);
        json.WriteString("mobilephone", index % 2 == 0 ? $"+1 555 01{index % 100:00} {index % 10_000:0000}" : null);
        json.WriteString("notes_last_updated", index % 4 == 0 ? updated : null);
        json.WriteString("phone", $"+1 555 02{index % 100:00} {index % 10_000:0000}");
        json.WriteString("state", "IL");
        json.WriteString("website", $"https://company{index % 500}.example");
        json.WriteString("zip", (60_000 + (index % 1000)).ToString(CultureInfo.InvariantCulture));
        json.WriteEndObject();
        json.WriteString("createdAt", created);
        json.WriteString("updatedAt", updated);
        json.WriteBoolean("archived", false);
        json.WriteStartObject("associations");
        json.WriteStartObject("companies");
        json.WriteStartArray("results");
        json.WriteStartObject();
        json.WriteString("id", (90_000 + (index % 500)).ToString(CultureInfo.InvariantCulture));
        json.WriteString("type", "contact_to_company");
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
