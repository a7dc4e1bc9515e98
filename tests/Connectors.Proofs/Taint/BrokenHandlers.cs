using System.Diagnostics;
using System.Text;
using Connectors.Http;
using Microsoft.Extensions.Logging;

namespace Connectors.Proofs.Taint;

/// <summary>Without the blanker: the provider's words are taken as they came. Stands between the call and its attempts.</summary>
internal sealed class UnblankedWords : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var answer = await base.SendAsync(request, cancellationToken);
        if (CallState.TryGet(request, out var call) && call.Error is { } facts)
        {
            call.Error = facts with { VendorMessage = await answer.Content.ReadAsStringAsync(cancellationToken) };
        }

        return answer;
    }
}

/// <summary>Without care for headers: they are logged as they are sent, as a client's usual logging does.</summary>
internal sealed class HeaderLog(ILogger logger, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        logger.Log(LogLevel.Trace, default, request.Headers.ToString(), null, static (headers, _) => headers);
        return base.SendAsync(request, cancellationToken);
    }
}

/// <summary>Without the redaction of what observers are shown: they see the headers as they are sent.</summary>
internal sealed class HeaderSight(ICallObserver observer, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var headers = request.Headers.SelectMany(header => header.Value.Select(value => new ObservedHeader(header.Key, value)));
        await observer.ObserveAsync(
            [new() { Kind = ObservationKind.Attempt, At = default, Connection = new("taint", "t"), Endpoint = "", Effect = default, Method = "", Uri = "", Attempt = 1, Duration = default, RequestHeaders = [.. headers] }],
            cancellationToken);
        return await base.SendAsync(request, cancellationToken);
    }
}

/// <summary>Without care for addresses: they are put on the trace with their queries.</summary>
internal sealed class AddressTrace(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Activity.Current?.SetTag("url.full", request.RequestUri!.AbsoluteUri);
        return base.SendAsync(request, cancellationToken);
    }
}

/// <summary>Without care in errors: what was sent is said again in them.</summary>
internal sealed class TalkativeErrors(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await base.SendAsync(request, cancellationToken);
        }
        catch (HttpRequestException error)
        {
            var sent = new StringBuilder(error.Message).Append(' ').Append(request.RequestUri).Append(' ').Append(request.Headers.Authorization);
            throw new HttpRequestException(error.HttpRequestError, sent.ToString(), error);
        }
    }
}
