using System.Globalization;
using Connectors.Proofs.Shell;
using Microsoft.Extensions.DependencyInjection;

namespace Connectors.Proofs.Storm;

/// <summary>One process of the app, which makes calls when the parent says so.</summary>
internal static class StormWorker
{
    public const string Command = "storm-worker";
    public const string PlaceVariable = "CONNECTORS_PROOF_PLACE";
    public const string KeyVariable = "CONNECTORS_PROOF_KEY";

    /// <summary>Runs the process: <c>warm</c> makes one call, <c>go</c> all of them at once; each answers with how many failed, and why.</summary>
    public static async Task<int> RunAsync(string[] arguments, TextReader input, TextWriter output, CancellationToken cancellationToken)
    {
        var (number, calls, broken) = (arguments[1], int.Parse(arguments[2], CultureInfo.InvariantCulture), arguments[3] == "-" ? null : arguments[3]);
        var place = new StormPlace(
            arguments[4], Environment.GetEnvironmentVariable(PlaceVariable)!, arguments[5], Environment.GetEnvironmentVariable(KeyVariable)!, new(arguments[6]));
        await using var app = StormApp.Create(place, broken);
        var connectors = app.GetRequiredService<IConnectorFactory>();
        await output.WriteLineAsync("ready");
        while (await input.ReadLineAsync(cancellationToken) is { } line)
        {
            var words = line.Split(' ');
            var count = words[0] == "warm" ? 1 : calls;
            var failures = await Task.WhenAll(Enumerable.Range(0, count).Select(_ => Task.Run(() => CallAsync(words[1]), cancellationToken)));
            await output.WriteLineAsync($"{failures.Count(failure => failure is not null)} {failures.FirstOrDefault(failure => failure is not null)}");
        }

        return CommandLine.Holds;

        async Task<string?> CallAsync(string tenant)
        {
            try
            {
                var connector = await connectors.OpenAsync(StormApp.Provider, tenant, cancellationToken);
                var request = new RawRequest(HttpMethod.Get, "/me") { Headers = new Dictionary<string, string> { [StormVendor.ProcessHeader] = number } };
                using var answer = await connector.SendAsync(request, cancellationToken: cancellationToken);
                return answer.StatusCode == 200 ? null : $"status {answer.StatusCode}";
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                return $"{error.GetType().Name}: {error.Message}".ReplaceLineEndings(" ");
            }
        }
    }
}
