namespace Connectors.Simulators.Hosting;

/// <summary>Sends requests for official host names to loopback ports, with the official name in the Host header.</summary>
internal sealed class LoopbackHandler : DelegatingHandler
{
    private readonly Dictionary<string, Uri> _addresses;

    public LoopbackHandler(IReadOnlyDictionary<string, Uri> addresses)
    {
        _addresses = new Dictionary<string, Uri>(addresses, StringComparer.OrdinalIgnoreCase);
        InnerHandler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false };
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var official = request.RequestUri!;
        var host = official.Host;
        var dot = host.IndexOf('.', StringComparison.Ordinal);
        if (!_addresses.TryGetValue(host, out var address) && !_addresses.TryGetValue("*" + host[Math.Max(0, dot)..], out address))
        {
            throw new HttpRequestException(HttpRequestError.NameResolutionError, $"No simulator answers for '{host}', and the network is never used here.");
        }

        // The caller's request goes out as it came: address and Host header are put back whatever happens.
        var header = request.Headers.Host;
        request.RequestUri = new Uri(address, official.PathAndQuery);
        request.Headers.Host = host;
        try
        {
            return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            request.RequestUri = official;
            request.Headers.Host = header;
        }
    }
}
