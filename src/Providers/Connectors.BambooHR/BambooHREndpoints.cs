namespace Connectors.BambooHR;

/// <summary>The BambooHR endpoints that this package calls.</summary>
public static class BambooHREndpoints
{
    /// <summary>How late a change may show up: the feed counts in whole seconds and does not say when it is complete.</summary>
    internal static readonly TimeSpan ChangeLag = TimeSpan.FromMinutes(1);

    private static readonly PageReader<BambooHREmployeePage, BambooHREmployee> s_employees =
        PageOf.Json(BambooHRJson.Default.BambooHREmployeePage, page => page.Data, "data");

    private static readonly Pager<BambooHREmployeePage> s_byCursor =
        PageBy.Cursor<BambooHREmployeePage>("page[after]", page => page.Meta?.Page?.NextCursor, size: "page[limit]", max: 500);

    /// <summary>
    /// Gets the call that proves a connection: one employee of the list. It is refused to no valid key: fields are hidden, not the list.
    /// BambooHR gives the account no other id than the company domain, which is the connection's setting.
    /// </summary>
    public static Endpoint<NoContent, AccountIdentity> Account { get; } = Endpoint.Read<NoContent, AccountIdentity>(
        "account.get",
        (_, _) => RequestSpec.Get("/api/v1/employees").Query("page[limit]", 1),
        Body.Json(BambooHRJson.Default.BambooHREmployeePage, _ => new AccountIdentity(null)));

    /// <summary>Gets the list of all employees, active and inactive, 500 a page. It can tell fewer fields than <see cref="Employee"/>.</summary>
    public static ListEndpoint<BambooHREmployee> Employees { get; } = Endpoint.List(
        "employees.list",
        context => RequestSpec.Get("/api/v1/employees").Query("fields", Ask(BambooHRMapping.ListFields, context)),
        s_employees,
        s_byCursor,
        id: employee => employee.Id ?? "",
        total: page => page.Meta?.Total);

    /// <summary>Gets the list of some employees by their ids, with the fields of <see cref="Employees"/>.</summary>
    public static ListEndpoint<IReadOnlyList<string>, BambooHREmployee> EmployeesById { get; } = Endpoint.List<IReadOnlyList<string>, BambooHREmployeePage, BambooHREmployee>(
        "employees.by_id",
        (ids, context) => ids.Aggregate(
            RequestSpec.Get("/api/v1/employees").Query("fields", Ask(BambooHRMapping.ListFields, context)),
            (request, id) => request.Query("filter[ids][]", id)),
        s_employees,
        s_byCursor,
        id: employee => employee.Id ?? "");

    /// <summary>Gets one employee by id, with every field of the common model but the national id, and any field named in <see cref="CallOptions.CustomFields"/>.</summary>
    public static Endpoint<string, BambooHREmployee> Employee { get; } = Endpoint.Read<string, BambooHREmployee>(
        "employees.get",
        (id, context) => RequestSpec.Get($"/api/v1/employees/{id}").Query("fields", Ask(BambooHRMapping.GetFields, context)),
        Body.Json(BambooHRJson.Default.BambooHREmployee));

    /// <summary>Gets the ids of the employees that were inserted, updated or deleted since a moment; all at once.</summary>
    public static ListEndpoint<DateTimeOffset, BambooHRChange> ChangedEmployees { get; } = Endpoint.List<DateTimeOffset, BambooHRChangePage, BambooHRChange>(
        "employees.changed",
        (since, context) => RequestSpec.Get("/api/v1/employees/changed").Query("since", context.PageState ?? Second(since)),
        PageOf.JsonMap(BambooHRJson.Default.BambooHRChangePage, page => page.Employees, "employees"),
        PageBy.State<BambooHRChangePage>((_, _) => null, delta: page => Second(FieldText.Moment(page.Latest) - ChangeLag)),
        id: change => change.Id);

    /// <summary>Creates an employee from fields by BambooHR's names, and gives the new id.</summary>
    public static Endpoint<IReadOnlyDictionary<string, JsonElement>, string> CreateEmployee { get; } = Endpoint.Write<IReadOnlyDictionary<string, JsonElement>, string>(
        "employees.create",
        (fields, _) => Send(RequestSpec.Post("/api/v1/employees"), fields),
        BambooHRLocation.Id);

    /// <summary>Updates fields of an employee, by BambooHR's names; other fields stay as they are.</summary>
    public static Endpoint<RecordUpdate<IReadOnlyDictionary<string, JsonElement>>, NoContent> UpdateEmployee { get; } = Endpoint.Idempotent<RecordUpdate<IReadOnlyDictionary<string, JsonElement>>, NoContent>(
        "employees.update",
        (update, _) => Send(RequestSpec.Post($"/api/v1/employees/{update.RemoteId}"), update.Body),
        Body.None);

    /// <summary>Gets the fields that the account has, custom ones included: their names for <see cref="CallOptions.CustomFields"/>.</summary>
    public static ListEndpoint<BambooHRField> Fields { get; } = Endpoint.List(
        "fields.list",
        _ => RequestSpec.Get("/api/v1/meta/fields"),
        PageOf.JsonArray(BambooHRJson.Default.ListBambooHRField),
        PageBy.Single<List<BambooHRField>>(),
        id: field => field.Id);

    /// <summary>Gets the lists of values that the account has: departments, divisions, locations, job titles and so on.</summary>
    public static ListEndpoint<BambooHRList> Lists { get; } = Endpoint.List(
        "lists.list",
        _ => RequestSpec.Get("/api/v1/meta/lists"),
        PageOf.JsonArray(BambooHRJson.Default.ListBambooHRList),
        PageBy.Single<List<BambooHRList>>(),
        id: list => list.FieldId);

    private static string[] Ask(IEnumerable<string> fields, EndpointContext context) =>
        [.. fields.Concat(context.CustomFields).Distinct(StringComparer.Ordinal)];

    private static string? Second(DateTimeOffset? moment) => moment?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'");

    private static RequestSpec Send(RequestSpec request, IReadOnlyDictionary<string, JsonElement> fields) =>
        request.Header("Accept", "application/json").Json(fields, BambooHRJson.Default.IReadOnlyDictionaryStringJsonElement);
}
