using Connectors.Proofs.Interleavings;
using Connectors.Proofs.Memory;
using Connectors.Proofs.Shell;
using Connectors.Proofs.Storm;
using Connectors.Proofs.Taint;

namespace Connectors.Proofs;

/// <summary>The proofs that there are.</summary>
internal static class Catalog
{
    public static IReadOnlyList<InvariantProof> Proofs { get; } = [new RenewalStormProof(), new RenewalInterleavingsProof(), new TaintProof(), new MemoryProof()];
}
