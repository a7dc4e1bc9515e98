using System.Net;
using System.Xml.Linq;
using Connectors.Core.Tests.Http;
using Connectors.Definitions;

namespace Connectors.Core.Tests.Protocols;

/// <summary>SOAP 1.1 and 1.2: envelopes, actions and faults.</summary>
public sealed class SoapTests
{
    private const string Soap11 = "http://schemas.xmlsoap.org/soap/envelope/";
    private const string Soap12 = "http://www.w3.org/2003/05/soap-envelope";
    private static readonly XNamespace s_ns = "urn:shop";
    private static readonly SoapService s_11 = new(_ => RequestSpec.Post("/soap"));
    private static readonly SoapService s_12 = new(_ => RequestSpec.Post("/soap"), SoapVersion.Soap12) { Header = context => [new(s_ns + "Session", context.Now.Year > 0 ? "s<1" : "")] };

    [Fact]
    public async Task CallAsync_Soap11_SendsTextXmlAndTheActionInItsHeader()
    {
        var (request, body) = await SentAsync(s_11, "urn:shop/get", Soap11);

        Assert.Equal("text/xml; charset=utf-8", request.Content!.Headers.ContentType!.ToString());
        Assert.Equal(("\"urn:shop/get\"", "text/xml"), (request.Headers.GetValues("SOAPAction").Single(), request.Headers.Accept.Single().MediaType));
        Assert.Equal([XName.Get("Header", Soap11), XName.Get("Body", Soap11)], body.Elements().Select(element => element.Name));
        Assert.Equal("a & <b>", body.Element(XName.Get("Body", Soap11))!.Element(s_ns + "Get")!.Value);
    }

    [Fact]
    public async Task CallAsync_Soap12_SendsTheActionInTheMediaType()
    {
        var (request, body) = await SentAsync(s_12, "urn:shop/get", Soap12);

        Assert.Equal("application/soap+xml; charset=utf-8; action=\"urn:shop/get\"", request.Content!.Headers.ContentType!.ToString());
        Assert.False(request.Headers.Contains("SOAPAction"));
        Assert.Equal("s<1", body.Element(XName.Get("Header", Soap12))!.Element(s_ns + "Session")!.Value);
    }

    [Theory]
    [InlineData("urn:a\" ; x=\"")]
    [InlineData("urn:a\r\nX: y")]
    [InlineData("urn:é")]
    public void Make_ActionThatIsNoUri_IsRefused(string action) =>
        Assert.Throws<ArgumentException>(() => s_11.Read<string, string>("x", (_, _) => new("x"), answer => answer.Value, action));

    [Theory]
    [InlineData(500, "<faultcode>s:Client</faultcode><faultstring>no such id</faultstring>", ErrorKind.Validation, "Sender", "no such id", 1)]
    [InlineData(500, "<faultcode>s:Client.Bad.Id</faultcode><faultstring>no</faultstring>", ErrorKind.Validation, "Bad.Id", "no", 1)]
    [InlineData(200, "<faultcode>s:Client</faultcode><faultstring>no</faultstring>", ErrorKind.Validation, "Sender", "no", 1)]
    [InlineData(500, "<faultcode>s:Server</faultcode><faultstring>busy</faultstring>", ErrorKind.Remote, "Receiver", "busy", 3)]
    [InlineData(500, "<s:faultcode>s:Server</s:faultcode><s:faultstring>busy</s:faultstring>", ErrorKind.Remote, "Receiver", "busy", 3)]
    [InlineData(500, "<faultcode>s:MustUnderstand</faultcode><faultstring>x</faultstring>", ErrorKind.Remote, "MustUnderstand", "x", 1)]
    [InlineData(500, "<faultcode xmlns:w=\"http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd\">w:FailedAuthentication</faultcode><faultstring>x</faultstring>", ErrorKind.Authorization, "FailedAuthentication", "x", 1)]
    [InlineData(500, "<faultcode>OWN_7</faultcode><faultstring>x</faultstring>", ErrorKind.Remote, "OWN_7", "x", 3)]
    [InlineData(200, "<faultcode>OWN_7</faultcode><faultstring>x</faultstring>", ErrorKind.Remote, "OWN_7", "x", 1)]
    [InlineData(503, "<faultcode>s:Client</faultcode><faultstring>gateway</faultstring>", ErrorKind.Unavailable, "Sender", "gateway", 3)]
    [InlineData(401, "<faultcode>s:Client</faultcode><faultstring>x</faultstring>", ErrorKind.Authorization, "Sender", "x", 1)]
    public async Task CallAsync_Fault11_IsJudgedByWhoIsToBlame(int status, string fault, ErrorKind kind, string code, string words, int attempts)
    {
        var wire = new FakeWire().Then((HttpStatusCode)status, $"<s:Envelope xmlns:s=\"{Soap11}\"><s:Header><x/></s:Header><s:Body><s:Fault>{fault}</s:Fault></s:Body></s:Envelope>", "text/xml");

        var error = await FailAsync(s_11, wire);

        Assert.Equal((kind, status, code, words), (error.Kind, error.StatusCode, error.ErrorCode, error.Facts.VendorMessage));
        Assert.Equal(attempts, wire.Requests.Count);
    }

    [Theory]
    [InlineData(400, "Sender", "<s:Subcode><s:Value>m:MessageTimeout</s:Value><s:Subcode><s:Value>m:Deep</s:Value></s:Subcode></s:Subcode>", ErrorKind.Validation, "Deep", 1)]
    [InlineData(500, "Sender", "", ErrorKind.Validation, "Sender", 1)]
    [InlineData(500, "Receiver", "", ErrorKind.Remote, "Receiver", 3)]
    [InlineData(500, "DataEncodingUnknown", "", ErrorKind.Remote, "DataEncodingUnknown", 1)]
    [InlineData(500, "Sender", "<s:Subcode><s:Value>w:InvalidSecurityToken</s:Value></s:Subcode>", ErrorKind.Authorization, "InvalidSecurityToken", 1)]
    public async Task CallAsync_Fault12_IsJudgedByWhoIsToBlame(int status, string code, string subcode, ErrorKind kind, string told, int attempts)
    {
        var wire = new FakeWire().Then((HttpStatusCode)status, $"<s:Envelope xmlns:s=\"{Soap12}\"><s:Body><s:Fault><s:Code><s:Value>s:{code}</s:Value>{subcode}</s:Code><s:Reason><s:Text xml:lang=\"de\">nein</s:Text><s:Text xml:lang=\"en-US\">no</s:Text></s:Reason><s:Role>urn:r</s:Role></s:Fault></s:Body></s:Envelope>", "application/soap+xml");

        var error = await FailAsync(s_12, wire);

        Assert.Equal((kind, told, "no"), (error.Kind, error.ErrorCode, error.Facts.VendorMessage));
        Assert.Equal(attempts, wire.Requests.Count);
    }

    [Fact]
    public async Task CallAsync_FaultLongerThanWhatIsHeldOfAnError_IsKnownByItsBeginning()
    {
        var wire = new FakeWire().Then(HttpStatusCode.InternalServerError, $"<s:Envelope xmlns:s=\"{Soap11}\"><s:Body><s:Fault><faultcode>s:Client</faultcode><faultstring>many</faultstring><detail>{string.Concat(Enumerable.Repeat("<e>x</e>", 20_000))}</detail></s:Fault></s:Body></s:Envelope>", "text/xml");

        var error = await FailAsync(s_11, wire);

        Assert.Equal((ErrorKind.Validation, "many"), (error.Kind, error.Facts.VendorMessage));
        Assert.Single(wire.Requests);
    }

    [Theory]
    [InlineData("s:Server", ErrorKind.OutcomeUnknown)]
    [InlineData("s:Client", ErrorKind.Validation)]
    public async Task CallAsync_FaultOfAWrite_IsARefusalOrUnknown(string code, ErrorKind kind)
    {
        var wire = new FakeWire().Then(HttpStatusCode.InternalServerError, $"<s:Envelope xmlns:s=\"{Soap11}\"><s:Body><s:Fault><faultcode>{code}</faultcode><faultstring>x</faultstring></s:Fault></s:Body></s:Envelope>", "text/xml");
        using var bench = await OpenAsync(wire);
        var write = s_11.Write<string, string>("shop.put", (text, _) => new(s_ns + "Put", text), answer => answer.Value);

        var error = await Assert.ThrowsAnyAsync<ConnectorException>(() => bench.Connector.CallAsync(write, "a"));

        Assert.Equal(kind, error.Kind);
        Assert.Single(wire.Requests);
    }

    [Theory]
    [InlineData("<x/>")]
    [InlineData("<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body/></s:Envelope>")]
    [InlineData("<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"/>")]
    [InlineData("<Envelope><Body><a/></Body></Envelope>")]
    [InlineData("<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body><a></s:Body></s:Envelope>")]
    public async Task CallAsync_AnswerThatIsNoEnvelope_IsAProtocolError(string body)
    {
        var error = await FailAsync(s_11, new FakeWire().Then(HttpStatusCode.OK, body, "text/xml"));

        Assert.Equal(ErrorKind.Protocol, error.Kind);
    }

    private static async Task<(HttpRequestMessage Request, XElement Envelope)> SentAsync(SoapService service, string action, string soap)
    {
        (HttpRequestMessage, XElement)? sent = null;
        var wire = new FakeWire().Then(async (request, token) =>
        {
            sent = (request, XElement.Parse(await request.Content!.ReadAsStringAsync(token)));
            return new(HttpStatusCode.OK) { Content = new StringContent($"<s:Envelope xmlns:s=\"{soap}\"><s:Body><r>ok</r></s:Body></s:Envelope>") };
        });
        using var bench = await OpenAsync(wire);
        var get = service.Read<string, string>("shop.get", (text, _) => new(s_ns + "Get", text), answer => answer.Value, action);

        Assert.Equal("ok", await bench.Connector.CallAsync(get, "a & <b>"));
        return sent!.Value;
    }

    private static async Task<ConnectorException> FailAsync(SoapService service, FakeWire wire)
    {
        using var bench = await OpenAsync(wire);
        var get = service.Read<string, string>("shop.get", (text, _) => new(s_ns + "Get", text), answer => answer.Value);
        return await Assert.ThrowsAnyAsync<ConnectorException>(() => bench.Connector.CallAsync(get, "a"));
    }

    private static Task<Bench> OpenAsync(FakeWire wire) => Bench.OpenAsync(wire, options => options.MaxRetries = 2);
}
