using Connectors.Proofs.Shell;

namespace Connectors.Proofs.Interleavings;

/// <summary>Runs the renewal of credentials under schedules that an explorer chooses, step by step, with crashes, pauses and failures.</summary>
internal sealed class RenewalInterleavingsProof : InvariantProof
{
    private const int RandomSchedules = 100_000;

    public override string Name => "renewal-interleavings";

    public override string Shows =>
        "However processes are interleaved, stopped and killed while they renew, no refresh token is spent twice and none is lost unnoticed.";

    public override IReadOnlyList<Guard> Guards { get; } =
    [
        new("cas", "a renewed credential is written whatever version stands in the store"),
        new("fence", "whoever held the lease once writes as though it still held it"),
        new("intent", "it is not noted that the provider is about to be asked"),
        new("lease", "the store gives the lease to everybody"),
        new("reread", "a process renews what it remembers instead of what the store holds"),
    ];

    public override Task RunAsync(ProofRun run, CancellationToken cancellationToken)
    {
        var findings = new Findings();
        Explorer.Exhaust([.. Exhaustive(run.Quick).Select(scenario => scenario.Defined())], run.Broken, findings, cancellationToken);
        Explorer.Sample([.. Random().Select(scenario => scenario.Defined())], run.Quick ? RandomSchedules / 20 : RandomSchedules, run.Seed, run.Broken, findings, cancellationToken);
        findings.Print(run.Figures);
        return Task.CompletedTask;
    }

    private static IEnumerable<Scenario> Exhaustive(bool isQuick)
    {
        foreach (var rotation in Enum.GetValues<Rotation>())
        {
            foreach (var isRejected in new[] { false, true })
            {
                var two = new Scenario { Name = $"two, {rotation}{(isRejected ? ", rejected" : "")}", Rotation = rotation, IsRejected = isRejected, Groups = [2, 1, 1], Crashes = [1, 1, 0], Preemptions = isQuick ? 1 : int.MaxValue };
                yield return two;
                yield return two with { Name = $"{two.Name}, paused", Crashes = [isQuick ? 0 : 1, 0, 0], Pauses = 1, Preemptions = isQuick ? 1 : 3 };
                yield return two with { Name = $"{two.Name}, faulty", Crashes = [0, 0, 0], Faults = 1, Preemptions = isQuick ? 1 : 3 };
                yield return two with { Name = $"three, {rotation}{(isRejected ? ", rejected" : "")}", Groups = [3, 1], Crashes = [isQuick ? 0 : 1, 0], Preemptions = isQuick ? 1 : 3 };
            }
        }
    }

    private static IEnumerable<Scenario> Random()
    {
        foreach (var rotation in Enum.GetValues<Rotation>())
        {
            yield return new() { Name = $"random, {rotation}", Rotation = rotation, Groups = [3, 2, 1], Crashes = [2, 1, 0], Pauses = 2, Faults = 2, Calls = 2 };
            yield return new() { Name = $"random, {rotation}, rejected", Rotation = rotation, IsRejected = true, Groups = [3, 1, 1], Crashes = [1, 1, 0], Pauses = 1, Faults = 3 };
        }
    }
}
