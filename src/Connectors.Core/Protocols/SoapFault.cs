using System.Xml;
using System.Xml.Linq;

namespace Connectors.Definitions;

/// <summary>A SOAP fault: the service's own account of why it did not do what was asked (SOAP 1.1, 4.4; SOAP 1.2 part 1, 5.4).</summary>
public sealed record SoapFault
{
    /// <summary>Gets who is to blame, in the words of SOAP 1.2 and without a namespace: <c>Sender</c>, <c>Receiver</c>, <c>VersionMismatch</c>, <c>MustUnderstand</c>, <c>DataEncodingUnknown</c>; of SOAP 1.1, <c>Client</c> is <c>Sender</c> and <c>Server</c> is <c>Receiver</c>. Anything else as it stands.</summary>
    public required string Code { get; init; }

    /// <summary>Gets the finer code: of SOAP 1.1 what follows the dot (<c>Client.authenticationError</c>) or a code of the service's own, of SOAP 1.2 the innermost subcode; without a namespace.</summary>
    public string? Subcode { get; init; }

    /// <summary>Gets the service's words: <c>faultstring</c>, or <c>Reason</c> in English where it is there in several languages.</summary>
    public string? Reason { get; init; }

    /// <summary>Gets who on the way failed: <c>faultactor</c>, or <c>Role</c>.</summary>
    public string? Actor { get; init; }

    /// <summary>Gets the details with whatever the service put into them, if there are any.</summary>
    public XElement? Detail { get; init; }

    /// <summary>Gets whether the message itself is to blame, so that the same one will fail again.</summary>
    public bool IsSender => Code == "Sender";

    /// <summary>Reads the fault of an answer.</summary>
    /// <returns>The fault, or <see langword="null"/> where the answer is none, or cannot be read.</returns>
    internal static SoapFault? Read(in ResponseFacts facts)
    {
        if (facts.Body.IsEmpty)
        {
            return null;
        }

        try
        {
            using var reader = SafeXml.Open(facts.Body, facts.ContentHeaders.ContentType?.CharSet);
            return SoapBody.MoveTo(reader) && reader.LocalName == "Fault" && SoapNames.IsEnvelope(reader.NamespaceURI) ? Of(Parts(reader)) : null;
        }
        catch (Exception error) when (SafeXml.IsNoXml(error) || error is UnreadableAnswerException)
        {
            return null;
        }
    }

    /// <summary>Reads the parts up to where they break off: of a long error only the beginning is held, and code and reason come first.</summary>
    private static XElement Parts(XmlReader reader)
    {
        var fault = SafeXml.Start(reader);
        if (reader.IsEmptyElement)
        {
            return fault;
        }

        try
        {
            reader.Read();
            while (reader.MoveToContent() == XmlNodeType.Element)
            {
                fault.Add(SafeXml.Element(reader));
            }
        }
        catch (Exception error) when (fault.HasElements && (SafeXml.IsNoXml(error) || error is UnreadableAnswerException))
        {
        }

        return fault;
    }

    private static SoapFault Of(XElement fault) => fault.Name.Namespace == SoapNames.Soap12 ? Of12(fault) : Of11(fault);

    /// <summary>The parts have no namespace; some services give them the envelope's.</summary>
    private static SoapFault Of11(XElement fault)
    {
        var text = LocalPart(Part("faultcode")?.Value);
        var parts = text.Split('.', 2);
        var code = parts[0] switch { "Client" => "Sender", "Server" => "Receiver", var other => other };
        var isOwn = code is not ("Sender" or "Receiver" or "VersionMismatch" or "MustUnderstand");
        return new()
        {
            Code = code,
            Subcode = parts.Length > 1 ? parts[1] : isOwn ? text : null,
            Reason = Text(Part("faultstring")),
            Actor = Text(Part("faultactor")),
            Detail = Part("detail"),
        };

        XElement? Part(string name) => fault.Elements().FirstOrDefault(element => element.Name.LocalName == name);
    }

    private static SoapFault Of12(XElement fault)
    {
        var code = fault.Element(SoapNames.Soap12 + "Code");
        var texts = fault.Element(SoapNames.Soap12 + "Reason")?.Elements(SoapNames.Soap12 + "Text").ToList() ?? [];
        return new()
        {
            Code = LocalPart(code?.Element(SoapNames.Soap12 + "Value")?.Value),
            Subcode = code?.Descendants(SoapNames.Soap12 + "Subcode").LastOrDefault()?.Element(SoapNames.Soap12 + "Value") is { } sub ? LocalPart(sub.Value) : null,
            Reason = Text(texts.FirstOrDefault(static text => ((string?)text.Attribute(XNamespace.Xml + "lang"))?.StartsWith("en", StringComparison.OrdinalIgnoreCase) == true) ?? texts.FirstOrDefault()),
            Actor = Text(fault.Element(SoapNames.Soap12 + "Role")) ?? Text(fault.Element(SoapNames.Soap12 + "Node")),
            Detail = fault.Element(SoapNames.Soap12 + "Detail"),
        };
    }

    private static string LocalPart(string? name) => name is null ? "" : name[(name.LastIndexOf(':') + 1)..].Trim();

    private static string? Text(XElement? element) => element?.Value.Trim() is { Length: > 0 } text ? text : null;
}

/// <summary>Finds what an envelope carries.</summary>
internal static class SoapBody
{
    /// <summary>Moves to the first element of the body.</summary>
    /// <returns>Whether there is one; an envelope's body may be empty, and other XML is no envelope.</returns>
    public static bool MoveTo(XmlReader reader)
    {
        if (reader.MoveToContent() != XmlNodeType.Element || reader.LocalName != "Envelope" || !SoapNames.IsEnvelope(reader.NamespaceURI) || reader.IsEmptyElement)
        {
            return false;
        }

        reader.Read();
        while (reader.MoveToContent() == XmlNodeType.Element)
        {
            SafeXml.Check(reader);
            if (reader.LocalName == "Body" && SoapNames.IsEnvelope(reader.NamespaceURI))
            {
                var isEmpty = reader.IsEmptyElement;
                reader.Read();
                return !isEmpty && reader.MoveToContent() == XmlNodeType.Element;
            }

            SafeXml.Skip(reader);
        }

        return false;
    }
}
