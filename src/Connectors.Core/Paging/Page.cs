namespace Connectors;

/// <summary>One page of a list: the atom that is retried, committed, resumed and counted whole.</summary>
/// <typeparam name="T">The record.</typeparam>
public sealed class Page<T>
{
    /// <summary>Gets the records; an empty page is not the end of a list.</summary>
    public required IReadOnlyList<T> Items { get; init; }

    /// <summary>Gets the token of the next page, or <see langword="null"/> when this is the proven last one.</summary>
    public ContinuationToken? Next { get; init; }

    /// <summary>Gets the token with which later changes can be asked for, where the provider gives one with the last page.</summary>
    public ContinuationToken? Delta { get; init; }

    /// <summary>Gets the page's number in this run, from 1.</summary>
    public int Number { get; init; }

    /// <summary>Gets the size of the answer in bytes.</summary>
    public long Bytes { get; init; }

    /// <summary>Gets each record's own bytes, when the call asked for them; else empty.</summary>
    public IReadOnlyList<RawRecord> Raw { get; init; } = [];

    /// <summary>
    /// Gets how many records of this page the provider only counts and does not show, such as those that are private to other users.
    /// Where there are any, that a record is not in the list does not prove that it is gone.
    /// </summary>
    public int Withheld { get; init; }

    internal Page<TOther> With<TOther>(IReadOnlyList<TOther> items) =>
        new() { Items = items, Next = Next, Delta = Delta, Number = Number, Bytes = Bytes, Raw = Raw, Withheld = Withheld };
}
