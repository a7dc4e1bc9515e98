using Connectors.Definitions;

namespace Connectors.Proofs.Pagers;

/// <summary>What lets a list go on.</summary>
[Flags]
internal enum Style
{
    /// <summary>Text that the vendor gives.</summary>
    Cursor = 1,

    /// <summary>An address that the vendor gives.</summary>
    Link = 2,

    /// <summary>How many records or pages came before.</summary>
    Position = 4,

    /// <summary>The last record's id or time.</summary>
    Key = 8,

    /// <summary>How many records came before, within parts that the connector chooses.</summary>
    Window = 32,

    /// <summary>Nothing: all comes in one answer.</summary>
    Stream = 16,
}

/// <summary>One vendor's way to list: how it is asked, how it answers, and how its connector is written. The vendor's side shares no code with the connector's.</summary>
internal abstract class Dialect
{
    /// <summary>Gets the name: <c>offset with a total</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Gets what lets the list go on.</summary>
    public abstract Style Style { get; }

    /// <summary>Gets whether pages state the list's exact total.</summary>
    public virtual bool StatesTotal => false;

    /// <summary>Gets whether pages state in words of their own that more follow.</summary>
    public virtual bool StatesMore => false;

    /// <summary>Gets whether only an empty page proves the end.</summary>
    public virtual bool EndsEmpty => false;

    /// <summary>Gets whether the rows stand in the order in which they were changed.</summary>
    public virtual bool ByTime => false;

    /// <summary>Gets how many records a page has, by default.</summary>
    public virtual int Size => 10;

    /// <summary>Gets how many records there are, by default.</summary>
    public virtual int Rows => 400;

    /// <summary>Gets the time between the changes of two records.</summary>
    public virtual TimeSpan Step => Style == Style.Window ? TimeSpan.FromHours(1.9) : TimeSpan.FromSeconds(1);

    /// <summary>Writes the connector's list.</summary>
    /// <param name="sight">What its guards get to see.</param>
    public abstract ListEndpoint<Item> List(Sight sight);

    /// <summary>Understands a request.</summary>
    public abstract Ask Read(Ask ask);

    /// <summary>Says which records stand on the page that was asked for.</summary>
    public virtual View Page(Dataset data, Ask ask)
    {
        var rows = data.Rows.Skip((int)Math.Min(ask.Index, int.MaxValue)).Take(ask.Size).ToList();
        var end = ask.Index + rows.Count;
        return new(rows) { Next = end < data.Rows.Count ? Cursors.At(end) : null, Total = data.Rows.Count };
    }

    /// <summary>Writes the answer.</summary>
    public abstract HttpResponseMessage Write(Ask ask, View view);
}

/// <summary>One request for a page.</summary>
/// <param name="Request">The request.</param>
/// <param name="Body">Its body.</param>
/// <param name="Place">The number of the place in the list that it asks for, in the order of first asking, from 1; the same when it is made again.</param>
/// <param name="Attempt">How often it was made, from 1.</param>
/// <param name="Dialect">The name of the vendor's way to list.</param>
internal sealed record Ask(HttpRequestMessage Request, string Body, int Place, int Attempt, string Dialect)
{
    /// <summary>Gets the vendor's cursor, or <see langword="null"/> on the first page.</summary>
    public string? Cursor { get; init; }

    /// <summary>Gets the index of the page's first record.</summary>
    public long Index { get; init; }

    /// <summary>Gets how many records are asked for.</summary>
    public int Size { get; init; }

    /// <summary>Gets the key that records must come after.</summary>
    public string? Key { get; init; }

    /// <summary>Reads a query parameter.</summary>
    public string? Query(string name) => Request.RequestUri!.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
        .Select(pair => pair.Split('=', 2))
        .Where(pair => Uri.UnescapeDataString(pair[0]) == name)
        .Select(pair => pair.Length > 1 ? Uri.UnescapeDataString(pair[1]) : "")
        .FirstOrDefault();

    /// <summary>The cursor, and the place that it stands for.</summary>
    public Ask At(string? cursor, int size) => this with { Cursor = cursor, Index = Cursors.IndexOf(cursor), Size = size };
}

/// <summary>One page as the vendor means it.</summary>
/// <param name="Rows">Its records.</param>
internal sealed record View(IReadOnlyList<Row> Rows)
{
    /// <summary>Gets the next page's cursor, or <see langword="null"/>.</summary>
    public string? Next { get; init; }

    /// <summary>Gets whether the page says that more follow, where it says so apart from the cursor.</summary>
    public bool? More { get; init; }

    /// <summary>Gets the total that the page states, where it states one.</summary>
    public long? Total { get; init; }

    /// <summary>Gets whether the records are left out with a null in their place.</summary>
    public bool NoRows { get; init; }

    /// <summary>Gets whether the cursor of the last page is an empty text instead of nothing.</summary>
    public bool EmptyText { get; init; }

    /// <summary>Gets the address of the next page, where it is not the usual one.</summary>
    public string? Link { get; init; }

    /// <summary>Whether more follow, by what the page says.</summary>
    public bool HasMore => More ?? Next is not null;
}

/// <summary>The vendor's cursors: opaque to others, a place to itself.</summary>
internal static class Cursors
{
    /// <summary>Makes the cursor of a place.</summary>
    public static string At(long index) => $"p{index.ToString(System.Globalization.CultureInfo.InvariantCulture)}";

    /// <summary>Reads the place: the digits before anything that was added.</summary>
    public static long IndexOf(string? cursor)
    {
        var digits = new string([.. (cursor ?? "p0").Skip(1).TakeWhile(char.IsAsciiDigit)]);
        return long.TryParse(digits, out var index) ? index : 0;
    }
}
