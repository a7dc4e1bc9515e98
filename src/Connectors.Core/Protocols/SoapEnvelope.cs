using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Connectors.Definitions;

/// <summary>Writes envelopes. Values are escaped by the writer; nothing is put together from text.</summary>
internal static class SoapEnvelope
{
    private static readonly XmlWriterSettings s_write = new() { Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), NewLineHandling = NewLineHandling.Entitize };

    /// <summary>Writes an envelope.</summary>
    /// <exception cref="ArgumentException">A value holds a character that XML cannot carry.</exception>
    public static byte[] Write(SoapVersion version, IEnumerable<XElement> headers, XElement body)
    {
        var uri = SoapNames.Of(version).NamespaceName;
        using var stream = new MemoryStream();
        using (var writer = XmlWriter.Create(stream, s_write))
        {
            writer.WriteStartElement("soap", "Envelope", uri);
            writer.WriteStartElement("soap", "Header", uri);
            foreach (var header in headers)
            {
                header.WriteTo(writer);
            }

            writer.WriteEndElement();
            writer.WriteStartElement("soap", "Body", uri);
            body.WriteTo(writer);
            writer.WriteEndElement();
            writer.WriteEndElement();
        }

        return stream.ToArray();
    }
}
