using Connectors.Simulators;

namespace Connectors.EndToEnd.Support;

/// <summary>Reads lists whole, and holds them against what a vendor has.</summary>
internal static class Lists
{
    public static async Task<List<T>> AllAsync<T>(this IAsyncEnumerable<T> list)
    {
        var all = new List<T>();
        await foreach (var item in list)
        {
            all.Add(item);
        }

        return all;
    }

    /// <summary>Each record once, and every record; gives them by id.</summary>
    public static Dictionary<string, T> HoldsExactly<T>(this IReadOnlyList<T> rows, IEnumerable<SimulatedRecord> expected, Func<T, string?> id)
    {
        Assert.Equal(expected.Select(record => record.Id).Order(StringComparer.Ordinal), rows.Select(id).Order(StringComparer.Ordinal));
        return rows.ToDictionary(row => id(row)!, StringComparer.Ordinal);
    }

    /// <summary>Each record once, every record, and its raw bytes are that record's own.</summary>
    public static Dictionary<string, TModel> HoldsExactly<TModel>(this IReadOnlyList<TModel> rows, IEnumerable<SimulatedRecord> expected, bool withRaw = false)
        where TModel : CommonModel
    {
        Assert.All(rows, row => Assert.Equal(withRaw ? row.RemoteId : null, RawId(row.Raw)));
        return rows.HoldsExactly(expected, row => row.RemoteId);
    }

    public static IReadOnlyList<SimulatedRecord> Living(this RecordStore store) => [.. store.Snapshot().Where(record => !record.IsDeleted)];

    private static string? RawId(RawRecord? raw) => raw?.AsJson() is not { } json ? null
        : (json.TryGetProperty("id", out var id) || json.TryGetProperty("employeeId", out id) ? id : json).ToString();
}
