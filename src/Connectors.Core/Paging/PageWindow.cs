using System.Runtime.InteropServices;

namespace Connectors.Definitions;

/// <summary>
/// The part of a split list that one request asks for: from a key on, up to another key, which is not in it. Keys are moments
/// (<see cref="PageBy.TimeWindows"/>) or ids (<see cref="PageBy.IdWindows"/>).
/// </summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct PageWindow
{
    internal PageWindow(long from, long? to) => (FromId, ToId) = (from, to);

    /// <summary>Gets the lowest id; of a window in time, its moment in Unix milliseconds.</summary>
    public long FromId { get; }

    /// <summary>Gets the id before which the window ends, or <see langword="null"/> when it has no end; of a window in time, its moment in Unix milliseconds.</summary>
    public long? ToId { get; }

    /// <summary>Gets the moment at which the window begins.</summary>
    public DateTimeOffset From => DateTimeOffset.FromUnixTimeMilliseconds(FromId);

    /// <summary>Gets the moment before which the window ends, or <see langword="null"/> when it has no end.</summary>
    public DateTimeOffset? To => ToId is { } end ? DateTimeOffset.FromUnixTimeMilliseconds(end) : null;
}

/// <summary>How a list is split: the least key, the narrowest window, and how many records of one window the provider gives at most.</summary>
internal sealed record SplitRule(int Cap, long From, long Narrowest, bool InTime);

/// <summary>Where one page is: the pager's state, and the window where the list is split.</summary>
internal readonly record struct PagePlace(string? State, PageWindow? Window = null);
