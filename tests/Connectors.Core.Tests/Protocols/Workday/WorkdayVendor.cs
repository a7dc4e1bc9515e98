using System.Globalization;
using System.Net;
using System.Text;
using System.Xml.Linq;

namespace Connectors.Core.Tests.Protocols.Workday;

/// <summary>
/// Workday's side, in memory: workers by pages at one moment, faults with status 500, the user in the envelope. Answers in the shapes of
/// its documentation. Knows nothing of the SDK.
/// </summary>
internal sealed class WorkdayVendor : HttpMessageHandler
{
    public const string User = "ISU_Conn@acme";
    public const string Password = "canary-hunter2";

    private const string Soap = "http://schemas.xmlsoap.org/soap/envelope/";
    private const string Wsse = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd";
    private static readonly XNamespace s_wd = "urn:com.workday/bsvc";
    private readonly List<(string Wid, DateTimeOffset Updated)> _workers = [];

    public List<XElement> Requests { get; } = [];

    /// <summary>How many answers are a 500 without a fault, first of all.</summary>
    public int Overloaded { get; set; }

    /// <summary>What the pages say that the whole list holds, where it is not the truth.</summary>
    public int? Declared { get; set; }

    /// <summary>Whether the moment asked for is not kept to.</summary>
    public bool Forgets { get; set; }

    public List<string> Names { get; } = [];

    public void Add(int count, DateTimeOffset updated)
    {
        for (var index = 0; index < count; index++)
        {
            _workers.Add(($"W{_workers.Count + 1}", updated));
        }
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var envelope = XDocument.Parse(await request.Content!.ReadAsStringAsync(cancellationToken)).Root!;
        if (request.RequestUri!.ToString() != "https://wd2-impl-services1.workday.com/ccx/service/acme/Human_Resources/v44.0"
            || request.Content.Headers.ContentType!.ToString() != "text/xml; charset=utf-8" || request.Headers.GetValues("SOAPAction").Single() != "\"\"")
        {
            return new(HttpStatusCode.NotFound) { Content = new StringContent("<html>no such service</html>", Encoding.UTF8, "text/html") };
        }

        var token = envelope.Element(XName.Get("Header", Soap))!.Element(XName.Get("Security", Wsse))!.Element(XName.Get("UsernameToken", Wsse))!;
        if ((string?)token.Element(XName.Get("Username", Wsse)) != User || (string?)token.Element(XName.Get("Password", Wsse)) != Password)
        {
            return Fault("SOAP-ENV:Client.authenticationError", "invalid username or password", "");
        }

        var operation = envelope.Element(XName.Get("Body", Soap))!.Elements().Single();
        Requests.Add(operation);
        if (Overloaded-- > 0)
        {
            return new(HttpStatusCode.InternalServerError) { Content = new StringContent("", Encoding.UTF8, "text/xml") };
        }

        return operation.Name.LocalName == "Get_Workers_Request" ? Workers(operation) : Rename(operation);
    }

    private HttpResponseMessage Workers(XElement request)
    {
        var filter = request.Element(s_wd + "Response_Filter")!;
        var (page, count) = ((int)filter.Element(s_wd + "Page")!, (int)filter.Element(s_wd + "Count")!);
        var asOf = Forgets ? null : (string?)filter.Element(s_wd + "As_Of_Entry_DateTime");
        var from = (DateTimeOffset?)request.Descendants(s_wd + "Updated_From").FirstOrDefault();
        var all = _workers.Where(worker => from is null || worker.Updated >= from).ToList();
        var shown = all.Skip((page - 1) * count).Take(count).ToList();
        var total = Declared ?? all.Count;
        return Answer(string.Create(CultureInfo.InvariantCulture, $"""
            <wd:Get_Workers_Response xmlns:wd="urn:com.workday/bsvc" wd:version="v44.0">
             <wd:Response_Filter><wd:As_Of_Effective_Date>2026-11-20</wd:As_Of_Effective_Date><wd:As_Of_Entry_DateTime>{asOf ?? $"2026-11-20T0{Math.Min(Requests.Count, 9)}:00:00.000-08:00"}</wd:As_Of_Entry_DateTime><wd:Page>{page}</wd:Page><wd:Count>{count}</wd:Count></wd:Response_Filter>
             <wd:Response_Results><wd:Total_Results>{total}</wd:Total_Results><wd:Total_Pages>{Math.Max(1, (all.Count + count - 1) / count)}</wd:Total_Pages><wd:Page_Results>{shown.Count}</wd:Page_Results><wd:Page>{page}</wd:Page></wd:Response_Results>
             <wd:Response_Data>{string.Concat(shown.Select(worker => Worker(worker.Wid)))}</wd:Response_Data>
            </wd:Get_Workers_Response>
            """));
    }

    private static string Worker(string wid) => $"""
        <wd:Worker><wd:Worker_Reference><wd:ID wd:type="WID">{wid}</wd:ID><wd:ID wd:type="Employee_ID">21{wid}</wd:ID></wd:Worker_Reference>
         <wd:Worker_Data><wd:Worker_ID>21{wid}</wd:Worker_ID><wd:Personal_Data>
           <wd:Name_Data><wd:Legal_Name_Data><wd:Name_Detail_Data wd:Formatted_Name="Logan McNeil &amp; Søn"><wd:First_Name>Logan</wd:First_Name><wd:Last_Name>McNeil &amp; Søn</wd:Last_Name></wd:Name_Detail_Data></wd:Legal_Name_Data></wd:Name_Data>
           <wd:Birth_Date>1971-05-25-08:00</wd:Birth_Date>
           <wd:Contact_Data><wd:Email_Address_Data><wd:Email_Address>{wid}@acme.com</wd:Email_Address></wd:Email_Address_Data></wd:Contact_Data>
          </wd:Personal_Data>
          <wd:Employment_Data><wd:Worker_Job_Data wd:Primary_Job="1"><wd:Position_Data><wd:Business_Title>Chief HR Officer</wd:Business_Title></wd:Position_Data></wd:Worker_Job_Data>
           <wd:Worker_Status_Data><wd:Active>1</wd:Active><wd:Hire_Date>2000-01-01</wd:Hire_Date></wd:Worker_Status_Data></wd:Employment_Data></wd:Worker_Data></wd:Worker>
        """;

    private HttpResponseMessage Rename(XElement request)
    {
        var data = request.Element(s_wd + "Change_Preferred_Name_Data")!;
        var wid = (string)data.Element(s_wd + "Worker_Reference")!.Element(s_wd + "ID")!;
        if (_workers.TrueForAll(worker => worker.Wid != wid))
        {
            var message = $"Invalid ID value. '{wid}' is not a valid ID value for type = 'WID'";
            return Fault("SOAP-ENV:Client.validationError", $"Validation error occurred. {message}", $"<wd:Validation_Fault><wd:Validation_Error><wd:Message>{message}</wd:Message><wd:Xpath>/wd:Change_Preferred_Name_Request[1]/wd:Change_Preferred_Name_Data[1]/wd:Worker_Reference[1]/wd:ID[1]</wd:Xpath></wd:Validation_Error></wd:Validation_Fault>");
        }

        Names.Add((string)data.Element(s_wd + "Name_Data")!.Element(s_wd + "First_Name")!);
        return Names[^1] == "locked"
            ? Fault("SOAP-ENV:Server", "Processing error occurred.", "<wd:Processing_Fault><wd:Detail_Message>The task submitted is not authorized.</wd:Detail_Message></wd:Processing_Fault>")
            : Answer("""<wd:Change_Preferred_Name_Response xmlns:wd="urn:com.workday/bsvc" wd:version="v44.0"><wd:Preferred_Name_Change_Event_Reference><wd:ID wd:type="WID">E1</wd:ID></wd:Preferred_Name_Change_Event_Reference></wd:Change_Preferred_Name_Response>""");
    }

    private static HttpResponseMessage Answer(string body) => new(HttpStatusCode.OK)
    {
        Content = new StringContent($"""<?xml version="1.0" encoding="UTF-8"?><env:Envelope xmlns:env="{Soap}"><env:Body>{body}</env:Body></env:Envelope>""", Encoding.UTF8, "text/xml"),
    };

    private static HttpResponseMessage Fault(string code, string text, string detail) => new(HttpStatusCode.InternalServerError)
    {
        Content = new StringContent($"""<SOAP-ENV:Envelope xmlns:SOAP-ENV="{Soap}"><SOAP-ENV:Body><SOAP-ENV:Fault xmlns:wd="urn:com.workday/bsvc"><faultcode>{code}</faultcode><faultstring>{text}</faultstring><detail>{detail}</detail></SOAP-ENV:Fault></SOAP-ENV:Body></SOAP-ENV:Envelope>""", Encoding.UTF8, "text/xml"),
    };
}
