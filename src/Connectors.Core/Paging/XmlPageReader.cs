using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Connectors.Definitions;

/// <summary>Reads an XML document element by element: records one at a time, the rest as a small tree.</summary>
internal sealed class XmlPageReader<TPage, TRecord>(string record, Func<XElement, TRecord> readRecord, Func<XElement, TPage> readRest)
    : PageReader<TPage, TRecord>
{
    /// <summary>How deep elements outside of records may stand in each other.</summary>
    private const int MaxDepth = 128;

    public override BodyFormat Format => BodyFormat.Xml;

    public override PageContent<TPage, TRecord> Read(in ResponseFacts facts)
    {
        var records = new List<TRecord>();
        var rest = Walk(facts.Body, element => records.Add(readRecord(element)));
        return new(readRest(rest), records);
    }

    public override IReadOnlyList<RawRecord> Slice(in ResponseFacts facts)
    {
        var records = new List<RawRecord>();
        Walk(facts.Body, element => records.Add(new(Encoding.UTF8.GetBytes(element.ToString(SaveOptions.DisableFormatting)), "application/xml")));
        return records;
    }

    private XElement Walk(ReadOnlyMemory<byte> body, Action<XElement> onRecord)
    {
        // No DTD, no entity, no outside reference: a provider's XML is data.
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreWhitespace = true };
        using var stream = System.Runtime.InteropServices.MemoryMarshal.TryGetArray(body, out var segment)
            ? new MemoryStream(segment.Array!, segment.Offset, segment.Count, writable: false)
            : new MemoryStream(body.ToArray(), writable: false);
        using var reader = XmlReader.Create(stream, settings);
        reader.MoveToContent();
        return ReadRest(reader, onRecord);
    }

    private XElement ReadRest(XmlReader reader, Action<XElement> onRecord)
    {
        // Each level takes stack, and a stack that ends takes the whole process with it.
        if (reader.Depth > MaxDepth)
        {
            throw new UnreadableAnswerException($"its elements stand in each other more than {MaxDepth} deep");
        }

        var element = new XElement(XName.Get(reader.LocalName, reader.NamespaceURI));
        while (reader.MoveToNextAttribute())
        {
            if (reader.NamespaceURI != "http://www.w3.org/2000/xmlns/")
            {
                element.SetAttributeValue(XName.Get(reader.LocalName, reader.NamespaceURI), reader.Value);
            }
        }

        reader.MoveToElement();
        if (reader.IsEmptyElement)
        {
            reader.Read();
            return element;
        }

        reader.Read();
        while (reader.NodeType != XmlNodeType.EndElement)
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Element when reader.LocalName == record:
                    onRecord((XElement)XNode.ReadFrom(reader));
                    break;
                case XmlNodeType.Element:
                    element.Add(ReadRest(reader, onRecord));
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA:
                    element.Add(reader.Value);
                    reader.Read();
                    break;
                default:
                    reader.Read();
                    break;
            }
        }

        reader.Read();
        return element;
    }
}
