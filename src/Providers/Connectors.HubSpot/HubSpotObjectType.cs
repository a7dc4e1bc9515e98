using System.Text.Json.Serialization.Metadata;

namespace Connectors.HubSpot;

/// <summary>The endpoints that every type of CRM record has, in the same form.</summary>
/// <param name="name">The type's name in paths, endpoint names and scopes: <c>contacts</c>.</param>
/// <param name="record">The record's JSON form.</param>
/// <param name="page">The JSON form of a page of them.</param>
/// <param name="properties">The JSON form of the properties: its names are the properties to ask for.</param>
/// <param name="modified">The property that tells when a record was last changed.</param>
/// <param name="associations">The types of records whose associations to ask for.</param>
internal sealed class HubSpotObjectType<TRecord>(
    string name, JsonTypeInfo<TRecord> record, JsonTypeInfo<HubSpotPage<TRecord>> page, JsonTypeInfo properties, string modified, params string[] associations)
    where TRecord : HubSpotObject
{
    private const int MostPerPage = 100;

    private readonly string[] _properties = [.. properties.Properties.Where(property => property is { IsExtensionData: false, Set: not null }).Select(property => property.Name)];
    private readonly RequiredScope[] _read = [$"crm.objects.{name}.read"];
    private readonly RequiredScope[] _write = [$"crm.objects.{name}.write"];

    public ListEndpoint<TRecord> List() => List($"{name}.list", archived: null);

    public ListEndpoint<TRecord> Archived() => List($"{name}.archived", archived: "true");

    public ListEndpoint<DateTimeOffset, TRecord> ChangedSince() => Endpoint.List(
        $"{name}.search",
        (DateTimeOffset since, EndpointContext context) => At(HttpMethod.Post, context, "search")
            .Json(HubSpotSearchCap.Page(modified, since, Wanted(context), context), HubSpotJson.Default.HubSpotSearch),
        Reader(),
        PageBy.Keyset<HubSpotPage<TRecord>, TRecord>(static item => item.Id, static page => page.Paging?.Next is not null, KeyOrder.Numbers),
        static item => item.Id,
        scopes: _read,
        limit: HubSpotSearchCap.LimitGroup);

    public ListEndpoint<IReadOnlyList<string>, TRecord> ById() => Endpoint.List(
        $"{name}.batch_read",
        (IReadOnlyList<string> ids, EndpointContext context) => BatchRead(context)
            .Json(new([.. ids.Select(static id => new HubSpotId(id))], Wanted(context), []), HubSpotJson.Default.HubSpotBatchRead),
        Reader(),
        PageBy.Single<HubSpotPage<TRecord>>(),
        static item => item.Id,
        scopes: _read);

    public Endpoint<string, TRecord> Get() => Endpoint.Read(
        $"{name}.get",
        (string id, EndpointContext context) => Choose(At(HttpMethod.Get, context, id), context),
        Body.Json(record),
        _read);

    /// <summary>Reads the record that has a value in a property that no two records share (<c>hasUniqueValue</c>).</summary>
    public Endpoint<string, TRecord> GetBy(string property) => Endpoint.Read(
        $"{name}.get_by_{property}",
        (string value, EndpointContext context) => Choose(At(HttpMethod.Get, context, value), context).Query("idProperty", property),
        Body.Json(record),
        _read);

    public Endpoint<HubSpotWrite, string> Create() => Endpoint.Write(
        $"{name}.create",
        (HubSpotWrite write, EndpointContext context) => All(HttpMethod.Post, context)
            .Json(write with { Associations = write.Associations ?? [] }, HubSpotJson.Default.HubSpotWrite),
        Body.Json(record, static created => created.Id),
        _write);

    public Endpoint<RecordUpdate<HubSpotWrite>, NoContent> Update() => Endpoint.Idempotent(
        $"{name}.update",
        (RecordUpdate<HubSpotWrite> update, EndpointContext context) => At(HttpMethod.Patch, context, update.RemoteId)
            .Json(WithoutAssociations(update.Body), HubSpotJson.Default.HubSpotWrite),
        Body.None,
        _write);

    public Endpoint<string, NoContent> Archive() => Endpoint.Idempotent(
        $"{name}.archive",
        (string id, EndpointContext context) => At(HttpMethod.Delete, context, id),
        Body.None,
        _write);

    private static HubSpotWrite WithoutAssociations(HubSpotWrite write) => write.Associations is { Count: > 0 }
        ? throw new ArgumentException("HubSpot makes associations with a new record only; of one that is there, leave them null.", nameof(write))
        : write with { Associations = null };

    private ListEndpoint<TRecord> List(string endpoint, string? archived) => Endpoint.List(
        endpoint,
        context => Choose(All(HttpMethod.Get, context), context).Query("archived", archived),
        Reader(),
        PageBy.Cursor<HubSpotPage<TRecord>>("after", static page => page.Paging?.Next?.After, "limit", MostPerPage),
        static item => item.Id,
        scopes: _read);

    private PageReader<HubSpotPage<TRecord>, TRecord> Reader() => PageOf.Json(page, static page => page.Results, "results");

    private RequestSpec All(HttpMethod method, EndpointContext context)
    {
        var (first, second) = HubSpotVersion.Of(context, "objects");
        return RequestSpec.Create(method, $"/crm/{first}/{second}/{name}");
    }

    private RequestSpec At(HttpMethod method, EndpointContext context, string part)
    {
        var (first, second) = HubSpotVersion.Of(context, "objects");
        return RequestSpec.Create(method, $"/crm/{first}/{second}/{name}/{part}");
    }

    private RequestSpec BatchRead(EndpointContext context)
    {
        var (first, second) = HubSpotVersion.Of(context, "objects");
        return RequestSpec.Post($"/crm/{first}/{second}/{name}/batch/read");
    }

    private RequestSpec Choose(RequestSpec request, EndpointContext context) => request.Query("properties", Wanted(context)).Query("associations", associations);

    private string[] Wanted(EndpointContext context) => context.CustomFields.Count == 0 ? _properties : [.. _properties.Union(context.CustomFields, StringComparer.Ordinal)];
}
