using System.Text;
using System.Xml;

namespace Connectors.Observation;

/// <summary>Writes XML anew without the contents of secret elements and attributes. Stops where it is cut off or cannot be read.</summary>
internal static class XmlText
{
    private static readonly XmlReaderSettings s_read = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };
    private static readonly XmlWriterSettings s_write = new() { OmitXmlDeclaration = true, ConformanceLevel = ConformanceLevel.Fragment, CheckCharacters = false };

    public static (string Text, bool IsCut) Read(SeenBody body, SecretNames names)
    {
        var text = new StringBuilder(body.Bytes.Length);
        var isCut = body.IsCut;

        // A text that is cut in two could be half of a secret.
        var length = isCut ? Math.Max(0, body.Bytes.AsSpan().LastIndexOf((byte)'<')) : body.Bytes.Length;
        using (var writer = XmlWriter.Create(text, s_write))
        {
            try
            {
                using var reader = XmlReader.Create(new MemoryStream(body.Bytes, 0, length, writable: false), s_read);
                Copy(reader, writer, names);
            }
            catch (XmlException)
            {
                isCut = true;
            }
        }

        return (text.ToString(), isCut);
    }

    private static void Copy(XmlReader reader, XmlWriter writer, SecretNames names)
    {
        reader.Read();
        while (!reader.EOF)
        {
            if (reader.NodeType != XmlNodeType.Element)
            {
                if (reader.NodeType is XmlNodeType.XmlDeclaration or XmlNodeType.Comment or XmlNodeType.ProcessingInstruction)
                {
                    reader.Read();
                    continue;
                }

                // Copies one node that is no element, and goes on behind it.
                writer.WriteNode(reader, defattr: false);
                continue;
            }

            var (isEmpty, isSecret) = (reader.IsEmptyElement, names.IsSecret(reader.LocalName));
            writer.WriteStartElement(reader.Prefix, reader.LocalName, reader.NamespaceURI);
            while (reader.MoveToNextAttribute())
            {
                writer.WriteAttributeString(reader.Prefix, reader.LocalName, reader.NamespaceURI, names.IsSecret(reader.LocalName) ? BodyText.Blank : reader.Value);
            }

            reader.MoveToElement();
            if (isSecret && !isEmpty)
            {
                writer.WriteString(BodyText.Blank);
                reader.Skip();
                writer.WriteEndElement();
            }
            else
            {
                reader.Read();
                if (isEmpty)
                {
                    writer.WriteEndElement();
                }
            }
        }
    }
}
