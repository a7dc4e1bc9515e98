namespace Connectors.Definitions;

/// <summary>
/// Tells how a list goes on. The state it gives is all that the next request needs beside the list's own request, so that a list
/// goes on after a restart. Stateless and thread-safe. Make one with <see cref="PageBy"/>, or derive.
/// </summary>
/// <typeparam name="TPage">The page as the provider sends it.</typeparam>
public abstract class Pager<TPage>
{
    /// <summary>Gets whether a page is found by counting records or pages, so that a record that goes shifts the others past it.</summary>
    public virtual bool CountsPositions => false;

    /// <summary>Makes the request of the first page.</summary>
    /// <param name="list">The list's own request.</param>
    /// <param name="pageSize">The wished size.</param>
    public abstract RequestSpec First(RequestSpec list, int? pageSize);

    /// <summary>Gives the state of the next page, or <see langword="null"/> when this page is the proven last one.</summary>
    /// <param name="page">The page just read.</param>
    public abstract string? Next(in PageFacts<TPage> page);

    /// <summary>Makes the request of the page that a state stands for.</summary>
    /// <param name="list">The list's own request.</param>
    /// <param name="state">What <see cref="Next"/> gave.</param>
    /// <param name="pageSize">The wished size.</param>
    public abstract RequestSpec Resume(RequestSpec list, string state, int? pageSize);

    /// <summary>Gets where the next page's state is likely to stand, so that it can be asked for before this page's records are read.</summary>
    internal virtual NextPlace NextStands => NextPlace.Unknown;

    /// <summary>Gives the state with which later changes can be asked for, where the provider gives one with the last page.</summary>
    /// <param name="page">The page just read.</param>
    public virtual string? Delta(in PageFacts<TPage> page) => null;

    /// <summary>What can be told of other pages' places, where pages are found by counting.</summary>
    internal virtual IPositions? Positions => null;

    /// <summary>Whether an empty page is the list's end, and the only sign of it.</summary>
    internal virtual bool EndsWhenEmpty => false;

    /// <summary>How the list is split, where the provider gives only its first records.</summary>
    internal virtual SplitRule? Split => null;

    /// <summary>Shows the list's request what it needs of a state, beside the state itself.</summary>
    internal virtual void Show(EndpointContext context, string? state)
    {
    }

    /// <summary>Tells which of a page's records were given by the page before it, by their places in the page.</summary>
    internal virtual IReadOnlyList<int>? Again<TRecord>(in PageFacts<TPage> page) => null;
}

/// <summary>Where a page tells how the list goes on.</summary>
internal enum NextPlace
{
    /// <summary>Nobody knows before the page is read.</summary>
    Unknown,

    /// <summary>Around the records.</summary>
    Envelope,

    /// <summary>In the headers.</summary>
    Headers,
}

/// <summary>What a pager decides on.</summary>
/// <typeparam name="TPage">The page.</typeparam>
public readonly struct PageFacts<TPage>
{
    private readonly object _records;

    internal PageFacts(TPage page, object records, int count, string? state, int? pageSize, Uri address, Uri host, ResponseFacts response)
    {
        Page = page;
        _records = records;
        Count = count;
        State = state;
        PageSize = pageSize;
        Address = address;
        Host = host;
        Response = response;
    }

    /// <summary>Gets the page as the provider sent it.</summary>
    public TPage Page { get; }

    /// <summary>Gets how many records it holds.</summary>
    public int Count { get; }

    /// <summary>Gets the state that this page was asked for with; <see langword="null"/> for the first one.</summary>
    public string? State { get; }

    /// <summary>Gets the size that was wished for.</summary>
    public int? PageSize { get; }

    /// <summary>Gets the address that this page came from.</summary>
    public Uri Address { get; }

    /// <summary>Gets the host's address, with its base path.</summary>
    internal Uri Host { get; }

    /// <summary>Gets the answer: status and headers.</summary>
    public ResponseFacts Response { get; }

    /// <summary>Gives the page's records, as its reader gave them.</summary>
    /// <typeparam name="TRecord">The list's record.</typeparam>
    /// <exception cref="InvalidOperationException">The list has records of another type.</exception>
    public IReadOnlyList<TRecord> Records<TRecord>() => _records as IReadOnlyList<TRecord>
        ?? throw new InvalidOperationException($"The list's records are no {typeof(TRecord).Name}.");
}
