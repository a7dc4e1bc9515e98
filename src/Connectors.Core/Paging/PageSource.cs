namespace Connectors.Definitions;

/// <summary>One list with its input bound: makes the request of each page and reads the answers. Knows nothing of sending.</summary>
internal abstract class PageSource<TRecord>
{
    internal abstract BodyFormat Format { get; }

    /// <summary>Whether a record that goes shifts the others past the next page.</summary>
    internal abstract bool CountsPositions { get; }

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

    internal override RequestSpec Request(EndpointContext context, string? state, int? pageSize)
    {
        var list = request(context);
        return state is null ? pager.First(list, pageSize) : pager.Resume(list, state, pageSize);
    }

    internal override string? Foretell(in ResponseFacts facts, Uri address, Uri host, string? state, int? pageSize)
    {
        try
        {
            if (pager.NextStands == NextPlace.Headers)
            {
                return pager.Next(new PageFacts<TPage>(default!, 0, state, pageSize, address, host, facts));
            }

            foreach (var envelope in pager.NextStands == NextPlace.Envelope ? reader.Envelopes(facts.Body) : [])
            {
                if (pager.Next(new PageFacts<TPage>(envelope, 0, state, pageSize, address, host, facts)) is { } next)
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
        var page = new PageFacts<TPage>(content.Page, content.Items.Count, state, pageSize, address, host, facts);
        var slices = raw ? reader.Slice(in facts) : [];
        if (raw && slices.Count != content.Items.Count)
        {
            throw new UnreadableAnswerException($"The page has {content.Items.Count} records, but {slices.Count} were cut out of it; check where its reader looks for them.");
        }

        var (items, raws) = (content.Items, slices);
        if (withheld is not null && items.Any(withheld))
        {
            int[] shown = [.. Enumerable.Range(0, items.Count).Where(index => !withheld(items[index]))];
            (items, raws) = ([.. shown.Select(index => content.Items[index])], raw ? [.. shown.Select(index => slices[index])] : slices);
        }

        return new(items, raws, pager.Next(in page), pager.Delta(in page), total?.Invoke(content.Page), content.Items.Count - items.Count);
    }
}
