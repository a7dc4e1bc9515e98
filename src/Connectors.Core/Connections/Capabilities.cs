namespace Connectors;

/// <summary>What can be done with a common model.</summary>
public enum Operation
{
    /// <summary>All records, page by page.</summary>
    List,

    /// <summary>What changed since a moment.</summary>
    Changes,

    /// <summary>What was removed since a moment.</summary>
    Removals,

    /// <summary>One record by its remote id.</summary>
    Get,

    /// <summary>A new record.</summary>
    Create,

    /// <summary>Some fields of a record.</summary>
    Update,

    /// <summary>Remove or archive a record.</summary>
    Delete,
}

/// <summary>Whether an operation can be called, and if not, why.</summary>
public sealed record Capability
{
    internal static Capability Yes { get; } = new() { Reason = CapabilityReason.Supported, Explanation = "Supported." };

    /// <summary>Gets whether it can be called.</summary>
    public bool IsSupported => Reason == CapabilityReason.Supported;

    /// <summary>Gets the reason as code.</summary>
    public required CapabilityReason Reason { get; init; }

    /// <summary>Gets the reason in words.</summary>
    public required string Explanation { get; init; }

    /// <summary>Gets the scopes to ask for, one for each that is missing: the first of those of which one would be enough.</summary>
    public IReadOnlyList<string> MissingScopes { get; init; } = [];
}

/// <summary>Why an operation can or cannot be called.</summary>
public enum CapabilityReason
{
    /// <summary>It can be called.</summary>
    Supported,

    /// <summary>The connector (most often the provider's API) does not offer it.</summary>
    NotOffered,

    /// <summary>The connection was granted too few scopes.</summary>
    ScopeMissing,
}

/// <summary>What a connection can do, from its definition and the scopes that were granted. Known before any call.</summary>
public sealed class Capabilities
{
    private readonly Definitions.ConnectorDefinition _definition;
    private readonly Connection _connection;

    /// <summary>Works out what a connection can do; for fakes in an app's tests.</summary>
    /// <param name="definition">What the connector states.</param>
    /// <param name="connection">The connection.</param>
    public Capabilities(Definitions.ConnectorDefinition definition, Connection connection)
    {
        _definition = definition;
        _connection = connection;
    }

    /// <summary>Gets the ids of the common models that the connector knows: <c>crm.contact</c>.</summary>
    public IReadOnlyList<string> Models => [.. _definition.Models.Select(binding => binding.Model.Id)];

    /// <summary>Says whether an operation on a common model can be called.</summary>
    /// <typeparam name="TModel">The common model.</typeparam>
    /// <param name="operation">The operation.</param>
    /// <returns>Whether it can.</returns>
    public bool Can<TModel>(Operation operation)
        where TModel : CommonModel => Why<TModel>(operation).IsSupported;

    /// <summary>Says whether and why an operation on a common model can or cannot be called.</summary>
    /// <typeparam name="TModel">The common model.</typeparam>
    /// <param name="operation">The operation.</param>
    /// <returns>The reason.</returns>
    public Capability Why<TModel>(Operation operation)
        where TModel : CommonModel
    {
        var binding = _definition.Binding<TModel>();
        if (binding is null)
        {
            return NotOffered($"The {_definition.DisplayName} connector has no {typeof(TModel).Name}.");
        }

        return binding.Endpoints(operation) is { Count: > 0 } endpoints
            ? Why(endpoints)
            : NotOffered($"The {_definition.DisplayName} connector does not offer {operation} for {binding.Model.Id}.");
    }

    /// <summary>Says whether an endpoint can be called with the scopes that were granted.</summary>
    /// <param name="endpoint">An endpoint of the connector.</param>
    /// <returns>The reason.</returns>
    public Capability Why(Definitions.Endpoint endpoint)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        return Why([endpoint]);
    }

    private Capability Why(IReadOnlyList<Definitions.Endpoint> endpoints)
    {
        if (_connection.GrantedScopes is not { } granted)
        {
            return Capability.Yes;
        }

        var held = CoveredScopes.Of(_definition.Scheme(_connection.AuthScheme), granted);
        var missing = endpoints.SelectMany(static endpoint => endpoint.Scopes).Distinct().Where(scope => !scope.AnyOf.Any(held.Contains)).ToList();
        return missing.Count == 0
            ? Capability.Yes
            : new()
            {
                Reason = CapabilityReason.ScopeMissing,
                Explanation = $"The connection was not granted: {string.Join(", ", missing)}.",
                MissingScopes = [.. missing.Select(static scope => scope.AnyOf[0])],
            };
    }

    private static Capability NotOffered(string explanation) => new() { Reason = CapabilityReason.NotOffered, Explanation = explanation };
}
