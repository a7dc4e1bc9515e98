using System.Runtime.CompilerServices;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Connectors.Definitions;

/// <summary>Reads an XML document element by element; only the element of one record is held.</summary>
internal sealed class XmlRecordReader<TRecord>(string record, Func<XElement, TRecord> read, string? root = null) : RecordReader<TRecord>
{
    /// <summary>How deep elements may stand in each other; those who walk a tree need stack for each level.</summary>
    internal const int MaxDepth = 128;

    public override BodyFormat Format => BodyFormat.Xml;

    public override async IAsyncEnumerable<RecordRead<TRecord>> ReadAsync(Stream body, RecordReading reading, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var metered = new MeteredStream(body, reading.MaxRecordBytes);
        await using (metered.ConfigureAwait(false))
        {
            // No DTD, no entity, no outside reference: a provider's XML is data.
            using var xml = XmlReader.Create(metered, new() { Async = true, DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreWhitespace = true, IgnoreComments = true, IgnoreProcessingInstructions = true });
            for (var number = 1L; await NextAsync(xml, metered, number, cancellationToken).ConfigureAwait(false) is { } element; number++)
            {
                yield return Read(element, number, reading.IncludeRaw);
            }
        }
    }

    private RecordRead<TRecord> Read(XElement element, long number, bool raw)
    {
        try
        {
            return new(read(element), raw ? new(Encoding.UTF8.GetBytes(element.ToString(SaveOptions.DisableFormatting)), "application/xml") : null);
        }
        catch (Exception error) when (error is not (OperationCanceledException or ConnectorException))
        {
            throw new UnreadableAnswerException($"record {number}{(error is UnreadableAnswerException ? $": {error.Message}" : $" ({error.GetType().Name})")}") { Record = number };
        }
    }

    private async ValueTask<XElement?> NextAsync(XmlReader xml, MeteredStream metered, long number, CancellationToken cancellationToken)
    {
        try
        {
            metered.Mark();
            while (await StepAsync(xml, cancellationToken).ConfigureAwait(false))
            {
                if (root is not null && xml.NodeType == XmlNodeType.Element && xml.Depth == 0 && xml.LocalName != root)
                {
                    throw new UnreadableAnswerException("it is another XML document");
                }

                if (xml.NodeType == XmlNodeType.Element && xml.LocalName == record)
                {
                    return await ElementAsync(xml, cancellationToken).ConfigureAwait(false);
                }

                metered.Mark();
            }

            return null;
        }
        catch (XmlException error)
        {
            throw new UnreadableAnswerException($"record {number}, line {error.LineNumber}, position {error.LinePosition}: it is no XML that can be read (XML 1.0 without a document type)")
            {
                Record = number,
                IsTorn = metered.IsEnded,
            };
        }
    }

    /// <summary>Reads one element with all that is in it, up to its end and not past it: what follows may be broken.</summary>
    private static async ValueTask<XElement> ElementAsync(XmlReader xml, CancellationToken cancellationToken)
    {
        var root = Start(xml);
        var open = xml.IsEmptyElement ? null : root;
        while (open is not null)
        {
            await StepAsync(xml, cancellationToken).ConfigureAwait(false);
            switch (xml.NodeType)
            {
                case XmlNodeType.Element:
                    var child = Start(xml);
                    open.Add(child);
                    open = xml.IsEmptyElement ? open : child;
                    break;
                case XmlNodeType.EndElement:
                    open = open.Parent;
                    break;
                case XmlNodeType.CDATA:
                    open.Add(new XCData(await xml.GetValueAsync().ConfigureAwait(false)));
                    break;
                case XmlNodeType.Text or XmlNodeType.SignificantWhitespace:
                    open.Add(new XText(await xml.GetValueAsync().ConfigureAwait(false)));
                    break;
            }
        }

        return root;
    }

    private static XElement Start(XmlReader xml)
    {
        var element = new XElement(XName.Get(xml.LocalName, xml.NamespaceURI));
        while (xml.MoveToNextAttribute())
        {
            element.SetAttributeValue(XName.Get(xml.LocalName, xml.Prefix.Length == 0 ? "" : xml.NamespaceURI), xml.Value);
        }

        xml.MoveToElement();
        return element;
    }

    private static async ValueTask<bool> StepAsync(XmlReader xml, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var isNode = await xml.ReadAsync().ConfigureAwait(false);
        return xml.Depth <= MaxDepth ? isNode : throw new UnreadableAnswerException($"its elements stand in each other more than {MaxDepth} deep");
    }
}
