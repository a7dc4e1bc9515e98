using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Connectors.Definitions;

/// <summary>
/// Opens XML that somebody else wrote: it is data. No document type, so no entity beside XML's own five and nothing from outside; elements
/// and attributes within bounds. The size is bounded by whoever gives the bytes.
/// </summary>
internal static class SafeXml
{
    /// <summary>How deep elements may stand in each other; those who walk a tree need stack for each level, and a stack that ends takes the process with it.</summary>
    internal const int MaxDepth = 128;

    /// <summary>How many attributes an element may have, declarations of namespaces among them.</summary>
    internal const int MaxAttributes = 256;

    /// <summary>What a document must be, for messages.</summary>
    internal const string Kind = "XML 1.0 without a document type";

    /// <summary>Opens a document that is here as a whole.</summary>
    /// <param name="body">Its bytes.</param>
    /// <param name="charset">The charset that its transfer declares.</param>
    internal static XmlReader Open(ReadOnlyMemory<byte> body, string? charset = null)
    {
        var stream = System.Runtime.InteropServices.MemoryMarshal.TryGetArray(body, out var segment)
            ? new MemoryStream(segment.Array!, segment.Offset, segment.Count, writable: false)
            : new MemoryStream(body.ToArray(), writable: false);
        return Open(stream, charset, isAsync: false);
    }

    /// <summary>Opens a document that is read as it comes.</summary>
    /// <param name="body">Its bytes.</param>
    /// <param name="charset">The charset that its transfer declares. Like a byte order mark, it counts more than what stands in the document (RFC 7303, 3).</param>
    /// <param name="isAsync">Whether it is read by asynchronous calls only.</param>
    internal static XmlReader Open(Stream body, string? charset, bool isAsync)
    {
        var settings = new XmlReaderSettings
        {
            Async = isAsync,
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            MaxCharactersFromEntities = 1024,
            IgnoreWhitespace = true,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
            CloseInput = true,
        };
        return Other(charset) is { } encoding
            ? XmlReader.Create(new StreamReader(body, encoding, detectEncodingFromByteOrderMarks: true), settings)
            : XmlReader.Create(body, settings);
    }

    /// <summary>Refuses an element that stands too deep or has too many attributes.</summary>
    internal static void Check(XmlReader reader)
    {
        if (reader.Depth > MaxDepth)
        {
            throw new UnreadableAnswerException($"its elements stand in each other more than {MaxDepth} deep");
        }

        if (reader.NodeType == XmlNodeType.Element && reader.AttributeCount > MaxAttributes)
        {
            throw new UnreadableAnswerException($"an element has more than {MaxAttributes} attributes");
        }
    }

    /// <summary>Whether an error says that the bytes are no such XML. Its own words may quote them.</summary>
    internal static bool IsNoXml(Exception error) => error is XmlException or DecoderFallbackException;

    /// <summary>Names the place of what cannot be read.</summary>
    internal static string Place(Exception error) => error is XmlException { LineNumber: > 0 } xml ? $"line {xml.LineNumber}, position {xml.LinePosition}: " : "";

    /// <summary>Reads a document that is here as a whole.</summary>
    /// <param name="facts">The answer.</param>
    /// <param name="read">Reads it from its root on.</param>
    /// <exception cref="UnreadableAnswerException">It is no such XML, or exceeds a bound.</exception>
    internal static T Read<T>(in ResponseFacts facts, Func<XmlReader, T> read)
    {
        try
        {
            using var reader = Open(facts.Body, facts.ContentHeaders.ContentType?.CharSet);
            reader.MoveToContent();
            var value = read(reader);

            // What follows must be well formed too.
            while (reader.Read())
            {
            }

            return value;
        }
        catch (Exception error) when (IsNoXml(error))
        {
            throw new UnreadableAnswerException($"{Place(error)}it is no XML that can be read ({Kind})");
        }
    }

    /// <summary>Makes an element of the one that the reader is at, with its attributes and without what is in it.</summary>
    internal static XElement Start(XmlReader reader)
    {
        var element = new XElement(XName.Get(reader.LocalName, reader.NamespaceURI));
        while (reader.MoveToNextAttribute())
        {
            element.SetAttributeValue(XName.Get(reader.LocalName, reader.Prefix.Length == 0 ? "" : reader.NamespaceURI), reader.Value);
        }

        reader.MoveToElement();
        return element;
    }

    /// <summary>Reads the element that the reader is at with all that is in it, and moves past it.</summary>
    /// <param name="reader">The reader, at an element.</param>
    /// <param name="take">Takes each inner element that it wants out of the tree, and moves past that; says whether it did.</param>
    internal static XElement Element(XmlReader reader, Func<XmlReader, bool>? take = null)
    {
        Check(reader);
        var root = Start(reader);
        var open = reader.IsEmptyElement ? null : root;
        reader.Read();
        while (open is not null)
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Element:
                    Check(reader);
                    if (take?.Invoke(reader) == true)
                    {
                        continue;
                    }

                    var child = Start(reader);
                    open.Add(child);
                    open = reader.IsEmptyElement ? open : child;
                    break;
                case XmlNodeType.EndElement:
                    open = open == root ? null : open.Parent;
                    break;
                case XmlNodeType.CDATA:
                    open.Add(new XCData(reader.Value));
                    break;
                case XmlNodeType.Text or XmlNodeType.SignificantWhitespace:
                    open.Add(new XText(reader.Value));
                    break;
            }

            reader.Read();
        }

        return root;
    }

    /// <summary>Moves past an element without holding what is in it.</summary>
    internal static void Skip(XmlReader reader)
    {
        var depth = reader.Depth;
        if (!reader.IsEmptyElement)
        {
            while (reader.Read() && reader.Depth > depth)
            {
                Check(reader);
            }
        }

        reader.Read();
    }

    /// <summary>A charset other than those that XML's own reader finds out; one that is not known is left to the document.</summary>
    private static Encoding? Other(string? charset)
    {
        var name = charset?.Trim('"', '\'', ' ');
        if (string.IsNullOrEmpty(name) || name.Equals("utf-8", StringComparison.OrdinalIgnoreCase) || name.StartsWith("utf-16", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        try
        {
            return Encoding.GetEncoding(name, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
        }
        catch (Exception error) when (error is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }
}
