using Connectors.Proofs.Shell;

namespace Connectors.Proofs.Tests;

/// <summary>The memory proof in its short form, which needs processes of its own.</summary>
public sealed class MemoryProofTests
{
    [Theory]
    [InlineData(CommandLine.Holds, "memory", "--quick")]
    [InlineData(CommandLine.Broken, "memory", "--quick", "--break", "pages")]
    [InlineData(CommandLine.Broken, "memory", "--quick", "--break", "streaming")]
    public async Task RunAsync_Quick_HoldsWithItsGuardsAndFailsWithoutOne(int expected, params string[] arguments)
    {
        await using var output = new StringWriter();

        var exit = await CommandLine.RunAsync(Catalog.Proofs, arguments, output, CancellationToken.None);

        Assert.True(exit == expected, output.ToString());
    }
}
