using System.Globalization;
using System.Xml.Linq;
using Connectors.Definitions;

namespace Connectors.Core.Tests.Shapes;

/// <summary>Workday's Get_Workers as a definition: SOAP, WS-Security in the envelope, page numbers over one fixed moment.</summary>
internal static class WorkdayShape
{
    public static ListEndpoint<WorkdayWorker> Workers { get; } = Endpoint.List(
        "workers.list",
        context =>
        {
            var place = WorkdayPlace.Of(context);
            return RequestSpec.Post($"/ccx/service/{context.Required("tenant")}/Human_Resources/v44.0")
                .Header("SOAPAction", "\"\"")
                .Body(RequestBody.Text(Envelope(place, context.PageSize ?? 100), "text/xml; charset=utf-8"));
        },
        PageOf.Xml("Worker", WorkdayWorker.Read, WorkdayPage.Read),
        PageBy.State<WorkdayPage>((page, _) => page.Page < page.TotalPages ? $"{page.AsOf}|{page.Page + 1}" : null),
        id: worker => worker.Wid,
        total: page => page.Total);

    public static ConnectorDefinition Definition { get; } = new()
    {
        Id = "workday",
        DisplayName = "Workday",
        Hosts = "https://{host}",
        Settings = [new("host", "Host") { Required = true, Pattern = @"[a-z0-9-]+\.(workday|myworkday)\.com", Example = "wd2-impl-services1.workday.com" }, new("tenant", "Tenant") { Required = true, Example = "acme" }],
        Auth = [new UsernameTokenScheme()],
        Endpoints = [Workers],
    };

    private static string Envelope(WorkdayPlace place, int size) => $"""
        <soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:bsvc="urn:com.workday/bsvc"><soapenv:Header/><soapenv:Body><bsvc:Get_Workers_Request bsvc:version="v44.0"><bsvc:Response_Filter><bsvc:As_Of_Entry_DateTime>{place.AsOf}</bsvc:As_Of_Entry_DateTime><bsvc:Page>{place.Page}</bsvc:Page><bsvc:Count>{size}</bsvc:Count></bsvc:Response_Filter></bsvc:Get_Workers_Request></soapenv:Body></soapenv:Envelope>
        """;
}

internal readonly record struct WorkdayPlace(string AsOf, int Page)
{
    public static WorkdayPlace Of(EndpointContext context) => context.PageState?.Split('|') is [var asOf, var page]
        ? new(asOf, int.Parse(page, CultureInfo.InvariantCulture))
        : new(context.Now.ToString("O", CultureInfo.InvariantCulture), 1);
}

internal sealed record WorkdayPage(int Page, int TotalPages, long Total, string AsOf)
{
    private static readonly XNamespace s_wd = "urn:com.workday/bsvc";

    public static WorkdayPage Read(XElement envelope)
    {
        var results = envelope.Descendants(s_wd + "Response_Results").Single();
        return new(
            (int)results.Element(s_wd + "Page")!,
            (int)results.Element(s_wd + "Total_Pages")!,
            (long)results.Element(s_wd + "Total_Results")!,
            (string)envelope.Descendants(s_wd + "As_Of_Entry_DateTime").First());
    }
}

internal sealed record WorkdayWorker(string Wid, string? Name)
{
    private static readonly XNamespace s_wd = "urn:com.workday/bsvc";

    public static WorkdayWorker Read(XElement worker) => new(
        (string)worker.Element(s_wd + "Worker_Reference")!.Elements(s_wd + "ID").First(id => (string?)id.Attribute(s_wd + "type") == "WID"),
        (string?)worker.Descendants(s_wd + "Name_Detail_Data").FirstOrDefault()?.Attribute(s_wd + "Formatted_Name"));
}
