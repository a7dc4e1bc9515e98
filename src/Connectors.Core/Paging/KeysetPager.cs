namespace Connectors.Definitions;

/// <summary>Each page holds the records behind a key; the last record's key is the state.</summary>
internal sealed class KeysetPager<TPage, TRecord>(Func<TRecord, string> key, Func<TPage, bool>? hasMore, KeyOrder order, string? parameter, SizeRule size) : Pager<TPage>
{
    internal override bool EndsWhenEmpty => hasMore is null;

    public override RequestSpec First(RequestSpec list, int? pageSize) => size.Add(list, pageSize);

    public override RequestSpec Resume(RequestSpec list, string state, int? pageSize)
    {
        var request = size.Add(list, pageSize);
        return parameter is null ? request : request.Query(parameter, state);
    }

    public override string? Next(in PageFacts<TPage> page)
    {
        var records = page.Records<TRecord>();
        if (order != KeyOrder.Unstated)
        {
            CheckOrder(records, page.State);
        }

        var more = hasMore is null ? records.Count > 0 : hasMore(page.Page);
        return !more ? null
            : records.Count == 0 ? throw new UnreadableAnswerException("it promises more records after an empty page")
            : key(records[^1]) is { Length: > 0 } last ? last : throw new UnreadableAnswerException("its last record has no key to go on from");
    }

    private void CheckOrder(IReadOnlyList<TRecord> records, string? last)
    {
        for (var index = 0; index < records.Count; index++)
        {
            var next = key(records[index]);
            if (last is not null && KeyComparison.Compare(order, next, last) <= 0)
            {
                throw new UnreadableAnswerException("the records are not in the order of keys that was asked for");
            }

            last = next;
        }
    }
}
