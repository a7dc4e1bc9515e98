using Connectors.Proofs.Faults;
using Connectors.Proofs.Interleavings;
using Connectors.Proofs.Limits;
using Connectors.Proofs.Memory;
using Connectors.Proofs.Pagers;
using Connectors.Proofs.Shell;
using Connectors.Proofs.Storm;
using Connectors.Proofs.Taint;
using Connectors.Proofs.Writes;

namespace Connectors.Proofs;

/// <summary>The proofs that there are.</summary>
internal static class Catalog
{
    public static IReadOnlyList<InvariantProof> Proofs { get; } =
    [
        new RenewalStormProof(),
        new RenewalInterleavingsProof(),
        new TaintProof(),
        new PagersProof(),
        new LimitsProof(),
        new FaultStormProof(),
        new WriteChaosProof(),
        new MemoryProof(),
    ];
}
