using Connectors.Proofs.Interleavings;
using Connectors.Proofs.Shell;

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};
return await CommandLine.RunAsync([new RenewalInterleavingsProof()], args, Console.Out, stop.Token);
