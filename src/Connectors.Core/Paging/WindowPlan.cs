using System.Globalization;
using Connectors.Definitions;

namespace Connectors.Paging;

/// <summary>Chooses windows by what the one before held: seven tenths of what the provider gives at once, so that there is room for new records.</summary>
internal sealed class WindowPlan(SplitRule rule, DateTimeOffset now)
{
    private const int MostGrowth = 8;

    private readonly long _now = now.ToUnixTimeMilliseconds();

    public WindowState First => new(rule.From, null, 0, 0, long.MaxValue, null);

    private double Wished => Math.Max(1, rule.Cap * 0.7);

    /// <summary>Whether the provider may hold records of a window back. A window without an end can still grow, so it needs room.</summary>
    public bool IsTooMuch(WindowState at, long total) => total >= (at.To is null ? rule.Cap - (rule.Cap / 10) : rule.Cap);

    public WindowState Narrower(WindowState at, long total)
    {
        var width = at.To is { } end ? end - at.From : OpenWidth(at);

        // A total that is no more than the cap may stand for any number.
        var share = total > rule.Cap ? Math.Min(0.5, Wished / total) : 0.5;
        var next = at.To is null && !rule.InTime ? width : Whole((long)(width * share));
        return at.To is { } to && to - at.From <= rule.Narrowest
            ? throw new StuckListException(
                IncompleteReason.Capped,
                $"The provider gives the first {rule.Cap} records only, and {total} have the same {(rule.InTime ? "moment" : "id")}",
                "List these records in another way.")
            : at with { To = at.From + next, Width = next };
    }

    /// <summary>Gives the window behind one that was read to its end, or <see langword="null"/> when that had no end.</summary>
    public WindowState? After(WindowState at, long total)
    {
        if (at.To is not { } from)
        {
            return null;
        }

        var width = Whole((long)Math.Min((from - at.From) * (double)MostGrowth, (from - at.From) * (Wished / Math.Max(1, total))));
        var isLast = rule.InTime ? from > _now - width : total == 0;
        return new(from, isLast ? null : from + width, width, 0, long.MaxValue, null);
    }

    /// <summary>How wide a window without an end is taken to be. Ids are whole numbers: so many of them cannot be more records than the provider gives.</summary>
    private long OpenWidth(WindowState at) => rule.InTime
        ? Math.Max(_now - at.From, rule.Narrowest)
        : Math.Max(Math.Max(1, rule.Cap - 1), at.Width);

    private long Whole(long width) => Math.Max(1, width / rule.Narrowest) * rule.Narrowest;
}

/// <summary>A window, the width that was wished for, what was seen of it, the least total that it declared, and the pager's state in it.</summary>
internal sealed record WindowState(long From, long? To, long Width, long Seen, long Least, string? State)
{
    internal PagePlace Place => new(State, new PageWindow(From, To));

    internal static WindowState Parse(string state)
    {
        var parts = state.Split(' ', 6);
        return parts.Length >= 5
            && Number(parts[0], out var from) && Number(parts[1], out var to) && Number(parts[2], out var width) && Number(parts[3], out var seen) && Number(parts[4], out var least)
            ? new(from, parts[1].Length == 0 ? null : to, width, seen, least, parts.Length > 5 ? parts[5] : null)
            : throw PagerState.Refused();
    }

    public override string ToString()
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{From} {To} {Width} {Seen} {Least}");
        return State is null ? text : $"{text} {State}";
    }

    private static bool Number(string text, out long number)
    {
        number = 0;
        return text.Length == 0 || long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);
    }
}
