using Connectors.Definitions;

namespace Connectors.Proofs.Interleavings;

/// <summary>What processes do in a schedule, and how far they are disturbed.</summary>
internal sealed record Scenario
{
    public static readonly ConnectionKey Key = new("acme", "tenant");

    /// <summary>Gets the app's options.</summary>
    public static ConnectorOptions Options { get; } = new() { ClientId = "app", ClientSecret = "app-secret" };

    public required string Name { get; init; }

    public required Rotation Rotation { get; init; }

    /// <summary>Gets how many processes there are at once; each group comes when all before are done or gone, after their leases.</summary>
    public required IReadOnlyList<int> Groups { get; init; }

    /// <summary>Gets how many processes of each group may crash.</summary>
    public required IReadOnlyList<int> Crashes { get; init; }

    /// <summary>Gets how many calls a process makes; from the second one on, the provider has rejected the token before.</summary>
    public int Calls { get; init; } = 1;

    /// <summary>Gets whether the provider has rejected a token that still holds; otherwise the token has ended.</summary>
    public bool IsRejected { get; init; }

    /// <summary>Gets how often a process may be stopped for longer than a lease holds.</summary>
    public int Pauses { get; init; }

    /// <summary>Gets how often a store or the provider may fail.</summary>
    public int Faults { get; init; }

    /// <summary>Gets how often a process that could go on may have to let another one go first.</summary>
    public int Preemptions { get; init; } = int.MaxValue;

    public ConnectorDefinition Definition { get; private init; } = null!;

    /// <summary>Gives the scenario with its definition.</summary>
    public Scenario Defined() => this with
    {
        Definition = new()
        {
            Id = Key.Provider,
            DisplayName = "Acme",
            Hosts = "https://api.acme.test",
            Endpoints = [],
            Auth =
            [
                new OAuth2Scheme
                {
                    AuthorizationEndpoint = "https://auth.acme.test/authorize",
                    TokenEndpoint = "https://auth.acme.test/token",
                    RefreshTokenGrace = Rotation == Rotation.Graceful ? Vendor.Grace : TimeSpan.Zero,
                },
            ],
        },
    };
}
