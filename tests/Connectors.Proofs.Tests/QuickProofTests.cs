using Connectors.Proofs.Shell;

namespace Connectors.Proofs.Tests;

/// <summary>The proofs that need no processes of their own, in their short form: each holds, and fails when any one guard is taken away.</summary>
public sealed class QuickProofTests
{
    private static readonly string[] s_names = ["renewal-interleavings", "taint", "pagers", "limits", "faults", "writes"];

    public static TheoryData<string> Names { get; } = [.. s_names];

    public static TheoryData<string, string> Guards
    {
        get
        {
            var guards = new TheoryData<string, string>();
            foreach (var proof in Catalog.Proofs.Where(proof => s_names.Contains(proof.Name)))
            {
                foreach (var guard in proof.Guards)
                {
                    guards.Add(proof.Name, guard.Name);
                }
            }

            return guards;
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task RunAsync_AllGuardsInPlace_Holds(string name)
    {
        var (exit, output) = await RunAsync(name, "--quick");

        Assert.True(exit == CommandLine.Holds, output);
    }

    [Theory]
    [MemberData(nameof(Guards))]
    public async Task RunAsync_WithoutAGuard_Fails(string name, string guard)
    {
        var (exit, output) = await RunAsync(name, "--quick", "--break", guard);

        Assert.True(exit == CommandLine.Broken, output);
        Assert.Contains("broken: ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_List_NamesEveryProof()
    {
        var (exit, output) = await RunAsync("list");

        Assert.Equal(CommandLine.Holds, exit);
        Assert.All(Catalog.Proofs, proof => Assert.Contains(proof.Name, output, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("renewal-storm", "--break", "nothing")]
    [InlineData("renewal-storm", "--seed", "many")]
    [InlineData("renewal-storm", "--fast", "")]
    [InlineData("nothing", "", "")]
    public async Task RunAsync_ArgumentsThatMakeNoSense_SaysWhatDoes(params string[] arguments)
    {
        var (exit, output) = await RunAsync(arguments);

        Assert.Equal(CommandLine.Misused, exit);
        Assert.Contains(arguments[0] == "nothing" ? "-- list" : "--break <guard>", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_Help_ListsTheGuards()
    {
        var (exit, output) = await RunAsync("renewal-storm", "--help");

        Assert.Equal(CommandLine.Holds, exit);
        Assert.Contains("single-flight", output, StringComparison.Ordinal);
    }

    private static async Task<(int Exit, string Output)> RunAsync(params string[] arguments)
    {
        await using var output = new StringWriter();
        var exit = await CommandLine.RunAsync(Catalog.Proofs, arguments, output, CancellationToken.None);
        return (exit, output.ToString());
    }
}
