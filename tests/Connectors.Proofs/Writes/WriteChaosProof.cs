using Connectors.Proofs.Shell;

namespace Connectors.Proofs.Writes;

/// <summary>Writes to a provider that does them and drops the answer, or drops them, or does them late, and compares what the app is told with what was done.</summary>
internal sealed class WriteChaosProof : InvariantProof
{
    private const double MostUnknown = 0.01;

    public override string Name => "writes";

    public override string Shows =>
        "A thousand writes each with an idempotency key, a unique key to read back by, a mark to find again and nothing of the kind, to a provider that forgets to answer: none is done twice, and each outcome is true.";

    public override IReadOnlyList<Guard> Guards { get; } =
    [
        new("effect", "below the chain, whatever fails is sent once more"),
        new("key", "each attempt of a call carries an idempotency key of its own"),
        new("proof", "a record that was there before a write is taken for it"),
        new("settle", "a write that is not seen at once is told as not done"),
        new("refusal", "a write that broke is told as refused"),
    ];

    public override async Task RunAsync(ProofRun run, CancellationToken cancellationToken)
    {
        var writes = run.Quick ? 150 : 1_000;
        var vendor = new ForgetfulVendor(run.Seed);
        await using var app = await WriteApp.StartAsync(vendor, run.Broken, cancellationToken);
        var (duplicates, untruthful, unknown, knowable) = (0, 0, 0, 0);
        foreach (var way in WriteWay.All)
        {
            var friends = Enumerable.Range(0, writes).Select(static index => new Friend { Name = $"write {index}", Email = $"{index}@example.test" }).ToList();
            Prepare(vendor, way, friends);
            var outcomes = await app.WriteAsync(way, friends, cancellationToken);
            while (vendor.IsBusy)
            {
                await Task.Delay(ForgetfulVendor.Late, cancellationToken);
            }

            var done = vendor.Done().Where(person => person.Way == way.Name).GroupBy(static person => person.Name, StringComparer.Ordinal).ToDictionary(static group => group.Key, static group => group.Count(), StringComparer.Ordinal);
            var twice = done.Values.Sum(static count => count - 1);
            var untrue = outcomes.Count(outcome => outcome.Status switch
            {
                WriteStatus.Succeeded => !done.ContainsKey(outcome.Write.Model!.Name!),
                WriteStatus.Failed => done.ContainsKey(outcome.Write.Model!.Name!),
                _ => false,
            });
            var open = outcomes.Count(static outcome => outcome.Status == WriteStatus.Unknown);
            run.Figures.Print($"{way.Name}_done", done.Count);
            run.Figures.Print($"{way.Name}_told", $"{outcomes.Count(static outcome => outcome.Status == WriteStatus.Succeeded)} succeeded, {outcomes.Count(static outcome => outcome.Status == WriteStatus.Failed)} failed, {open} unknown");
            (duplicates, untruthful) = (duplicates + twice, untruthful + untrue);
            (unknown, knowable) = way.IsKnowable ? (unknown + open, knowable + outcomes.Count) : (unknown, knowable);
        }

        run.Figures.Print("writes", writes * WriteWay.All.Count);
        run.Figures.Print("faults", vendor.Played);
        run.Figures.Must("duplicates", duplicates, 0);
        run.Figures.Must("untruthful", untruthful, 0);
        run.Figures.Print("unknown_ratio", Math.Round((double)unknown / knowable, 4));
        if (unknown > knowable * MostUnknown)
        {
            run.Figures.Break("unknown_ratio must be at most 0.01");
        }
    }

    /// <summary>Some of the people are there already: most made long ago with the very same values, a few just now by somebody else.</summary>
    private static void Prepare(ForgetfulVendor vendor, WriteWay way, List<Friend> friends)
    {
        foreach (var (index, friend) in friends.Index())
        {
            if (index % 5 == 0)
            {
                vendor.Put(new(vendor.NextUuid(), friend.Name!, friend.Email!, null, vendor.State.Clock.GetUtcNow().AddHours(-1)) { Way = way.Name });
            }
            else if (index % 50 == 1)
            {
                vendor.Put(new(vendor.NextUuid(), "somebody else", friend.Email!, null, vendor.State.Clock.GetUtcNow()) { Way = way.Name });
            }
        }
    }
}
