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
}
