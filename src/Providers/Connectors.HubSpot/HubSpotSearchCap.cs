using System.Globalization;

namespace Connectors.HubSpot;

/// <summary>
/// HubSpot's search gives no more than the first 10,000 records of a query, and its pages shift when a record changes meanwhile. So
/// each page is a query of its own: the changed records with ids above the last one seen. That has no cap, misses no record and
/// gives none twice, also where one import gave tens of thousands of records the same moment.
/// </summary>
internal static class HubSpotSearchCap
{
    public const string LimitGroup = "search";

    private const int MostPerPage = 200;
    private const string Id = "hs_object_id";

    /// <summary>Makes the query of one page.</summary>
    /// <param name="modified">The property that tells when a record was last changed.</param>
    /// <param name="since">The moment since which records changed.</param>
    /// <param name="properties">The properties to give.</param>
    /// <param name="context">Knows the last id seen.</param>
    public static HubSpotSearch Page(string modified, DateTimeOffset since, IReadOnlyList<string> properties, EndpointContext context)
    {
        var changed = new HubSpotFilter(modified, "GTE", since.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture));
        IReadOnlyList<HubSpotFilter> filters = context.PageState is { } last ? [changed, new(Id, "GT", last)] : [changed];
        return new([new(filters)], [new(Id, "ASCENDING")], properties, Math.Clamp(context.PageSize ?? MostPerPage, 1, MostPerPage), "0");
    }

    /// <summary>Gives the last id of a page that is not the last one.</summary>
    /// <exception cref="FormatException">The page is not in the order that was asked for: to go on would miss records.</exception>
    public static string? Next<TRecord>(HubSpotPage<TRecord> page, string? last)
        where TRecord : HubSpotObject
    {
        var highest = last is null ? 0 : Number(last);
        foreach (var record in page.Results)
        {
            highest = Number(record.Id) is var id && id > highest ? id : throw new UnreadableAnswerException("the search is not in the order of ids that was asked for");
        }

        return page.Paging?.Next is null ? null
            : page.Results.Count > 0 ? page.Results[^1].Id
            : throw new UnreadableAnswerException("the search promises more records after an empty page");
    }

    private static long Number(string id) => long.Parse(id, CultureInfo.InvariantCulture);
}
