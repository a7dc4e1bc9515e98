namespace Connectors.Definitions;

/// <summary>What a read-back says of a write.</summary>
internal enum ReadBackResult
{
    /// <summary>Nothing certain.</summary>
    Unknown,

    /// <summary>The write was done.</summary>
    Done,

    /// <summary>Nothing of the write is there yet; certain only once the provider has had time to show it.</summary>
    Absent,

    /// <summary>The write was refused: another record stood in its way.</summary>
    Refused,
}

/// <summary>When a write left, and the clock of the provider as its answers tell it, set against our own.</summary>
internal sealed class ServerClock
{
    private TimeSpan? _behind;
    private DateTimeOffset? _left;

    /// <summary>Notes that a request leaves; the first one counts.</summary>
    /// <param name="now">Our clock.</param>
    public void Leaves(DateTimeOffset now) => _left ??= now;

    /// <summary>Notes the Date of an answer (RFC 9110, section 6.6.1: cut to the second), which gives the least that the provider's clock can be ahead of ours.</summary>
    /// <param name="date">The header.</param>
    /// <param name="now">Our clock when the answer was there.</param>
    public void Note(DateTimeOffset? date, DateTimeOffset now) => _behind = date - now ?? _behind;

    /// <summary>Says whether something that the provider dates so can be of the time since the write left. Dates in whole seconds may be cut.</summary>
    /// <param name="dated">The provider's date.</param>
    /// <returns>Whether it can be as new: the provider's clock is known to a second and the time that an answer takes. <see langword="null"/> where a clock is not known.</returns>
    public bool? IsSince(DateTimeOffset? dated)
    {
        if (dated is not { } at || _behind is not { } behind || _left is not { } left)
        {
            return null;
        }

        var earliest = left + behind;
        return at >= (at.Ticks % TimeSpan.TicksPerSecond == 0 ? new DateTimeOffset(earliest.Ticks - (earliest.Ticks % TimeSpan.TicksPerSecond), earliest.Offset) : earliest);
    }
}

/// <summary>Decides from what is found whether a write was done. Whatever could have been there before the write is no proof of it.</summary>
internal static class ReadBackFinding
{
    /// <summary>Decides on a create.</summary>
    /// <param name="by">What it means that a record is found.</param>
    /// <param name="found">The records found.</param>
    /// <param name="clock">The provider's clock, which knows when the write left.</param>
    /// <param name="isAsWritten">Whether a record holds what was written.</param>
    public static (ReadBackResult Result, TModel? Record) OfCreate<TModel>(ReadBackBy by, IReadOnlyList<TModel> found, ServerClock clock, Func<TModel, bool> isAsWritten)
        where TModel : CommonModel
    {
        if (found.Count == 0)
        {
            return (ReadBackResult.Absent, null);
        }

        if (by == ReadBackBy.OwnMark)
        {
            return found.Count == 1 ? (ReadBackResult.Done, found[0]) : (ReadBackResult.Unknown, null);
        }

        if (by == ReadBackBy.UniqueKey)
        {
            return found.Count > 1 ? (ReadBackResult.Unknown, null) : clock.IsSince(found[0].RemoteCreatedAt) switch
            {
                true when isAsWritten(found[0]) => (ReadBackResult.Done, found[0]),
                false => (ReadBackResult.Refused, found[0]),
                _ => (ReadBackResult.Unknown, null),
            };
        }

        var newer = found.Where(record => clock.IsSince(record.RemoteCreatedAt) != false).ToList();
        return newer switch
        {
            [] => (ReadBackResult.Absent, null),
            [var only] when clock.IsSince(only.RemoteCreatedAt) == true && isAsWritten(only) => (ReadBackResult.Done, only),
            _ => (ReadBackResult.Unknown, null),
        };
    }

    /// <summary>Decides on an update.</summary>
    /// <param name="found">The record as it is.</param>
    /// <param name="ifVersion">The version that the update was for, where it named one.</param>
    /// <param name="clock">The provider's clock, which knows when the write left.</param>
    /// <param name="isAsWritten">Whether the record holds what was written.</param>
    public static ReadBackResult OfUpdate<TModel>(TModel? found, string? ifVersion, ServerClock clock, Func<TModel, bool> isAsWritten)
        where TModel : CommonModel
    {
        if (found is null)
        {
            return ReadBackResult.Unknown;
        }

        if (ifVersion is not null && found.RemoteVersion is { } version)
        {
            return version == ifVersion ? ReadBackResult.Absent : isAsWritten(found) ? ReadBackResult.Done : ReadBackResult.Unknown;
        }

        return (clock.IsSince(found.RemoteModifiedAt), isAsWritten(found)) switch
        {
            (true, true) => ReadBackResult.Done,
            (false, false) => ReadBackResult.Absent,
            _ => ReadBackResult.Unknown,
        };
    }
}
