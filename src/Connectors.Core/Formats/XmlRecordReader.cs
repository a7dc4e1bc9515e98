using System.Runtime.CompilerServices;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Connectors.Definitions;

/// <summary>Reads an XML document element by element; only the element of one record is held.</summary>
internal sealed class XmlRecordReader<TRecord>(string record, Func<XElement, TRecord> read, string? root = null) : RecordReader<TRecord>
{
    public override BodyFormat Format => BodyFormat.Xml;

    public override async IAsyncEnumerable<RecordRead<TRecord>> ReadAsync(Stream body, RecordReading reading, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var metered = new MeteredStream(body, reading.MaxRecordBytes);
        await using (metered.ConfigureAwait(false))
        {
            using var xml = SafeXml.Open(metered, reading.Charset, isAsync: true);
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
        catch (Exception error) when (SafeXml.IsNoXml(error))
        {
            throw new UnreadableAnswerException($"record {number}, {SafeXml.Place(error)}it is no XML that can be read ({SafeXml.Kind})")
            {
                Record = number,
                IsTorn = metered.IsEnded,
            };
        }
    }

    /// <summary>Reads one element with all that is in it, up to its end and not past it: what follows may be broken.</summary>
    private static async ValueTask<XElement> ElementAsync(XmlReader xml, CancellationToken cancellationToken)
    {
        var root = SafeXml.Start(xml);
        var open = xml.IsEmptyElement ? null : root;
        while (open is not null)
        {
            await StepAsync(xml, cancellationToken).ConfigureAwait(false);
            switch (xml.NodeType)
            {
                case XmlNodeType.Element:
                    var child = SafeXml.Start(xml);
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

    private static async ValueTask<bool> StepAsync(XmlReader xml, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var isNode = await xml.ReadAsync().ConfigureAwait(false);
        SafeXml.Check(xml);
        return isNode;
    }
}
