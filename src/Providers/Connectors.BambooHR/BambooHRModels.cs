namespace Connectors.BambooHR;

/// <summary>
/// An employee as BambooHR sends it: a dictionary of the fields that were asked for. A field that the credential's user may not see
/// is not in it, or is null and named in <see cref="RestrictedFields"/>.
/// </summary>
public sealed record BambooHREmployee
{
    /// <summary>Gets the employee's id: <c>id</c> where one employee is read, <c>employeeId</c> in the list.</summary>
    [JsonConverter(typeof(TextOrNumberConverter))]
    public string? Id { get => field ?? EmployeeId; init; }

    [JsonInclude]
    [JsonConverter(typeof(TextOrNumberConverter))]
    internal string? EmployeeId { get; init; }

    /// <summary>Gets the fields by BambooHR's names.</summary>
    [JsonInclude]
    [JsonExtensionData]
    public Dictionary<string, JsonElement> Fields { get; internal set; } = [];

    /// <summary>Gets the names of the fields that the credential's user may not see.</summary>
    [JsonPropertyName("_restrictedFields")]
    public IReadOnlyList<string>? RestrictedFields { get; init; }

    /// <summary>Gets a field as text, or <see langword="null"/> where it is empty, not there, or may not be seen.</summary>
    /// <param name="field">BambooHR's name of the field.</param>
    public string? this[string field] => Fields.TryGetValue(field, out var value) ? FieldText.OrNull(FieldText.FromJson(value)) : null;

    /// <summary>Says whether a field is told: a field that may not be seen is not, although it looks empty.</summary>
    /// <param name="field">BambooHR's name of the field.</param>
    /// <returns>Whether it is.</returns>
    public bool Tells(string field) => Fields.ContainsKey(field) && RestrictedFields?.Contains(field, StringComparer.Ordinal) is not true;

    /// <inheritdoc/>
    public override string ToString() => $"{nameof(BambooHREmployee)} {Id}";
}

/// <summary>What happened to an employee.</summary>
/// <param name="Id">The employee's id.</param>
/// <param name="Action"><c>Inserted</c>, <c>Updated</c> (terminations too) or <c>Deleted</c>.</param>
/// <param name="LastChanged">When, ISO 8601, in whole seconds.</param>
public sealed record BambooHRChange([property: JsonConverter(typeof(TextOrNumberConverter))] string Id, string? Action, string? LastChanged);

/// <summary>A field that an account has.</summary>
/// <param name="Id">Its id, a number or such as <c>4340.4</c>; can be asked for.</param>
/// <param name="Name">Its name for people.</param>
/// <param name="Type">Its type: <c>text</c>, <c>date</c>, <c>list</c> and so on.</param>
/// <param name="Alias">Its name for programs, where it has one; custom fields have one that begins with <c>custom</c>.</param>
/// <param name="Deprecated">Whether it should no longer be used.</param>
public sealed record BambooHRField(
    [property: JsonConverter(typeof(TextOrNumberConverter))] string Id,
    string? Name,
    string? Type,
    string? Alias,
    bool? Deprecated);

/// <summary>A list of values that an account has.</summary>
/// <param name="FieldId">The id of the field that takes its values.</param>
/// <param name="Name">Its name for people.</param>
/// <param name="Alias">Its name for programs: <c>department</c>, <c>division</c>, <c>location</c>, <c>jobTitle</c>, <c>employmentHistoryStatus</c> and others.</param>
/// <param name="Manageable"><c>yes</c> where values can be changed through the API, else <c>no</c>.</param>
/// <param name="Multiple"><c>yes</c> where a field takes several values, else <c>no</c>.</param>
/// <param name="Options">The values.</param>
public sealed record BambooHRList(
    [property: JsonConverter(typeof(TextOrNumberConverter))] string FieldId,
    string? Name,
    string? Alias,
    string? Manageable,
    string? Multiple,
    IReadOnlyList<BambooHRListOption>? Options);

/// <summary>A value of a list.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">The value.</param>
/// <param name="Archived"><c>yes</c> where it is no longer chosen, else <c>no</c>.</param>
/// <param name="CreatedDate">When it was made.</param>
/// <param name="ArchivedDate">When it was archived.</param>
public sealed record BambooHRListOption(
    [property: JsonConverter(typeof(TextOrNumberConverter))] string Id,
    string? Name,
    string? Archived,
    string? CreatedDate,
    string? ArchivedDate);

internal sealed record BambooHREmployeePage(IReadOnlyList<BambooHREmployee>? Data, BambooHRPageMeta? Meta);

internal sealed record BambooHRPageMeta(long? Total, BambooHRCursors? Page);

internal sealed record BambooHRCursors(string? NextCursor);

internal sealed record BambooHRChangePage(
    string? Latest,
    [property: JsonConverter(typeof(MapOrEmptyArrayConverter))] IReadOnlyDictionary<string, BambooHRChange>? Employees);

internal sealed record BambooHRErrorBody(BambooHRError? Error, string? Code, string? Title, string? Detail);

internal sealed record BambooHRError([property: JsonConverter(typeof(TextOrNumberConverter))] string? Code, string? Message);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(BambooHREmployeePage))]
[JsonSerializable(typeof(BambooHRChangePage))]
[JsonSerializable(typeof(Dictionary<string, BambooHRChange>))]
[JsonSerializable(typeof(List<BambooHRField>))]
[JsonSerializable(typeof(List<BambooHRList>))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, JsonElement>))]
[JsonSerializable(typeof(BambooHRErrorBody))]
internal sealed partial class BambooHRJson : JsonSerializerContext;
