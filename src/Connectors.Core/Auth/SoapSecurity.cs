using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using Connectors.Definitions;

namespace Connectors.Auth;

/// <summary>Writes WS-Security headers into SOAP envelopes.</summary>
internal static class SoapSecurity
{
    private const string Oasis = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-";
    private static readonly XNamespace s_soap11 = "http://schemas.xmlsoap.org/soap/envelope/";
    private static readonly XNamespace s_soap12 = "http://www.w3.org/2003/05/soap-envelope";
    private static readonly XNamespace s_wsse = Oasis + "wssecurity-secext-1.0.xsd";
    private static readonly XNamespace s_wsu = Oasis + "wssecurity-utility-1.0.xsd";
    private static readonly XmlReaderSettings s_read = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };
    private static readonly XmlWriterSettings s_write = new() { Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), NewLineHandling = NewLineHandling.Entitize };

    /// <summary>Makes the token's element.</summary>
    public static XElement UsernameToken(Connection connection, BasicCredential credential, UsernameTokenPassword way, DateTimeOffset now, byte[] nonce)
    {
        var (user, password) = (Checked(connection, "user name", credential.User), Checked(connection, "password", credential.Password.Reveal()));
        var created = now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        return new(
            s_wsse + "UsernameToken",
            new XElement(s_wsse + "Username", user),
            new XElement(
                s_wsse + "Password",
                new XAttribute("Type", $"{Oasis}username-token-profile-1.0#{(way == UsernameTokenPassword.Text ? "PasswordText" : "PasswordDigest")}"),
                way == UsernameTokenPassword.Text ? password : Digest(nonce, created, password)),
            way == UsernameTokenPassword.Text
                ? []
                : new object[]
                {
                    new XElement(s_wsse + "Nonce", new XAttribute("EncodingType", Oasis + "soap-message-security-1.0#Base64Binary"), Convert.ToBase64String(nonce)),
                    new XElement(s_wsu + "Created", new XAttribute(XNamespace.Xmlns + "wsu", s_wsu), created),
                });
    }

    /// <summary>Puts a token into an envelope's header, in place of one that stands there.</summary>
    /// <param name="connection">For whom.</param>
    /// <param name="scheme">The scheme's name, for the message.</param>
    /// <param name="body">The envelope.</param>
    /// <param name="token">The token.</param>
    /// <returns>The envelope in UTF-8.</returns>
    public static byte[] Insert(Connection connection, string scheme, ReadOnlyMemory<byte> body, XElement token)
    {
        var document = Parse(body);
        if (document?.Root is not { Name.LocalName: "Envelope" } envelope || (envelope.Name.Namespace != s_soap11 && envelope.Name.Namespace != s_soap12))
        {
            throw new ConnectorException(new()
            {
                Kind = ErrorKind.Configuration,
                Connection = connection.Key,
                What = $"The auth scheme '{scheme}' signs SOAP envelopes, and the request's body is none",
                ToDo = "Send a SOAP 1.1 or 1.2 envelope, or connect with another of the provider's auth schemes.",
            });
        }

        var soap = envelope.Name.Namespace;
        if (envelope.Element(soap + "Header") is not { } header)
        {
            envelope.AddFirst(header = new(soap + "Header"));
        }

        header.Elements(s_wsse + "Security").Remove();
        header.Add(new XElement(s_wsse + "Security", new XAttribute(XNamespace.Xmlns + "wsse", s_wsse), new XAttribute(soap + "mustUnderstand", "1"), token));
        using var stream = new MemoryStream();
        using (var writer = XmlWriter.Create(stream, s_write))
        {
            document.Save(writer);
        }

        return stream.ToArray();
    }

    [SuppressMessage("Security", "CA5350", Justification = "The profile's digest is SHA-1 (UsernameToken Profile 1.0, 3.1).")]
    private static string Digest(byte[] nonce, string created, string password) =>
        Convert.ToBase64String(SHA1.HashData([.. nonce, .. Encoding.UTF8.GetBytes(created), .. Encoding.UTF8.GetBytes(password)]));

    private static XDocument? Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var stream = new MemoryStream(body.ToArray());
            using var reader = XmlReader.Create(stream, s_read);
            return XDocument.Load(reader, LoadOptions.PreserveWhitespace);
        }
        catch (XmlException)
        {
            // The exception would quote the body.
            return null;
        }
    }

    private static string Checked(Connection connection, string what, string value) => value.Length > 0 && IsXml(value) ? value : throw new ConnectorException(new()
    {
        Kind = ErrorKind.Validation,
        Connection = connection.Key,
        What = $"The credential's {what} is empty or holds a character that XML cannot carry",
        ToDo = $"Copy the {what} from the provider again, without anything around it, and connect again.",
    });

    private static bool IsXml(string value)
    {
        try
        {
            XmlConvert.VerifyXmlChars(value);
            return true;
        }
        catch (XmlException)
        {
            return false;
        }
    }
}
