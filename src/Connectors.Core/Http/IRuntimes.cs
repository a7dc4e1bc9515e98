using Connectors.Definitions;

namespace Connectors.Http;

/// <summary>The registered providers at run time. A singleton, thread-safe.</summary>
internal interface IRuntimes
{
    /// <summary>Gives a provider's runtime.</summary>
    /// <param name="provider">The provider id.</param>
    /// <exception cref="ConnectorException">No such provider is registered (<see cref="ErrorKind.Configuration"/>).</exception>
    ConnectorRuntime Get(string provider);

    /// <summary>Gets the definitions that are registered, by provider id.</summary>
    IReadOnlyDictionary<string, ConnectorDefinition> Definitions { get; }
}
