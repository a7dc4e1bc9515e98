using System.Globalization;
using Connectors.Benchmarks.Compare;

switch (args)
{
    case ["serve", var pages, var latency]:
        await VendorProcess.ServeAsync(int.Parse(pages, CultureInfo.InvariantCulture), TimeSpan.FromMilliseconds(double.Parse(latency, CultureInfo.InvariantCulture)));
        return 0;
    case ["overhead", .. var rest]:
        return await Connectors.Benchmarks.Overhead.OverheadCommand.RunAsync(rest is ["--quick"]);
    case ["compare", .. var rest]:
        return await CompareCommand.RunAsync(rest is ["--quick"]);
    default:
        Console.WriteLine("compare [--quick]");
        return 2;
}
