using System.Xml.Linq;
using System.Xml.Schema;
using Connectors.Core.Tests.Testing;
using Connectors.Simulators.Tests.Specs;

namespace Connectors.Core.Tests.Protocols.Workday;

/// <summary>What the tests' Workday connector sends, against the schema in Workday's own WSDL. Its structures only grow from version to version.</summary>
public sealed class WorkdaySchemaTests
{
    private static readonly DateTimeOffset s_day = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);

    [SpecFact("workday")]
    public async Task EveryRequest_IsValid()
    {
        using var vendor = new WorkdayVendor();
        vendor.Add(2, s_day);
        await using var app = await OneApp.ConnectAsync(WorkdayConnector.Definition, vendor, new BasicCredential(WorkdayVendor.User, WorkdayVendor.Password), new() { ["host"] = "wd2-impl-services1.workday.com", ["tenant"] = "acme" });
        await app.Time.RunAsync(app.Connector.ListAsync(WorkdayEndpoints.Workers.For(new(s_day, s_day.AddDays(20)))).AsPages(pageSize: 1).ToListAsync().AsTask());
        await app.Time.RunAsync(app.Connector.CallAsync(WorkdayEndpoints.ChangePreferredName, new("W1", "US", "Logan", "McNeil")));
        var schema = Schema();

        Assert.Equal(3, vendor.Requests.Count);
        Assert.All(vendor.Requests, request => Assert.Empty(Problems(schema, request)));
        Assert.NotEmpty(Problems(schema, Changed(vendor.Requests[0], request => request.Elements().Last().Remove(), request => request.Add(new XElement(WorkdayEndpoints.Wd + "Request_Criteria")))));
        Assert.NotEmpty(Problems(schema, Changed(vendor.Requests[0], request => request.Descendants(WorkdayEndpoints.Wd + "Page").Single().Value = "x")));
    }

    private static XElement Changed(XElement request, params Action<XElement>[] changes)
    {
        var copy = new XElement(request);
        Array.ForEach(changes, change => change(copy));
        return copy;
    }

    private static List<string> Problems(XmlSchemaSet schema, XElement request)
    {
        List<string> problems = [];
        new XDocument(request).Validate(schema, (_, problem) => problems.Add(problem.Message));
        return problems;
    }

    private static XmlSchemaSet Schema()
    {
        var wsdl = XElement.Load(SpecFolder.PathOf("workday", "Human_Resources.2016.wsdl"));
        var schema = wsdl.Descendants(XName.Get("schema", XmlSchema.Namespace)).Single();
        schema.Add(wsdl.Attributes().Where(attribute => attribute.IsNamespaceDeclaration && schema.Attribute(attribute.Name) is null));
        using var reader = schema.CreateReader();
        var set = new XmlSchemaSet { XmlResolver = null };
        set.Add(XmlSchema.Read(reader, null)!);
        set.Compile();
        return set;
    }
}
