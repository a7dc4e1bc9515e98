namespace Microsoft.Extensions.DependencyInjection;

/// <summary>What <c>AddConnectors()</c> returns: provider packages, stores and transports hang themselves on it.</summary>
public interface IConnectorsBuilder
{
    /// <summary>Gets the app's services.</summary>
    IServiceCollection Services { get; }
}
