namespace Connectors.Simulators.Hosting;

/// <summary>Sends requests to the simulators in memory and makes broken answers look as they do on a wire.</summary>
internal sealed class MemoryHandler(SimulatorApplication application, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var host = request.RequestUri?.Host ?? "";
        if (!application.Knows(host))
        {
            throw new HttpRequestException(HttpRequestError.NameResolutionError, $"No simulator answers for '{host}', and the network is never used here.");
        }

        HttpResponseMessage response;
        try
        {
            response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is not (OperationCanceledException or HttpRequestException) || !cancellationToken.IsCancellationRequested)
        {
            throw new HttpRequestException(HttpRequestError.ResponseEnded, "The simulator dropped the connection before it answered.", error);
        }

        response.Content = await WireContent.WrapAsync(response.Content, cancellationToken).ConfigureAwait(false);
        return response;
    }
}
