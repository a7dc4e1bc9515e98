using Connectors.Definitions;

namespace Connectors.Paging;

/// <summary>Judges a walk page by page: whether it goes on, and at its end whether it is complete. Holds no page.</summary>
internal sealed class ListCheck<TRecord>
{
    private readonly CycleGuard _cursors;
    private readonly SamePageGuard<TRecord> _same;
    private readonly LapGuard<TRecord> _laps;
    private readonly PrintGuard _prints = new();
    private readonly EmptyPageGuard _empty = new();
    private readonly bool _seesShifts;
    private readonly bool _knowsCount;
    private readonly long _before;
    private long _least = long.MaxValue;

    public ListCheck(ListEndpoint<TRecord> list, Func<TRecord, string>? id, bool seesShifts, string? state, ContinuationToken? from)
    {
        List = list;
        _seesShifts = seesShifts;
        _cursors = new(state);
        _same = new(id);
        _laps = new(id);
        _knowsCount = from is not { } token || token.Count.IsKnown;
        if (from is { Count: { IsKnown: true } count })
        {
            (_before, _least) = (count.Seen, count.Least);
        }
    }

    public ListEndpoint<TRecord> List { get; }

    /// <summary>Records that this walk gave, or that the provider only counted.</summary>
    public long Seen { get; private set; }

    public int Pages { get; private set; }

    /// <summary>What goes into the token of the next page.</summary>
    public ListCount Count => _knowsCount && _least < long.MaxValue ? new(_before + Seen, _least) : default;

    /// <summary>Whether the list would end with this page, too early.</summary>
    public bool IsShort(PageRead<TRecord> read) =>
        read.Next is null && _knowsCount && Math.Min(_least, read.Total ?? long.MaxValue) is var least and < long.MaxValue && _before + Seen + CountOf(read) < least;

    /// <summary>Takes a page in; tells what is wrong with the list, or <see langword="null"/>.</summary>
    public ListFailure? Fails(FetchedPage<TRecord> page)
    {
        var read = page.Read;
        if (_same.Repeats(read.Items))
        {
            return new(IncompleteReason.Repeats, "The provider gave the same page again under another cursor", read.Total);
        }

        var isShort = IsShort(read);
        Pages++;
        Seen += CountOf(read);
        if (read.Next is not null && _cursors.Repeats(read.Next))
        {
            return new(IncompleteReason.Repeats, "The provider gave the same cursor again, so the list would never end", read.Total);
        }

        if (read.Next is not null && (_laps.GoesRound(read.Items) || (CountOf(read) > 0 && _prints.GoesRound(page.Print))))
        {
            return new(IncompleteReason.Repeats, "The provider gives the same records again and again under new cursors, so the list would never end", read.Total);
        }

        if (read.Next is not null && _empty.GoesOnForNothing(CountOf(read)))
        {
            return new(IncompleteReason.NoProgress, $"More than {EmptyPageGuard.MaxInARow} pages without a record came one after the other", read.Total);
        }

        if (!_seesShifts && List.Source.CountsPositions && read.Total < _least && _least < long.MaxValue)
        {
            return new(IncompleteReason.Shifted, "Records went away while the list was read by position, so others may have slipped past", read.Total);
        }

        _least = Math.Min(_least, read.Total ?? long.MaxValue);
        return isShort ? new(IncompleteReason.TotalNotReached, $"The provider declares {_least} records, and its pages held {_before + Seen}", _least) : null;
    }

    private static long CountOf(PageRead<TRecord> read) => read.Items.Count + read.Withheld;
}

/// <summary>Why a list is not complete.</summary>
internal readonly record struct ListFailure(IncompleteReason Reason, string What, long? Declared)
{
    public string? ToDo { get; init; }
}
