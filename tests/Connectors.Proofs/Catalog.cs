using Connectors.Proofs.Interleavings;
using Connectors.Proofs.Shell;
using Connectors.Proofs.Storm;

namespace Connectors.Proofs;

/// <summary>The proofs that there are.</summary>
internal static class Catalog
{
    public static IReadOnlyList<Proof> Proofs { get; } = [new RenewalStormProof(), new RenewalInterleavingsProof()];
}
