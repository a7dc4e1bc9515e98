using BenchmarkDotNet.Running;
using Connectors.Benchmarks.Credentials;

// credential: what the credential step costs, in one run of some seconds; fails when it allocates or when threads wait for each other.
// Anything else goes to BenchmarkDotNet: --filter *CredentialStep*
return args is ["credential"] ? await CredentialCommand.RunAsync(Console.Out) : BenchmarkSwitcher.FromAssembly(typeof(CredentialCommand).Assembly).Run(args).Any() ? 0 : 1;
