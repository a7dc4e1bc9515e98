namespace Connectors.Proofs.Pagers;

/// <summary>What is odd about a server.</summary>
/// <param name="Name">What it does: <c>cycle of two</c>.</param>
internal sealed record Trouble(string Name)
{
    /// <summary>Gets which vendors may have it.</summary>
    public Func<Dialect, bool> Fits { get; init; } = static _ => true;

    /// <summary>Gets whether the server is odd and nothing more: its list must come complete.</summary>
    public bool IsHealthy { get; init; }

    /// <summary>Gets whether the trouble passes, so that a list that fails by it gave up too early.</summary>
    public bool Passes { get; init; }

    /// <summary>Gets how many records there are, where it matters.</summary>
    public int? Rows { get; init; }

    /// <summary>Gets how many records a page has, where it matters.</summary>
    public int? Size { get; init; }

    /// <summary>Gets how many records were changed at the same moment.</summary>
    public int PerMoment { get; init; } = 1;

    /// <summary>Gets what happens to the records before a new page is answered.</summary>
    public Action<Dataset, Ask>? Before { get; init; }

    /// <summary>Gets how a page differs from what it should be.</summary>
    public Func<Dataset, Ask, View, View>? Page { get; init; }

    /// <summary>Gets how the request is misunderstood.</summary>
    public Func<Ask, Ask>? Misread { get; init; }

    /// <summary>Gets what is done to an answer on its way, or <see langword="null"/> for nothing. What it gives counts as a fault.</summary>
    public Func<PagerVendor, Ask, HttpResponseMessage, HttpResponseMessage?>? Damage { get; init; }

    /// <summary>Gets what is done to each answer that is no fault: headers, compression, content types.</summary>
    public Func<PagerVendor, Ask, HttpResponseMessage, HttpResponseMessage>? Dress { get; init; }

    /// <summary>Gets whether the vendor itself gives records twice.</summary>
    public bool Repeats { get; init; }

    /// <summary>Gets how many pages a perfect walk needs beside those with records.</summary>
    public int ExtraPages { get; init; }

    /// <summary>Gets how many pages with records there are, where it is not by their size.</summary>
    public int? Pages { get; init; }

    /// <summary>Gets whether the list does not stand still, so that places must be looked for.</summary>
    public bool Moves { get; init; }

    /// <summary>Gets whether the SDK has reason to bear it for long.</summary>
    public bool IsLong { get; init; }

    /// <summary>The name alone.</summary>
    public override string ToString() => Name;
}
