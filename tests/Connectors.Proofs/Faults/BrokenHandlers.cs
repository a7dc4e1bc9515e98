using System.Net;
using System.Text;

namespace Connectors.Proofs.Faults
{
    /// <summary>Without looking at the end of a body: what came of it is closed up and taken for the page.</summary>
    internal sealed class LenientEnds(HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = await base.SendAsync(request, cancellationToken);
            if (response.StatusCode != HttpStatusCode.OK || response.Content.Headers.ContentEncoding.Count > 0)
            {
                return response;
            }

            using var body = new MemoryStream();
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            patience.CancelAfter(TimeSpan.FromMilliseconds(200));
            try
            {
                await (await response.Content.ReadAsStreamAsync(cancellationToken)).CopyToAsync(body, patience.Token);
            }
            catch (Exception error) when (error is HttpRequestException or IOException or OperationCanceledException)
            {
                // What came is enough for it.
            }

            var text = Encoding.UTF8.GetString(body.ToArray());
            if (!text.EndsWith("]}", StringComparison.Ordinal) && !text.EndsWith("\"}", StringComparison.Ordinal) && text.LastIndexOf('}') is >= 0 and var end)
            {
                var page = int.TryParse(request.RequestUri!.Query.Split("after=")[^1].Split('&')[0], out var after) ? after : 0;
                text = $$"""{{text[..(end + 1)]}}],"next":"{{page + 1}}"}""";
            }

            response.Content = new StringContent(text, Encoding.UTF8, "application/json");
            return response;
        }
    }
}

namespace Microsoft.Extensions.Http.Resilience
{
    /// <summary>Without retry: an app's resilience handler makes ours step aside, and this one does nothing.</summary>
    internal sealed class ResilienceHandler : DelegatingHandler;
}
