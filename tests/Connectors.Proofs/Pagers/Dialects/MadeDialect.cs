using Connectors.Definitions;

namespace Connectors.Proofs.Pagers;

/// <summary>A vendor's way to list, put together of its parts.</summary>
/// <param name="name">Its name.</param>
/// <param name="style">What lets the list go on.</param>
internal sealed class MadeDialect(string name, Style style) : Dialect
{
    /// <summary>Gets the connector's side.</summary>
    public required Func<Sight, ListEndpoint<Item>> Define { get; init; }

    /// <summary>Gets how the vendor understands a request.</summary>
    public required Func<Ask, Ask> Understand { get; init; }

    /// <summary>Gets how the vendor writes a page.</summary>
    public required Func<Ask, View, HttpResponseMessage> Answer { get; init; }

    /// <summary>Gets how the vendor finds the records, where it is not by their place.</summary>
    public Func<Dataset, Ask, View>? Find { get; init; }

    public bool HasTotal { get; init; }

    public bool SaysMore { get; init; }

    public bool NeedsEmptyPage { get; init; }

    public bool IsByTime { get; init; }

    public int PageSize { get; init; } = 10;

    public override string Name => name;

    public override Style Style => style;

    public override bool StatesTotal => HasTotal;

    public override bool StatesMore => SaysMore;

    public override bool EndsEmpty => NeedsEmptyPage;

    public override bool ByTime => IsByTime;

    public override int Size => PageSize;

    public override int Rows => PageSize * 39;

    public override ListEndpoint<Item> List(Sight sight) => Define(sight);

    public override Ask Read(Ask ask) => Understand(ask);

    public override View Page(Dataset data, Ask ask) => Find?.Invoke(data, ask) ?? base.Page(data, ask);

    public override HttpResponseMessage Write(Ask ask, View view) => Answer(ask, view);
}
