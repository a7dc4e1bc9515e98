using System.Text;
using System.Xml.Linq;

namespace Connectors.Definitions;

/// <summary>Reads an XML document element by element: records one at a time, the rest as a small tree.</summary>
internal sealed class XmlPageReader<TPage, TRecord>(string record, Func<XElement, TRecord> readRecord, Func<XElement, TPage> readRest)
    : PageReader<TPage, TRecord>
{
    public override BodyFormat Format => BodyFormat.Xml;

    public override PageContent<TPage, TRecord> Read(in ResponseFacts facts)
    {
        var records = new List<TRecord>();
        var rest = Walk(in facts, element => records.Add(readRecord(element)));
        return new(readRest(rest), records);
    }

    public override IReadOnlyList<RawRecord> Slice(in ResponseFacts facts)
    {
        var records = new List<RawRecord>();
        Walk(in facts, element => records.Add(new(Encoding.UTF8.GetBytes(element.ToString(SaveOptions.DisableFormatting)), "application/xml")));
        return records;
    }

    private XElement Walk(in ResponseFacts facts, Action<XElement> onRecord) => SafeXml.Read(in facts, reader => SafeXml.Element(reader, inner =>
    {
        if (inner.LocalName != record)
        {
            return false;
        }

        onRecord(SafeXml.Element(inner));
        return true;
    }));
}
