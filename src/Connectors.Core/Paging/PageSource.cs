namespace Connectors.Definitions;

/// <summary>One list with its input bound: makes the request of each page and reads the answers. Knows nothing of sending.</summary>
internal abstract class PageSource<TRecord>
{
    internal abstract BodyFormat Format { get; }

    /// <summary>Whether a record that goes shifts the others past the next page.</summary>
    internal abstract bool CountsPositions { get; }

    /// <summary>What can be told of other pages' places, where pages are found by counting.</summary>
    internal abstract IPositions? Positions { get; }

    /// <summary>Whether an empty page is the list's end, and the only sign of it.</summary>
    internal abstract bool EndsWhenEmpty { get; }

    /// <summary>How the list is split, where the provider gives only its first records.</summary>
    internal abstract SplitRule? Split { get; }

    /// <summary>Whether the provider tells the exact total.</summary>
    internal abstract bool TellsTotal { get; }

    /// <summary>Whether a page may tell how the list goes on before its records are read.</summary>
    internal abstract bool Foretells { get; }

    internal abstract RequestSpec Request(EndpointContext context, string? state, int? pageSize);

    /// <summary>Gives the likely state of the next page without reading the records; <see langword="null"/> when only reading them can tell.</summary>
    internal abstract string? Foretell(in ResponseFacts facts, Uri address, Uri host, string? state, int? pageSize);

    internal abstract PageRead<TRecord> Read(in ResponseFacts facts, Uri address, Uri host, string? state, int? pageSize, bool raw);
}

/// <summary>One page as its list understands it.</summary>
internal readonly record struct PageRead<TRecord>(IReadOnlyList<TRecord> Items, IReadOnlyList<RawRecord> Raw, string? Next, string? Delta, long? Total, int Withheld);

internal sealed class PageSource<TPage, TRecord>(
    Func<EndpointContext, RequestSpec> request, PageReader<TPage, TRecord> reader, Pager<TPage> pager, Func<TPage, long?>? total, Func<TRecord, bool>? withheld)
    : PageSource<TRecord>
{
    internal override BodyFormat Format => reader.Format;

    internal override bool CountsPositions => pager.CountsPositions;

    internal override IPositions? Positions => pager.Positions;

    internal override bool EndsWhenEmpty => pager.EndsWhenEmpty;

    internal override SplitRule? Split => pager.Split;

    internal override bool Foretells => pager.NextStands != NextPlace.Unknown;

    internal override bool TellsTotal => total is not null;

    internal override RequestSpec Request(EndpointContext context, string? state, int? pageSize)
    {
        pager.Show(context, state);
        var list = request(context);
        return state is null ? pager.First(list, pageSize) : pager.Resume(list, state, pageSize);
    }

    internal override string? Foretell(in ResponseFacts facts, Uri address, Uri host, string? state, int? pageSize)
    {
        try
        {
            if (pager.NextStands == NextPlace.Headers)
            {
                return pager.Next(new PageFacts<TPage>(default!, Array.Empty<TRecord>(), 0, state, pageSize, address, host, facts));
            }

            foreach (var envelope in pager.NextStands == NextPlace.Envelope ? reader.Envelopes(facts.Body) : [])
            {
                if (pager.Next(new PageFacts<TPage>(envelope, Array.Empty<TRecord>(), 0, state, pageSize, address, host, facts)) is { } next)
                {
                    return next;
                }
            }
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // What is the matter with the page shows when it is read.
        }

        return null;
    }

    internal override PageRead<TRecord> Read(in ResponseFacts facts, Uri address, Uri host, string? state, int? pageSize, bool raw)
    {
        var content = reader.Read(in facts);
        CheckNone(content.Items);
        var page = new PageFacts<TPage>(content.Page, content.Items, content.Items.Count, state, pageSize, address, host, facts);
        var slices = raw ? reader.Slice(in facts) : [];
        if (raw && slices.Count != content.Items.Count)
        {
            throw new UnreadableAnswerException($"The page has {content.Items.Count} records, but {slices.Count} were cut out of it; check where its reader looks for them.");
        }

        var (items, raws, kept) = Shown(content.Items, slices, pager.Again<TRecord>(in page));
        return new(items, raws, pager.Next(in page), pager.Delta(in page), total?.Invoke(content.Page), kept - items.Count);
    }

    /// <summary>A null in the place of a record is no record, and nothing that a mapping could take.</summary>
    private static void CheckNone(IReadOnlyList<TRecord> items)
    {
        if (default(TRecord) is not null)
        {
            return;
        }

        for (var index = 0; index < items.Count; index++)
        {
            if (items[index] is null)
            {
                throw new UnreadableAnswerException($"record {index + 1} of the page is null");
            }
        }
    }

    /// <summary>Leaves out what the page before gave, and what the provider withholds.</summary>
    private (IReadOnlyList<TRecord> Items, IReadOnlyList<RawRecord> Raws, int Kept) Shown(IReadOnlyList<TRecord> items, IReadOnlyList<RawRecord> slices, IReadOnlyList<int>? again)
    {
        if (again is null && (withheld is null || !items.Any(withheld)))
        {
            return (items, slices, items.Count);
        }

        var known = again is null ? [] : again.ToHashSet();
        int[] shown = [.. Enumerable.Range(0, items.Count).Where(index => !known.Contains(index) && withheld?.Invoke(items[index]) != true)];
        return ([.. shown.Select(index => items[index])], slices.Count == 0 ? slices : [.. shown.Select(index => slices[index])], items.Count - known.Count);
    }
}
