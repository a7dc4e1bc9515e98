using Connectors.Proofs;
using Connectors.Proofs.Limits;
using Connectors.Proofs.Memory;
using Connectors.Proofs.Shell;
using Connectors.Proofs.Storm;

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};
return args switch
{
    [StormVendor.Command] => await StormVendor.RunAsync(Console.In, Console.Out, stop.Token),
    [StormWorker.Command, ..] => await StormWorker.RunAsync(args, Console.In, Console.Out, stop.Token),
    [MemoryVendor.Command] => await MemoryVendor.RunAsync(Console.In, Console.Out, stop.Token),
    [MemoryWorker.Command, ..] => await MemoryWorker.RunAsync(args, Console.In, Console.Out, stop.Token),
    [SharedVendor.Command, ..] => await SharedVendor.RunAsync(args, Console.In, Console.Out, stop.Token),
    [SharedWorker.Command, ..] => await SharedWorker.RunAsync(args, Console.In, Console.Out, stop.Token),
    _ => await CommandLine.RunAsync(Catalog.Proofs, args, Console.Out, stop.Token),
};
