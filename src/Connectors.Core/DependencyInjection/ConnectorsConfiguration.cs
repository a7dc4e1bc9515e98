using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Connectors;

/// <summary>The section that an app gave to <c>AddConnectors</c>.</summary>
internal sealed record ConnectorsConfiguration(IConfiguration Section)
{
    /// <summary>Whether it is the same section. Each look-up makes a new object; those of one configuration share its reload token.</summary>
    public bool Is(IConfiguration other) => ReferenceEquals(Section, other)
        || (Section is IConfigurationSection mine && other is IConfigurationSection theirs
            && string.Equals(mine.Path, theirs.Path, StringComparison.OrdinalIgnoreCase)
            && ReferenceEquals(mine.GetReloadToken(), theirs.GetReloadToken()));

    public string Path => Section is IConfigurationSection { Path.Length: > 0 } section ? section.Path : "Connectors";
}

/// <summary>Binds options from that section; before the app's own code, which wins.</summary>
internal sealed class ConnectorsConfigurationBinder(IEnumerable<ConnectorsConfiguration> configurations) : IConfigureNamedOptions<ConnectorOptions>, IConfigureOptions<ConnectorsOptions>
{
    public void Configure(string? name, ConnectorOptions options)
    {
        foreach (var configuration in configurations)
        {
            configuration.Section.GetSection("Providers").GetSection(name ?? "").Bind(options);
        }
    }

    public void Configure(ConnectorOptions options)
    {
    }

    public void Configure(ConnectorsOptions options)
    {
        foreach (var configuration in configurations)
        {
            configuration.Section.Bind(options);
        }
    }
}
