using System.Xml.Linq;

namespace Connectors.Definitions;

/// <summary>
/// A provider's SOAP service, as its definition states it: where it is, its version, and what its faults mean. Its operations are endpoints
/// like any other. Bodies are elements: what is sent is written by an XML writer, which escapes it; what comes is read by one that takes no
/// document type, no entity and no reference outside, in bounds of size and depth.
/// </summary>
/// <remarks>
/// A fault is an error whatever the HTTP status is. By default a fault that blames the message (<c>Client</c>, <c>Sender</c>) is
/// <see cref="ErrorKind.Validation"/> and not sent again, although its status is that of a server error; one of WS-Security's codes is
/// <see cref="ErrorKind.Authorization"/>; one that blames the service is <see cref="ErrorKind.Remote"/> and transient. A
/// <see cref="UsernameTokenScheme"/> puts its token into the envelope of each attempt. Attachments (MTOM, SOAP with Attachments) are not offered.
/// </remarks>
/// <param name="address">Makes the request without a body: <c>context => RequestSpec.Post($"/service/{context.Required("tenant")}")</c>; pure.</param>
/// <param name="version">The version.</param>
public sealed partial class SoapService(Func<EndpointContext, RequestSpec> address, SoapVersion version = SoapVersion.Soap11) : Protocol
{
    private readonly Func<EndpointContext, RequestSpec> _address = address ?? throw new ArgumentNullException(nameof(address));

    /// <summary>Gets the version.</summary>
    public SoapVersion Version { get; } = version;

    /// <summary>Gets the definition's host that requests go to.</summary>
    /// <value>The default is <c>api</c>.</value>
    public string Host { get; init; } = "api";

    /// <summary>Gets what makes the header's blocks, other than the credential's; pure.</summary>
    /// <value>The default is <see langword="null"/>: none.</value>
    public Func<EndpointContext, IEnumerable<XElement>>? Header { get; init; }

    /// <summary>Gets the provider's own judgement of its faults, or <see langword="null"/> from it for the general one.</summary>
    /// <value>The default is <see langword="null"/>.</value>
    public Func<SoapFault, ResponseAction?>? FaultRule { get; init; }

    /// <summary>Gets what reads code, words and fields out of the provider's faults, or <see langword="null"/> from it for the general way.</summary>
    /// <value>The default is <see langword="null"/>: the finest code, and the reason.</value>
    public Func<SoapFault, VendorError?>? FaultError { get; init; }

    internal override ResponseAction? Judge(ResponseFacts facts)
    {
        // What stands between may answer these in an envelope too; HTTP says more.
        if (facts.Status is 401 or 429 or (> 500 and < 600) || SoapFault.Read(in facts) is not { } fault)
        {
            return null;
        }

        return Asked(FaultRule, fault) ?? (fault.Subcode switch
        {
            // WS-Security 1.0, 12.
            "FailedAuthentication" or "InvalidSecurityToken" or "FailedCheck" or "SecurityTokenUnavailable" or "MessageExpired" => ResponseAction.Renew,
            _ when fault.IsSender => ResponseAction.Fail(ErrorKind.Validation),
            _ when fault.Code == "Receiver" => ResponseAction.Retry(ErrorKind.Remote),
            _ when fault.Code is "VersionMismatch" or "MustUnderstand" or "DataEncodingUnknown" => ResponseAction.Fail(ErrorKind.Remote),
            _ => facts.IsSuccessStatus ? ResponseAction.Fail(ErrorKind.Remote) : null,
        });
    }

    internal override VendorError? Error(ResponseFacts facts) => SoapFault.Read(in facts) is { } fault
        ? Asked(FaultError, fault) ?? new(fault.Subcode ?? fault.Code, fault.Reason)
        : null;

    /// <summary>Code of the definition that cannot make sense of a fault has no say in it.</summary>
    private static T? Asked<T>(Func<SoapFault, T?>? code, SoapFault fault)
    {
        try
        {
            return code is null ? default : code(fault);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            return default;
        }
    }

    private Func<TIn, EndpointContext, RequestSpec> Request<TIn>(string name, string action, Func<TIn, EndpointContext, XElement> body)
    {
        if (action.AsSpan().IndexOfAnyExceptInRange('!', '~') >= 0 || action.AsSpan().ContainsAny('"', '\\'))
        {
            throw new ArgumentException($"The action of '{name}' is no URI: it holds a blank, a quote or a character outside of ASCII.", nameof(action));
        }

        return (input, context) =>
        {
            var envelope = SoapEnvelope.Write(Version, Header?.Invoke(context) ?? [], body(input, context));
            var request = _address(context);
            return Version == SoapVersion.Soap11
                ? request.Header("Accept", "text/xml").Header("SOAPAction", $"\"{action}\"").Body(RequestBody.Bytes(envelope, "text/xml; charset=utf-8"))
                : request.Header("Accept", "application/soap+xml").Body(RequestBody.Bytes(envelope, $"application/soap+xml; charset=utf-8{(action.Length == 0 ? "" : $"; action=\"{action}\"")}"));
        };
    }
}
