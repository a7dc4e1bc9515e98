using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using Connectors.Definitions;

namespace Connectors.Core.Tests.Protocols.Workday;

/// <summary>What a page says beside its workers.</summary>
internal sealed record WorkdayPage(int Page, int TotalPages, long Total, int Results, string AsOfDate, string AsOf)
{
    public string? Next => Page < TotalPages ? new WorkdayPlace(Page + 1, AsOfDate, AsOf).ToString() : null;

    public static WorkdayPage Read(XElement response)
    {
        var wd = WorkdayEndpoints.Wd;
        var (results, filter) = (response.Element(wd + "Response_Results"), response.Element(wd + "Response_Filter"));
        return results is null || filter is null
            ? throw new UnreadableAnswerException("it has no Response_Results or no Response_Filter")
            : new((int)results.Element(wd + "Page")!, (int)results.Element(wd + "Total_Pages")!, (long)results.Element(wd + "Total_Results")!, (int)results.Element(wd + "Page_Results")!, (string)filter.Element(wd + "As_Of_Effective_Date")!, (string)filter.Element(wd + "As_Of_Entry_DateTime")!);
    }

    /// <summary>The page is the one that was asked for, at the moments of the first one.</summary>
    public WorkdayPage CheckedAgainst(string? state)
    {
        var asked = WorkdayPlace.Parse(state);
        return asked.Page == Page && (asked.AsOf is null || (asked.AsOf == AsOf && asked.AsOfDate == AsOfDate))
            ? this
            : throw new UnreadableAnswerException($"it is page {Page} of another moment or number than was asked for ({asked.Page})");
    }
}

/// <summary>A worker as Workday sends it, as far as it is mapped.</summary>
internal sealed record WorkdayWorker(string Wid, string? EmployeeId, string? FirstName, string? LastName, string? Email, DateOnly? BirthDate, DateOnly? HireDate, string? Title, bool IsActive)
{
    public static WorkdayWorker Read(XElement worker)
    {
        var wd = WorkdayEndpoints.Wd;
        var data = worker.Element(wd + "Worker_Data");
        var personal = data?.Element(wd + "Personal_Data");
        var name = personal?.Element(wd + "Name_Data")?.Element(wd + "Legal_Name_Data")?.Element(wd + "Name_Detail_Data");
        var employment = data?.Element(wd + "Employment_Data");
        var status = employment?.Element(wd + "Worker_Status_Data");
        return new(
            Id(worker.Element(wd + "Worker_Reference"), "WID") ?? throw new UnreadableAnswerException("a worker has no WID"),
            Id(worker.Element(wd + "Worker_Reference"), "Employee_ID"),
            (string?)name?.Element(wd + "First_Name"),
            (string?)name?.Element(wd + "Last_Name"),
            (string?)personal?.Element(wd + "Contact_Data")?.Element(wd + "Email_Address_Data")?.Element(wd + "Email_Address"),
            Date(personal?.Element(wd + "Birth_Date")),
            Date(status?.Element(wd + "Hire_Date")),
            (string?)employment?.Element(wd + "Worker_Job_Data")?.Element(wd + "Position_Data")?.Element(wd + "Business_Title"),
            status?.Element(wd + "Active") is { } active && XmlConvert.ToBoolean(active.Value));
    }

    public static string? Id(XElement? reference, string type) =>
        (string?)reference?.Elements(WorkdayEndpoints.Wd + "ID").FirstOrDefault(id => (string?)id.Attribute(WorkdayEndpoints.Wd + "type") == type);

    /// <summary>A date may carry an offset (<c>2020-01-01-08:00</c>), which says nothing of a birthday.</summary>
    private static DateOnly? Date(XElement? element) => element is null ? null : DateOnly.ParseExact(element.Value.AsSpan(0, 10), "yyyy-MM-dd", CultureInfo.InvariantCulture);
}

/// <summary>An employee as an app keeps it.</summary>
internal sealed record Person(string RemoteId, string? Number, string Name, string? Email, DateOnly? StartDate, string? JobTitle, bool IsActive);

internal static class WorkdayMapping
{
    public static Person ToPerson(WorkdayWorker worker) =>
        new(worker.Wid, worker.EmployeeId, $"{worker.FirstName} {worker.LastName}", worker.Email, worker.HireDate, worker.Title, worker.IsActive);
}

/// <summary>Workday's two declared faults, and the code of a wrong user or password.</summary>
internal static class WorkdayFault
{
    public static ResponseAction? Judge(SoapFault fault) => fault switch
    {
        { Subcode: "authenticationError" } => ResponseAction.Renew,
        _ when Validation(fault) is not null => ResponseAction.Fail(ErrorKind.Validation),
        _ when fault.Detail?.Element(WorkdayEndpoints.Wd + "Processing_Fault") is not null => ResponseAction.Fail(ErrorKind.Remote),
        _ => null,
    };

    public static VendorError? Read(SoapFault fault) => Validation(fault) is { } validation
        ? new(fault.Subcode ?? "Validation_Fault", fault.Reason) { Fields = [.. validation.Elements(WorkdayEndpoints.Wd + "Validation_Error").Select(Field)] }
        : null;

    private static XElement? Validation(SoapFault fault) => fault.Detail?.Element(WorkdayEndpoints.Wd + "Validation_Fault");

    private static FieldError Field(XElement error) => new((string?)error.Element(WorkdayEndpoints.Wd + "Xpath") ?? "", (string?)error.Element(WorkdayEndpoints.Wd + "Message") ?? "");
}
