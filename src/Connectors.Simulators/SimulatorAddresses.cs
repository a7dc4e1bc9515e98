using Connectors.Simulators.Hosting;

namespace Connectors.Simulators;

/// <summary>Reaches simulators that listen in another process: official host names go to loopback ports.</summary>
public static class SimulatorAddresses
{
    /// <summary>Creates a transport that takes official host names to loopback addresses; any other host is refused.</summary>
    /// <param name="addresses">Host names, of which a leading <c>*.</c> stands for any subdomain, and where they are played: <see cref="SimulatorHost.AddressOf"/>.</param>
    /// <returns>A handler that never follows redirects and never leaves this machine.</returns>
    public static HttpMessageHandler CreateHandler(IReadOnlyDictionary<string, Uri> addresses)
    {
        ArgumentNullException.ThrowIfNull(addresses);
        if (addresses.Values.FirstOrDefault(address => !address.IsLoopback) is { } foreign)
        {
            throw new ArgumentException($"'{foreign}' is no loopback address.", nameof(addresses));
        }

        return new LoopbackHandler(addresses);
    }
}
