using System.Globalization;

namespace Connectors.Proofs.Shell;

/// <summary>Reads the program's arguments and runs what they name.</summary>
internal static class CommandLine
{
    /// <summary>Every invariant held.</summary>
    public const int Holds = 0;

    /// <summary>An invariant broke.</summary>
    public const int Broken = 1;

    /// <summary>The arguments make no sense.</summary>
    public const int Misused = 2;

    /// <summary>Every invariant held in what could be run, and a part could not be run on this machine.</summary>
    public const int Partial = 3;

    /// <summary>Runs a command.</summary>
    /// <param name="proofs">The proofs that there are.</param>
    /// <param name="arguments">The arguments.</param>
    /// <param name="output">Where figures go.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <returns>The program's exit code.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<InvariantProof> proofs, string[] arguments, TextWriter output, CancellationToken cancellationToken)
    {
        if (arguments is [] or ["list"])
        {
            foreach (var listed in proofs)
            {
                await output.WriteLineAsync($"{listed.Name,-24}{listed.Shows}");
            }

            await output.WriteLineAsync("Run one: -- <name> [--quick] [--seed N] [--break <guard>]; its guards: -- <name> --help");
            return arguments.Length == 0 ? Misused : Holds;
        }

        if (proofs.FirstOrDefault(candidate => candidate.Name == arguments[0]) is not { } proof)
        {
            await output.WriteLineAsync($"There is no proof '{arguments[0]}'. Name them: -- list");
            return Misused;
        }

        var figures = new Figures(output);
        if (Read(proof, arguments, figures, out var problem) is not { } run)
        {
            await output.WriteLineAsync(problem ?? Help(proof));
            return problem is null ? Holds : Misused;
        }

        figures.Print("proof", proof.Name);
        figures.Print("seed", run.Seed);
        if (run.Broken is not null)
        {
            figures.Print("without", run.Broken);
        }

        await proof.RunAsync(run, cancellationToken);
        figures.Print("holds", figures.Hold ? "yes" : "no");
        return !figures.Hold ? Broken : figures.IsPartial ? Partial : Holds;
    }

    private static ProofRun? Read(InvariantProof proof, string[] arguments, Figures figures, out string? problem)
    {
        var (seed, quick, broken) = (1, false, (string?)null);
        problem = null;
        for (var index = 1; index < arguments.Length; index++)
        {
            var value = index + 1 < arguments.Length ? arguments[index + 1] : null;
            switch (arguments[index])
            {
                case "--help":
                    return null;
                case "--quick":
                    quick = true;
                    break;
                case "--seed" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out seed):
                    index++;
                    break;
                case "--break" when proof.Guards.Any(guard => guard.Name == value):
                    broken = value;
                    index++;
                    break;
                default:
                    problem = $"'{arguments[index]}{(value is null ? "" : " " + value)}' is not understood.{Environment.NewLine}{Help(proof)}";
                    return null;
            }
        }

        return new(figures, seed, quick, broken);
    }

    private static string Help(InvariantProof proof) => string.Join(Environment.NewLine,
    [
        $"{proof.Name}: {proof.Shows}",
        "  --quick           a short run",
        "  --seed N          the seed of everything random (1)",
        "  --break <guard>   takes a guard away; the proof must then fail:",
        .. proof.Guards.Select(guard => $"      {guard.Name,-16}{guard.Without}"),
    ]);
}
