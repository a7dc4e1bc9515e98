using System.Globalization;
using BenchmarkDotNet.Running;
using Connectors.Benchmarks.Compare;
using Connectors.Benchmarks.Credentials;
using Connectors.Benchmarks.Overhead;

// credential: what the credential step costs; fails when it allocates or when threads wait for each other.
// compare:    listing contacts, beside a bare HttpClient and RestSharp.      overhead: one call through the chain, beside a bare HttpClient.
// Anything else goes to BenchmarkDotNet: --filter *CredentialStep*
switch (args)
{
    case ["credential"]:
        return await CredentialCommand.RunAsync(Console.Out);
    case ["compare", .. var rest]:
        return await CompareCommand.RunAsync(quick: rest is ["--quick"]);
    case ["overhead", .. var rest]:
        return await OverheadCommand.RunAsync(quick: rest is ["--quick"]);
    case ["serve", var pages, var latency]:
        await VendorProcess.ServeAsync(int.Parse(pages, CultureInfo.InvariantCulture), TimeSpan.FromMilliseconds(double.Parse(latency, CultureInfo.InvariantCulture)));
        return 0;
    default:
        return BenchmarkSwitcher.FromAssembly(typeof(CredentialCommand).Assembly).Run(args).Any() ? 0 : 1;
}
