using System.Net;

namespace Connectors.Proofs.Pagers;

/// <summary>Answers that are no good: whatever the vendor's way to list, they come in its middle.</summary>
internal static class AnswerTroubles
{
    private const string WebPage = "<!DOCTYPE html><html><body><h1>We will be back soon</h1></body></html>";

    public static IEnumerable<Trouble> All { get; } =
    [
        new("500 on page 37, twice") { Passes = true, Damage = On(37, 2, static (_, _) => Wire.Answer(HttpStatusCode.InternalServerError)) },
        new("500 on page 37, for ever") { Damage = On(37, int.MaxValue, static (_, _) => Wire.Answer(HttpStatusCode.InternalServerError)) },
        new("503 with Retry-After in the middle") { Passes = true, Damage = On(7, 1, static (_, _) => After(HttpStatusCode.ServiceUnavailable, "3")) },
        new("429 with Retry-After in the middle") { Passes = true, Damage = On(7, 1, static (_, _) => After(HttpStatusCode.TooManyRequests, "20")) },
        new("429 without a word, three times") { Passes = true, Damage = On(7, 3, static (_, _) => Wire.Answer(HttpStatusCode.TooManyRequests)) },
        new("429 for ever") { Damage = On(7, int.MaxValue, static (_, _) => After(HttpStatusCode.TooManyRequests, "7")) },
        new("web page in the middle") { Damage = On(7, int.MaxValue, static (_, _) => Wire.Text(WebPage, "text/html")) },
        new("web page in the middle, once") { Damage = On(7, 1, static (_, _) => Wire.Text(WebPage, "text/html")) },
        new("web page that says it is JSON") { Fits = Fitting.Json, Damage = On(7, int.MaxValue, static (_, _) => Wire.Text(WebPage, "application/json")) },
        new("error in a good answer") { Fits = static dialect => Fitting.Marked(dialect) || dialect.Name == "NDJSON", Damage = On(7, int.MaxValue, static (_, good) => Error(good)) },
        new("JSON null as a page") { Fits = Fitting.Json, Damage = On(7, int.MaxValue, static (_, _) => Wire.Text("null", "application/json")) },
        new("empty body, once") { Fits = Fitting.Marked, Passes = true, Damage = On(7, 1, static (_, good) => Wire.With(good, Stream.Null, 0)) },
        new("empty body, for ever") { Fits = Fitting.Marked, Damage = On(7, int.MaxValue, static (_, good) => Wire.With(good, Stream.Null, 0)) },
        new("204 in the middle, once") { Fits = Fitting.GoesOnWhenEmpty, Damage = On(7, 1, static (_, _) => new(HttpStatusCode.NoContent)) },
        new("204 in the middle, for ever") { Fits = Fitting.GoesOnWhenEmpty, Damage = On(7, int.MaxValue, static (_, _) => new(HttpStatusCode.NoContent)) },
        new("304 in the middle") { Fits = Fitting.GoesOnWhenEmpty, Damage = On(7, int.MaxValue, static (_, _) => new(HttpStatusCode.NotModified)) },
        new("redirect in the middle") { Passes = true, Fits = Fitting.Get, Damage = On(7, 1, static (ask, _) => Redirect($"{ask.Request.RequestUri!.AbsoluteUri}{(ask.Request.RequestUri.Query.Length > 0 ? "&" : "?")}moved=1")) },
        new("redirect that turns in a circle") { Fits = Fitting.Get, Damage = On(7, int.MaxValue, static (ask, _) => Redirect(ask.Request.RequestUri!.AbsoluteUri)) },
        new("redirect to another host") { Damage = On(7, int.MaxValue, static (ask, _) => Redirect($"https://other.test{ask.Request.RequestUri!.PathAndQuery}")) },
        new("cursor that expires: 410") { Fits = Fitting.Paged, Damage = From(9, HttpStatusCode.Gone) },
        new("cursor that expires: 400") { Fits = Fitting.Paged, Damage = From(9, HttpStatusCode.BadRequest) },
        new("cursor that expires: 404") { Fits = Fitting.Paged, Damage = From(9, HttpStatusCode.NotFound) },
        new("another content type in the middle") { Dress = static (_, ask, good) => ask.Place == 7 ? Wire.As(good, "application/octet-stream") : good },
        new("mark (BOM) before the page") { Dress = static (_, _, good) => Wire.With(good, new MemoryStream([0xEF, 0xBB, 0xBF, .. Wire.Bytes(good)]), null) },
        new("null in place of a record") { Fits = Fitting.Json, Damage = On(7, int.MaxValue, static (_, good) => NullRecord(good)) },
        new("record without an id") { Fits = static dialect => Fitting.Json(dialect) || dialect.Name == "NDJSON", Damage = On(7, int.MaxValue, static (_, good) => Replace(good, "\"id\":", "\"key\":")) },
        new("null in place of the records") { Fits = Fitting.Json, Page = static (_, ask, view) => ask.Place == 7 || ask.Size == int.MaxValue ? view with { NoRows = true, Rows = [] } : view },
    ];

    /// <summary>At one place of the list (the only one where all comes at once), so many times.</summary>
    public static Func<PagerVendor, Ask, HttpResponseMessage, HttpResponseMessage?> On(int place, int times, Func<Ask, HttpResponseMessage, HttpResponseMessage> damage) =>
        (vendor, ask, good) => ask.Place == (Fitting.Stream(vendor.Dialect) ? 1 : place) && ask.Attempt <= times ? damage(ask, good) : null;

    private static Func<PagerVendor, Ask, HttpResponseMessage, HttpResponseMessage?> From(int place, HttpStatusCode status) =>
        (_, ask, _) => ask.Place >= place ? Wire.Answer(status, """{"error":"the cursor is too old"}""") : null;

    private static HttpResponseMessage After(HttpStatusCode status, string seconds)
    {
        var answer = Wire.Answer(status);
        answer.Headers.TryAddWithoutValidation("Retry-After", seconds);
        return answer;
    }

    private static HttpResponseMessage Redirect(string to)
    {
        var answer = Wire.Answer(HttpStatusCode.TemporaryRedirect);
        answer.Headers.TryAddWithoutValidation("Location", to);
        return answer;
    }

    private static HttpResponseMessage Error(HttpResponseMessage good) => good.Content.Headers.ContentType!.MediaType!.EndsWith("xml", StringComparison.Ordinal)
        ? Wire.Text("<error><code>17</code></error>", "text/xml")
        : Wire.Text("""{"error":{"code":17,"message":"try another shard"},"errors":[{"message":"try another shard"}]}""", "application/json");

    /// <summary>Puts null where the page's first record stands.</summary>
    private static HttpResponseMessage NullRecord(HttpResponseMessage good)
    {
        var text = System.Text.Encoding.UTF8.GetString(Wire.Bytes(good));
        var start = text.IndexOf("{\"id\":", StringComparison.Ordinal);
        return start < 0 ? good : Wire.Text($"{text[..start]}null{text[(text.IndexOf('}', start) + 1)..]}", "application/json");
    }

    private static HttpResponseMessage Replace(HttpResponseMessage good, string what, string by) =>
        Wire.Text(System.Text.Encoding.UTF8.GetString(Wire.Bytes(good)).Replace(what, by, StringComparison.Ordinal), good.Content.Headers.ContentType!.MediaType!);
}
