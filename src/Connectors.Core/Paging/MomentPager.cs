using System.Globalization;

namespace Connectors.Definitions;

/// <summary>
/// Each page holds the records from a moment on. Records of the very moment come again, and are known by their ids; so none is
/// missed and none given twice, whatever number of records has the same moment, as long as they fit into one page.
/// </summary>
internal sealed class MomentPager<TPage, TRecord>(Func<TRecord, DateTimeOffset> at, Func<TRecord, string> id, Func<TPage, bool>? hasMore, TimeSpan precision, SizeRule size) : Pager<TPage>
{
    internal override bool EndsWhenEmpty => hasMore is null;

    public override RequestSpec First(RequestSpec list, int? pageSize) => size.Add(list, pageSize);

    public override RequestSpec Resume(RequestSpec list, string state, int? pageSize) => size.Add(list, pageSize);

    internal override void Show(EndpointContext context, string? state)
    {
        if (state is not null)
        {
            context.PageMoment = MomentState.Parse(state).Moment;
        }
    }

    internal override IReadOnlyList<int>? Again<T>(in PageFacts<TPage> page)
    {
        var records = page.Records<TRecord>();
        var known = page.State is null ? null : MomentState.Parse(page.State);
        var before = known?.Moment ?? DateTimeOffset.MinValue;
        List<int>? again = null;
        for (var index = 0; index < records.Count; index++)
        {
            var moment = Floor(at(records[index]));
            if (moment < before)
            {
                throw new UnreadableAnswerException("the records are not in the order of time that was asked for");
            }

            before = moment;
            if (known is not null && moment == known.Moment && known.Ids.Contains(TextHash.Of(id(records[index]))))
            {
                (again ??= []).Add(index);
            }
        }

        return again;
    }

    public override string? Next(in PageFacts<TPage> page)
    {
        var records = page.Records<TRecord>();
        if (hasMore?.Invoke(page.Page) == false)
        {
            return null;
        }

        if (records.Count == 0)
        {
            return hasMore is null ? null : throw new UnreadableAnswerException("it promises more records after an empty page");
        }

        var known = page.State is null ? null : MomentState.Parse(page.State);
        var fullest = Math.Max(known?.Fullest ?? 0, records.Count);
        if ((Again<TRecord>(in page)?.Count ?? 0) == records.Count)
        {
            return hasMore is null && records.Count < (size.Of(page.PageSize) ?? fullest) ? null : throw TooMany(records.Count);
        }

        var last = Floor(at(records[^1]));
        var ids = known is not null && known.Moment == last ? known.Ids : [];
        for (var index = records.Count - 1; index >= 0 && Floor(at(records[index])) == last; index--)
        {
            ids.Add(TextHash.Of(id(records[index])));
        }

        return new MomentState(last, fullest, ids).ToString();
    }

    private static StuckListException TooMany(int count) => new(
        IncompleteReason.Capped,
        $"More than {count} records have the same moment, and the provider gives no more of them at once",
        "Ask for larger pages, or list all records instead of those since a moment.");

    private DateTimeOffset Floor(DateTimeOffset moment)
    {
        var ticks = moment.UtcTicks;
        return new(precision > TimeSpan.Zero ? ticks - (ticks % precision.Ticks) : ticks, TimeSpan.Zero);
    }
}

/// <summary>The last moment seen, the fullest page, and the records of that moment that were given.</summary>
internal sealed record MomentState(DateTimeOffset Moment, int Fullest, HashSet<ulong> Ids)
{
    public static MomentState Parse(string state)
    {
        var parts = state.Split(' ');
        if (parts.Length < 2 || !long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) || ticks > DateTimeOffset.MaxValue.Ticks
            || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var fullest))
        {
            throw PagerState.Refused();
        }

        var ids = new HashSet<ulong>();
        for (var index = 2; index < parts.Length; index++)
        {
            ids.Add(ulong.TryParse(parts[index], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hash) ? hash : throw PagerState.Refused());
        }

        return new(new(ticks, TimeSpan.Zero), fullest, ids);
    }

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Moment.UtcTicks} {Fullest}{string.Concat(Ids.Select(static id => string.Create(CultureInfo.InvariantCulture, $" {id:x}")))}");
}

/// <summary>A 64-bit hash that is the same in each process (FNV-1a).</summary>
internal static class TextHash
{
    internal static ulong Of(string text)
    {
        var hash = 14695981039346656037UL;
        foreach (var character in text)
        {
            hash = (hash ^ character) * 1099511628211UL;
        }

        return hash;
    }
}
