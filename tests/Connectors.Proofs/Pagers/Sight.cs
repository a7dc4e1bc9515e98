using Connectors.Definitions;

namespace Connectors.Proofs.Pagers;

/// <summary>What the SDK's guards get to see of a list. Without a guard, what it goes by is hidden from it.</summary>
/// <param name="Broken">The guard that is taken away, if one is.</param>
internal sealed record Sight(string? Broken)
{
    public const string Cycles = "cycles";
    public const string Totals = "totals";
    public const string Shifts = "shifts";
    public const string Order = "order";

    private const char Mark = '\u0001';

    /// <summary>The record's id, by which pages and shifts are told.</summary>
    public Func<Item, string>? Id { get; } = Broken is Cycles ? null : static item => item.Id;

    /// <summary>The list's total.</summary>
    public Func<TPage, long?>? Total<TPage>(Func<TPage, long?> total) => Broken == Totals ? null : total;

    /// <summary>The order of the list's keys.</summary>
    public KeyOrder Keys => Broken == Order ? KeyOrder.Unstated : KeyOrder.Texts;

    /// <summary>Whether pages counted by records are laid over each other.</summary>
    public bool Overlaps => Broken != Shifts;

    /// <summary>The list's way to go on; without the cycle guard, each cursor looks new.</summary>
    public Pager<TPage> Pager<TPage>(Pager<TPage> pager) => Broken == Cycles ? new NeverTheSame<TPage>(pager) : pager;

    /// <summary>The state as the vendor meant it.</summary>
    public static string? Plain(string? state) => state?.StartsWith(Mark) == true ? state[(state.IndexOf('#', StringComparison.Ordinal) + 1)..] : state;

    /// <summary>Each state that it gives is another, so that none ever comes back.</summary>
    private sealed class NeverTheSame<TPage>(Pager<TPage> inner) : Pager<TPage>
    {
        private long _number;

        public override bool CountsPositions => inner.CountsPositions;

        internal override SplitRule? Split => inner.Split;

        public override RequestSpec First(RequestSpec list, int? pageSize) => inner.First(list, pageSize);

        public override string? Next(in PageFacts<TPage> page)
        {
            var plain = As(in page);
            return inner.Next(in plain) is { } state ? $"{Mark}{Interlocked.Increment(ref _number)}#{state}" : null;
        }

        public override RequestSpec Resume(RequestSpec list, string state, int? pageSize) => inner.Resume(list, Plain(state)!, pageSize);

        public override string? Delta(in PageFacts<TPage> page) => inner.Delta(in page);

        internal override void Show(EndpointContext context, string? state) => inner.Show(context, Plain(state));

        internal override IReadOnlyList<int>? Again<TRecord>(in PageFacts<TPage> page)
        {
            var plain = As(in page);
            return inner.Again<TRecord>(in plain);
        }

        private static PageFacts<TPage> As(in PageFacts<TPage> page) =>
            new(page.Page, page.Records<Item>(), page.Count, Plain(page.State), page.PageSize, page.Address, page.Host, page.Response);
    }
}
