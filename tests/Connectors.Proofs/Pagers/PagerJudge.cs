namespace Connectors.Proofs.Pagers;

/// <summary>Compares what somebody received with what the vendor has. Knows nothing of the SDK but its error family.</summary>
internal static class PagerJudge
{
    public static (Ending Ending, string? Why) Judge(Dataset data, PagerVendor vendor, Trouble trouble, IReadOnlyList<Item> received, Exception? error)
    {
        if (error is not null)
        {
            return error is ConnectorException typed && typed.Message.Length > 0
                ? (Ending.Typed, $"{typed.Kind}: {typed.Facts.What}")
                : (Ending.Untyped, $"{error.GetType().Name} {error.StackTrace?.Split('\n')[0].Trim()}");
        }

        if (received.Any(static item => item is null))
        {
            return (Ending.SilentlyShort, "a record is null");
        }

        var times = received.GroupBy(item => item.Id, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal);
        var missing = data.Always.Where(id => !times.ContainsKey(id)).Order(StringComparer.Ordinal).ToList();
        if (missing.Count > 0)
        {
            return (Ending.SilentlyShort, $"{missing.Count} of {data.Always.Count} records are missing, such as {missing[0]}; {received.Count} were given");
        }

        if (times.Keys.FirstOrDefault(id => !data.Ever.Contains(id)) is { } foreign)
        {
            return (Ending.SilentlyShort, $"there is no record '{foreign}'");
        }

        // What the vendor gives twice by itself may be seen twice; what it was asked for twice may not.
        var twice = times.Where(pair => pair.Value > (trouble.Repeats ? vendor.Served[pair.Key] : 1)).Select(pair => pair.Key).Order(StringComparer.Ordinal).ToList();
        return twice.Count > 0
            ? (Ending.SilentlyShort, $"{twice.Count} records are given twice, such as {twice[0]}")
            : (Ending.Complete, null);
    }
}
