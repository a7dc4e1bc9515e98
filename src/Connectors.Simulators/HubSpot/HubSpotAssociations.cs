namespace Connectors.Simulators.HubSpot;

/// <summary>The links between contacts, companies, deals and tickets; a link is seen from both ends.</summary>
public sealed class HubSpotAssociations
{
    private readonly HubSpotSimulator _simulator;
    private readonly StateTable<HubSpotLink> _table;
    private readonly Dictionary<(string Type, string Id, string ToType), List<HubSpotLink>> _links = [];

    internal HubSpotAssociations(HubSpotSimulator simulator)
    {
        _simulator = simulator;
        _table = new StateTable<HubSpotLink>(simulator.State, "associations", OnChanged);
    }

    /// <summary>Links two records; a contact's, deal's or ticket's first company becomes its primary one.</summary>
    /// <param name="type">The one object's type, such as <c>contacts</c>.</param>
    /// <param name="id">The one object's id.</param>
    /// <param name="toType">The other object's type.</param>
    /// <param name="toId">The other object's id.</param>
    /// <param name="primary">Whether the company becomes the primary one though there is one already.</param>
    public void Link(string type, string id, string toType, string toId, bool primary = false) => _simulator.State.Commit(() =>
    {
        // Kept from the side that can have a primary company.
        if (string.Equals(type, HubSpotTypes.Companies, StringComparison.Ordinal) || string.CompareOrdinal(type, toType) > 0 && !string.Equals(toType, HubSpotTypes.Companies, StringComparison.Ordinal))
        {
            (type, id, toType, toId) = (toType, toId, type, id);
        }

        var known = LinksOf(type, id, toType);
        var toCompany = string.Equals(toType, HubSpotTypes.Companies, StringComparison.Ordinal);
        var first = toCompany && !known.Any(link => link.Primary);
        if (toCompany && primary)
        {
            foreach (var other in known.Where(link => link.Primary).ToList())
            {
                Put(other with { Primary = false });
            }
        }

        var existing = known.FirstOrDefault(link => string.Equals(link.ToId, toId, StringComparison.Ordinal));
        Put(new HubSpotLink(type, id, toType, toId, toCompany && (primary || first || existing is { Primary: true })));
    });

    /// <summary>Removes the link between two records.</summary>
    /// <param name="type">The one object's type.</param>
    /// <param name="id">The one object's id.</param>
    /// <param name="toType">The other object's type.</param>
    /// <param name="toId">The other object's id.</param>
    /// <returns>Whether there was one.</returns>
    public bool Unlink(string type, string id, string toType, string toId) =>
        _simulator.State.Commit(() => _table.Remove(Key(type, id, toType, toId)) || _table.Remove(Key(toType, toId, type, id)));

    /// <summary>Returns the links of a record to records that are not archived, in the order in which they were made.</summary>
    /// <param name="type">The object's type.</param>
    /// <param name="id">The object's id.</param>
    /// <param name="toType">The type of the objects at the other end.</param>
    /// <returns>Id and whether it is the primary company, as seen from the object.</returns>
    public IReadOnlyList<(string ToId, bool Primary)> Of(string type, string id, string toType)
    {
        var target = HubSpotTypes.Find(toType);
        return _simulator.State.Commit<IReadOnlyList<(string, bool)>>(() =>
        [
            .. LinksOf(type, id, toType)
                .Select(link => (Id: string.Equals(link.Type, type, StringComparison.Ordinal) && string.Equals(link.Id, id, StringComparison.Ordinal) ? link.ToId : link.Id, link.Primary))
                .Where(link => target is not null && _simulator.Store(target).Find(link.Id) is { IsDeleted: false }),
        ]);
    }

    private static string Key(string type, string id, string toType, string toId) => $"{type}/{id}>{toType}/{toId}";

    private void Put(HubSpotLink link) => _table.Put(Key(link.Type, link.Id, link.ToType, link.ToId), link);

    private List<HubSpotLink> LinksOf(string type, string id, string toType) => _links.GetValueOrDefault((type, id, toType)) ?? [];

    private void OnChanged(string key, HubSpotLink? old, HubSpotLink? link)
    {
        var any = (link ?? old)!;
        Replace((any.Type, any.Id, any.ToType), old, link);
        Replace((any.ToType, any.ToId, any.Type), old, link);
    }

    private void Replace((string, string, string) end, HubSpotLink? old, HubSpotLink? link)
    {
        if (!_links.TryGetValue(end, out var list))
        {
            _links[end] = list = [];
        }

        var at = old is null ? -1 : list.IndexOf(old);
        if (link is null)
        {
            list.RemoveAt(at);
        }
        else if (at < 0)
        {
            list.Add(link);
        }
        else
        {
            list[at] = link;
        }
    }
}

/// <summary>A link as it is kept.</summary>
internal sealed record HubSpotLink(string Type, string Id, string ToType, string ToId, bool Primary);
