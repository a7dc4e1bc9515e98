using System.Xml.Linq;

namespace Connectors.Definitions;

/// <summary>The version of a SOAP service.</summary>
public enum SoapVersion
{
    /// <summary>SOAP 1.1: <c>text/xml</c>, the action in the header <c>SOAPAction</c>.</summary>
    Soap11,

    /// <summary>SOAP 1.2: <c>application/soap+xml</c>, the action a parameter of the media type.</summary>
    Soap12,
}

/// <summary>The names of SOAP's envelope.</summary>
internal static class SoapNames
{
    public static readonly XNamespace Soap11 = "http://schemas.xmlsoap.org/soap/envelope/";
    public static readonly XNamespace Soap12 = "http://www.w3.org/2003/05/soap-envelope";

    public static XNamespace Of(SoapVersion version) => version == SoapVersion.Soap11 ? Soap11 : Soap12;

    /// <summary>Whether a namespace is an envelope's, of either version: services of the one answer some errors in the other.</summary>
    public static bool IsEnvelope(string uri) => uri == Soap11.NamespaceName || uri == Soap12.NamespaceName;
}
