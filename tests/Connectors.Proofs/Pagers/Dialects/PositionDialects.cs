using System.Globalization;
using System.Text.RegularExpressions;
using Connectors.Definitions;

namespace Connectors.Proofs.Pagers;

/// <summary>Vendors that are told how many records or pages to skip.</summary>
internal static partial class PositionDialects
{
    private const string Name = "items.list";

    public static IEnumerable<Dialect> All { get; } =
    [
        new MadeDialect("offset until a page is empty", Style.Position)
        {
            PageSize = 25,
            NeedsEmptyPage = true,
            Define = static sight => Plain(sight, PageBy.Offset<PlainPage>("offset", size: "limit", max: 1000, overlap: sight.Overlaps), withTotal: false),
            Understand = Offset,
            Answer = static (_, view) => Wire.Json(new { items = Wire.Items(view) }),
        },
        new MadeDialect("offset with a total", Style.Position)
        {
            PageSize = 25,
            HasTotal = true,
            NeedsEmptyPage = true,
            Define = static sight => Plain(sight, PageBy.Offset<PlainPage>("offset", size: "limit", max: 1000, overlap: sight.Overlaps), withTotal: true),
            Understand = Offset,
            Answer = static (_, view) => Wire.Json(new { items = Wire.Items(view), total = view.Total }),
        },
        new MadeDialect("offset with has_more", Style.Position)
        {
            PageSize = 25,
            SaysMore = true,
            Define = static sight => Plain(sight, PageBy.Offset<PlainPage>("offset", static page => page.HasMore == true, size: "limit", max: 1000, overlap: sight.Overlaps), withTotal: false),
            Understand = Offset,
            Answer = static (_, view) => Wire.Json(new { items = Wire.Items(view), hasMore = view.HasMore }),
        },
        new MadeDialect("page number until a page is empty", Style.Position)
        {
            PageSize = 25,
            NeedsEmptyPage = true,
            Define = static sight => Plain(sight, PageBy.PageNumber<PlainPage>("page", size: "per_page", max: 1000), withTotal: false),
            Understand = Numbered,
            Answer = static (_, view) => Wire.Json(new { items = Wire.Items(view) }),
        },
        new MadeDialect("page number with has_more and a total", Style.Position)
        {
            PageSize = 25,
            HasTotal = true,
            SaysMore = true,
            Define = static sight => Plain(sight, PageBy.PageNumber<PlainPage>("page", static page => page.HasMore == true, size: "per_page", max: 1000), withTotal: true),
            Understand = Numbered,
            Answer = static (_, view) => Wire.Json(new { items = Wire.Items(view), hasMore = view.HasMore, total = view.Total }),
        },
        new MadeDialect("SOAP page number", Style.Position)
        {
            PageSize = 25,
            HasTotal = true,
            Define = static sight => Endpoint.List(
                Name,
                static context => RequestSpec.Post("/soap").Body(RequestBody.Text(Envelope(Number(context), context.PageSize ?? 100), "text/xml; charset=utf-8")),
                PageOf.Xml("Worker", SoapPage.ReadItem, SoapPage.Read),
                sight.Pager(PageBy.State<SoapPage>(static (page, _) => page.Page < page.TotalPages ? (page.Page + 1).ToString(CultureInfo.InvariantCulture) : null, counts: true)),
                id: sight.Id,
                total: sight.Total<SoapPage>(static page => page.Total)),
            Understand = static ask => At(ask, long.Parse(PageElement().Match(ask.Body).Groups[1].Value), int.Parse(CountElement().Match(ask.Body).Groups[1].Value)),
            Answer = Soap,
        },
    ];

    private static ListEndpoint<Item> Plain(Sight sight, Pager<PlainPage> pager, bool withTotal) => Endpoint.List(
        Name,
        static _ => RequestSpec.Get("/items"),
        PageOf.Json(PagerJson.Default.PlainPage, static page => page.Items, "items"),
        sight.Pager(pager),
        id: sight.Id,
        total: withTotal ? sight.Total<PlainPage>(static page => page.Total) : null);

    private static Ask Offset(Ask ask) => ask with { Index = long.TryParse(ask.Query("offset"), out var offset) ? offset : 0, Size = CursorDialects.Size(ask) };

    private static Ask Numbered(Ask ask) => At(ask, long.TryParse(ask.Query("page"), out var page) ? page : 1, CursorDialects.Size(ask, "per_page"));

    private static Ask At(Ask ask, long page, int size) => ask with { Index = (page - 1) * size, Size = size };

    private static string Number(EndpointContext context) => Sight.Plain(context.PageState) ?? "1";

    private static string Envelope(string page, int size) => $"""
        <s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Header/><s:Body><Get_Workers><Page>{page}</Page><Count>{size}</Count></Get_Workers></s:Body></s:Envelope>
        """;

    private static HttpResponseMessage Soap(Ask ask, View view)
    {
        var (page, total) = ((ask.Index / ask.Size) + 1, view.Total ?? 0);
        var pages = view.More switch
        {
            true => page + 1,
            false => page,
            null => view.Next is null ? page : Math.Max(page + 1, (total + ask.Size - 1) / ask.Size),
        };
        var workers = string.Concat(view.Rows.Select(row => $"""<w:Worker id="{row.Id}" number="{row.Number}" updatedAt="{row.Time}"/>"""));
        return Wire.Text(
            $"""
            <?xml version="1.0" encoding="utf-8"?><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:w="urn:workers"><s:Body><w:Get_Workers_Response><w:Response_Results><w:Total_Results>{total}</w:Total_Results><w:Total_Pages>{pages}</w:Total_Pages><w:Page>{page}</w:Page></w:Response_Results><w:Response_Data>{workers}</w:Response_Data></w:Get_Workers_Response></s:Body></s:Envelope>
            """,
            "text/xml");
    }

    [GeneratedRegex("<Page>([0-9]+)</Page>", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex PageElement();

    [GeneratedRegex("<Count>([0-9]+)</Count>", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex CountElement();
}
