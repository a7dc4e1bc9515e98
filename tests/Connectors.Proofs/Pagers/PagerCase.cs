namespace Connectors.Proofs.Pagers;

/// <summary>How a list ended for the one who asked for it.</summary>
internal enum Ending
{
    /// <summary>Without an error, and with all that it must have.</summary>
    Complete,

    /// <summary>In the typed error family.</summary>
    Typed,

    /// <summary>In another error.</summary>
    Untyped,

    /// <summary>Without an error, and short or with records twice.</summary>
    SilentlyShort,

    /// <summary>Not by itself.</summary>
    Unbounded,
}

/// <summary>What one server showed.</summary>
/// <param name="Ending">How the list ended.</param>
/// <param name="Excess">How many requests more than a perfect walk needs were made, where the list ended complete.</param>
/// <param name="Strayed">How many requests went elsewhere.</param>
/// <param name="Why">The error, or what is wrong.</param>
internal sealed record Outcome(Ending Ending, int Excess, int Strayed, string? Why);

/// <summary>How the list is read.</summary>
internal enum Manner
{
    /// <summary>In one go.</summary>
    Straight,

    /// <summary>Several pages at the same time, where their places can be told ahead.</summary>
    Parallel,

    /// <summary>Each page from the token that the page before gave, as after a restart.</summary>
    Resumed,
}

/// <summary>One server: a vendor's way to list, and what is odd about it.</summary>
internal sealed record PagerCase(Dialect Dialect, Trouble Trouble, Manner Manner)
{
    private const int Parallel = 4;
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    public override string ToString() => $"{Dialect.Name}{(Manner == Manner.Straight ? "" : $" ({Manner})")}: {Trouble.Name}";

    /// <summary>Lists it once.</summary>
    /// <param name="random">Varies how many records there are.</param>
    /// <param name="sight">What the SDK's guards get to see.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    public async Task<Outcome> RunAsync(Random random, Sight sight, CancellationToken cancellationToken)
    {
        var size = Trouble.Size ?? Dialect.Size;
        var rows = Trouble.Rows ?? Dialect.Rows + random.Next(size);
        var data = new Dataset(rows, Trouble.PerMoment, Dialect.Step);
        var time = new PagerTime();
        using var vendor = new PagerVendor(Dialect, Trouble, data, size, time);
        await using var app = await PagerApp.OpenAsync(vendor, time, Dialect.List(sight));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, vendor.TooMany.Token);
        var received = new List<Item>();
        Exception? error = null;
        try
        {
            await time.RunAsync(ReadAsync(app, received, size, stop.Token), s_patience, cancellationToken);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            error = failure;
        }

        var (ending, why) = vendor.TooMany.IsCancellationRequested || error is TimeoutException
            ? (Ending.Unbounded, $"{vendor.Requests} requests, {received.Count} records")
            : PagerJudge.Judge(data, vendor, Trouble, received, error);
        var excess = ending == Ending.Complete ? vendor.Requests - vendor.Faults - Perfect(rows, size) : 0;
        return new(ending, excess, vendor.Strayed, why);
    }

    private async Task ReadAsync(PagerApp app, List<Item> received, int size, CancellationToken cancellationToken)
    {
        var list = app.Connector.ListAsync(app.List, new() { Parallel = Manner == Manner.Parallel ? Parallel : 1 });
        ContinuationToken? from = null;
        do
        {
            var last = from;
            from = null;
            await foreach (var page in list.AsPages(last, size, cancellationToken))
            {
                received.AddRange(page.Items);
                if (Manner == Manner.Resumed && page.Next is { } next)
                {
                    from = ContinuationToken.Parse(next.Text);
                    break;
                }
            }
        }
        while (from is not null);
    }

    /// <summary>What somebody needs who knows the vendor by heart: a request a page, and one where only an empty page tells the end.</summary>
    private int Perfect(int rows, int size) =>
        Dialect.Style == Style.Stream ? 1 : (Trouble.Pages ?? Math.Max(1, (rows + size - 1) / size)) + (Dialect.EndsEmpty && rows > 0 ? 1 : 0) + Trouble.ExtraPages;
}
