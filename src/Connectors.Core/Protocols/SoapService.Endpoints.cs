using System.Xml.Linq;

namespace Connectors.Definitions;

public sealed partial class SoapService
{
    /// <summary>Describes an operation that changes nothing.</summary>
    /// <typeparam name="TIn">What it takes.</typeparam>
    /// <typeparam name="TOut">What it gives.</typeparam>
    /// <param name="name">The stable name: <c>workers.get</c>.</param>
    /// <param name="body">Makes the element that the envelope's body carries; pure.</param>
    /// <param name="answer">Reads the element that the answer's body carries.</param>
    /// <param name="action">The action's URI, where the service has one.</param>
    /// <param name="scopes">The scopes that it needs.</param>
    /// <param name="limit">The limit group that it counts against.</param>
    /// <param name="timeout">The time that one attempt may take, where the provider is slow by nature.</param>
    public Endpoint<TIn, TOut> Read<TIn, TOut>(string name, Func<TIn, EndpointContext, XElement> body, Func<XElement, TOut> answer, string action = "", IReadOnlyList<RequiredScope>? scopes = null, string? limit = null, TimeSpan? timeout = null) =>
        Make(name, Effect.Read, body, answer, action, scopes, limit, timeout);

    /// <summary>Describes an operation that changes something and may be repeated.</summary>
    /// <typeparam name="TIn">What it takes.</typeparam>
    /// <typeparam name="TOut">What it gives.</typeparam>
    /// <param name="name">The stable name: <c>locations.put</c>.</param>
    /// <param name="body">Makes the element that the envelope's body carries; pure.</param>
    /// <param name="answer">Reads the element that the answer's body carries.</param>
    /// <param name="action">The action's URI, where the service has one.</param>
    /// <param name="scopes">The scopes that it needs.</param>
    /// <param name="limit">The limit group that it counts against.</param>
    /// <param name="timeout">The time that one attempt may take, where the provider is slow by nature.</param>
    public Endpoint<TIn, TOut> Idempotent<TIn, TOut>(string name, Func<TIn, EndpointContext, XElement> body, Func<XElement, TOut> answer, string action = "", IReadOnlyList<RequiredScope>? scopes = null, string? limit = null, TimeSpan? timeout = null) =>
        Make(name, Effect.Idempotent, body, answer, action, scopes, limit, timeout);

    /// <summary>Describes an operation that does it twice when sent twice.</summary>
    /// <typeparam name="TIn">What it takes.</typeparam>
    /// <typeparam name="TOut">What it gives.</typeparam>
    /// <param name="name">The stable name: <c>workers.hire</c>.</param>
    /// <param name="body">Makes the element that the envelope's body carries; pure.</param>
    /// <param name="answer">Reads the element that the answer's body carries.</param>
    /// <param name="action">The action's URI, where the service has one.</param>
    /// <param name="scopes">The scopes that it needs.</param>
    /// <param name="limit">The limit group that it counts against.</param>
    /// <param name="timeout">The time that one attempt may take, where the provider is slow by nature.</param>
    public Endpoint<TIn, TOut> Write<TIn, TOut>(string name, Func<TIn, EndpointContext, XElement> body, Func<XElement, TOut> answer, string action = "", IReadOnlyList<RequiredScope>? scopes = null, string? limit = null, TimeSpan? timeout = null) =>
        Make(name, Effect.Write, body, answer, action, scopes, limit, timeout);

    /// <summary>
    /// Describes a paged list. The body's element is made for each page: <see cref="EndpointContext.PageState"/> is what the pager gave
    /// for it, so what must hold over all pages (a moment, a session) goes into that.
    /// </summary>
    /// <typeparam name="TIn">What it takes.</typeparam>
    /// <typeparam name="TPage">What a page says beside its records.</typeparam>
    /// <typeparam name="TRecord">The record.</typeparam>
    /// <param name="name">The stable name: <c>workers.list</c>.</param>
    /// <param name="body">Makes the element that the envelope's body carries; pure.</param>
    /// <param name="record">The local name of a record's element.</param>
    /// <param name="readRecord">Reads one record's element; one is held at a time.</param>
    /// <param name="readRest">Reads the element that the answer's body carries, without the records.</param>
    /// <param name="pager">Tells how the list goes on; most often <see cref="PageBy.State"/>.</param>
    /// <param name="id">Gives a record's id, as text.</param>
    /// <param name="total">Gives the exact number of records of the whole list, where the provider states it exactly.</param>
    /// <param name="action">The action's URI, where the service has one.</param>
    /// <param name="scopes">The scopes that it needs.</param>
    /// <param name="limit">The limit group that it counts against.</param>
    /// <param name="timeout">The time that one page may take, where the provider is slow by nature.</param>
    public ListEndpoint<TIn, TRecord> List<TIn, TPage, TRecord>(string name, Func<TIn, EndpointContext, XElement> body, string record, Func<XElement, TRecord> readRecord, Func<XElement, TPage> readRest, Pager<TPage> pager, Func<TRecord, string>? id = null, Func<TPage, long?>? total = null, string action = "", IReadOnlyList<RequiredScope>? scopes = null, string? limit = null, TimeSpan? timeout = null)
    {
        var request = Request(name, action, body);
        var page = PageOf.Xml(record, readRecord, envelope => readRest(Carried(envelope)));
        return new(name, input => new PageSource<TPage, TRecord>(context => request(input, context), page, pager, total, null), BodyFormat.Xml, id) { Scopes = scopes ?? [], LimitGroup = limit, Host = Host, AttemptTimeout = timeout, Protocol = this };
    }

    private static XElement Carried(XElement envelope) =>
        envelope.Name.LocalName == "Envelope" && SoapNames.IsEnvelope(envelope.Name.NamespaceName)
            ? envelope.Element(envelope.Name.Namespace + "Body")?.Elements().FirstOrDefault() ?? throw new UnreadableAnswerException("its envelope's body is empty")
            : throw new UnreadableAnswerException("it is no SOAP envelope");

    private Endpoint<TIn, TOut> Make<TIn, TOut>(string name, Effect effect, Func<TIn, EndpointContext, XElement> body, Func<XElement, TOut> answer, string action, IReadOnlyList<RequiredScope>? scopes, string? limit, TimeSpan? timeout) =>
        new(name, effect, Request(name, action, body), new(BodyFormat.Xml, facts => answer(SafeXml.Read(in facts, static reader => Carried(SafeXml.Element(reader))))))
        {
            Scopes = scopes ?? [],
            LimitGroup = limit,
            Host = Host,
            AttemptTimeout = timeout,
            Protocol = this,
        };
}
