using System.Text;

namespace Connectors.Proofs.Pagers;

/// <summary>What goes wrong in the middle of one long answer.</summary>
internal static class StreamTroubles
{
    public static IEnumerable<Trouble> All { get; } =
    [
        Spoiled("a line of rubbish in the middle", "NDJSON", static text => Middle(text, "\n", "\nthis is no record\n")),
        Spoiled("two records on one line", "NDJSON", static text => Middle(text, "\n", " ")),
        Spoiled("a line that is cut", "NDJSON", static text => Middle(text, "\"number\"", "\n\"number\"")),
        Spoiled("an error behind the last record", "NDJSON", static text => text + """{"error":"the export failed"}""" + "\n"),
        Spoiled("a row with too few columns", "CSV", static text => Middle(text, "\r\n", "\r\n\"r9\"\r\n")),
        Spoiled("a quote that is never closed", "CSV", static text => Middle(text, "\",", ",")),
        Spoiled("a web page behind the rows", "CSV", static text => text + "<html><body>503 Service Unavailable</body></html>\r\n"),
        Spoiled("an error in place of the last records", "JSON array in one answer", static text => text[..text.LastIndexOf("{\"id\"", StringComparison.Ordinal)] + "\"error\"]},\"status\":\"failed\"}"),
        Spoiled("two documents in one", "JSON array in one answer", static text => text + text),
        Spoiled("no array where it should be", "JSON array in one answer", static _ => """{"data":{"count":0},"status":"ok"}"""),
        Spoiled("text behind the document", "JSON array in one answer", static text => text + "<!-- served by node 7 -->"),
        Spoiled("element that is never closed", "XML in one answer", static text => text.Replace("</items>", "", StringComparison.Ordinal)),
        Spoiled("elements that are closed crosswise", "XML in one answer", static text => text.Replace("</items>", "</item>", StringComparison.Ordinal)),
        Spoiled("document type with entities", "XML in one answer", static text => "<!DOCTYPE items [<!ENTITY a \"b\">]>" + text),
        Spoiled("another document", "XML in one answer", static _ => "<error><code>17</code></error>") with { Passes = false },
        new("records given twice by the export") { Fits = Fitting.Stream, Repeats = true, Page = static (_, _, view) => view with { Rows = [.. view.Rows, .. view.Rows.Take(3)] } },
    ];

    private static Trouble Spoiled(string name, string dialect, Func<string, string> spoil) => new(name)
    {
        Fits = candidate => candidate.Name == dialect,
        Damage = (_, _, good) => Wire.Text(spoil(Encoding.UTF8.GetString(Wire.Bytes(good))), good.Content.Headers.ContentType!.MediaType!),
    };

    /// <summary>Replaces what stands in the middle.</summary>
    private static string Middle(string text, string what, string by)
    {
        var place = text.IndexOf(what, text.Length / 2, StringComparison.Ordinal);
        return text[..place] + by + text[(place + what.Length)..];
    }
}
