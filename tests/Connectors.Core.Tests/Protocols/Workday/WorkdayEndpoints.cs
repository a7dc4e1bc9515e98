using System.Globalization;
using System.Xml.Linq;
using Connectors.Definitions;

namespace Connectors.Core.Tests.Protocols.Workday;

/// <summary>The operations of Workday's Human_Resources service that the tests call.</summary>
internal static class WorkdayEndpoints
{
    public static readonly XNamespace Wd = "urn:com.workday/bsvc";

    public static SoapService HumanResources { get; } = new(context => RequestSpec.Post($"/ccx/service/{context.Required("tenant")}/Human_Resources/v44.0"))
    {
        FaultRule = WorkdayFault.Judge,
        FaultError = WorkdayFault.Read,
    };

    public static ListEndpoint<WorkersQuery, WorkdayWorker> Workers { get; } = HumanResources.List(
        "workers.list",
        (WorkersQuery query, EndpointContext context) => GetWorkers(query, WorkdayPlace.Of(context), context.PageSize ?? 100),
        "Worker",
        WorkdayWorker.Read,
        WorkdayPage.Read,
        PageBy.State<WorkdayPage>((page, state) => page.CheckedAgainst(state).Next),
        id: worker => worker.Wid,
        total: page => page.Total);

    public static Endpoint<PreferredName, string?> ChangePreferredName { get; } = HumanResources.Write(
        "workers.change_preferred_name",
        (PreferredName name, EndpointContext _) => new XElement(
            Wd + "Change_Preferred_Name_Request",
            new XAttribute(Wd + "version", "v44.0"),
            new XElement(Wd + "Business_Process_Parameters", new XElement(Wd + "Auto_Complete", true), new XElement(Wd + "Run_Now", true)),
            new XElement(
                Wd + "Change_Preferred_Name_Data",
                Reference("Worker_Reference", "WID", name.Wid),
                new XElement(Wd + "Name_Data", Reference("Country_Reference", "ISO_3166-1_Alpha-2_Code", name.Country), new XElement(Wd + "First_Name", name.First), new XElement(Wd + "Last_Name", name.Last)))),
        answer => WorkdayWorker.Id(answer.Element(Wd + "Preferred_Name_Change_Event_Reference"), "WID"));

    /// <summary>What holds over the pages goes into each: the moments of the first answer, so that nobody moves between pages.</summary>
    private static XElement GetWorkers(WorkersQuery query, WorkdayPlace place, int count) => new(
        Wd + "Get_Workers_Request",
        new XAttribute(Wd + "version", "v44.0"),
        new XElement(
            Wd + "Request_Criteria",
            query.UpdatedFrom is not { } from ? null : new XElement(
                Wd + "Transaction_Log_Criteria_Data",
                new XElement(Wd + "Transaction_Date_Range_Data", new XElement(Wd + "Updated_From", from), new XElement(Wd + "Updated_Through", query.UpdatedThrough))),
            new XElement(Wd + "Exclude_Inactive_Workers", false)),
        new XElement(
            Wd + "Response_Filter",
            place.AsOfDate is null ? null : new XElement(Wd + "As_Of_Effective_Date", place.AsOfDate),
            place.AsOf is null ? null : new XElement(Wd + "As_Of_Entry_DateTime", place.AsOf),
            new XElement(Wd + "Page", place.Page),
            new XElement(Wd + "Count", Math.Clamp(count, 1, 999))),
        new XElement(Wd + "Response_Group", new XElement(Wd + "Include_Reference", true), new XElement(Wd + "Include_Personal_Information", true), new XElement(Wd + "Include_Employment_Information", true)));

    private static XElement Reference(string name, string type, string value) => new(Wd + name, new XElement(Wd + "ID", new XAttribute(Wd + "type", type), value));
}

/// <summary>All workers, or those with transactions in a window, of which Workday wants both ends.</summary>
internal sealed record WorkersQuery(DateTimeOffset? UpdatedFrom = null, DateTimeOffset? UpdatedThrough = null);

internal sealed record PreferredName(string Wid, string Country, string First, string Last);

/// <summary>A page's number, and the moments of the first answer that all pages are asked for.</summary>
internal readonly record struct WorkdayPlace(int Page, string? AsOfDate, string? AsOf)
{
    public static WorkdayPlace Of(EndpointContext context) => Parse(context.PageState);

    public static WorkdayPlace Parse(string? state) => state?.Split('|') is [var page, var date, var moment]
        ? new(int.Parse(page, CultureInfo.InvariantCulture), date, moment)
        : new(1, null, null);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Page}|{AsOfDate}|{AsOf}");
}
