using System.Text.Json;

namespace Connectors.Storage;

/// <summary>An entry of the request log as a store keeps it: what is asked for in columns of its own, all of it as JSON.</summary>
public sealed record RequestLogRow
{
    /// <summary>Gets the entry's number; 0 until the store has given one.</summary>
    public long Id { get; init; }

    /// <summary>Gets when it began.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Gets the connection.</summary>
    public required ConnectionKey Connection { get; init; }

    /// <summary>Gets the endpoint's name.</summary>
    public required string Endpoint { get; init; }

    /// <summary>Gets the HTTP status, if there was an answer.</summary>
    public int? Status { get; init; }

    /// <summary>Gets the kind of failure by name, if it failed.</summary>
    public string? Error { get; init; }

    /// <summary>Gets the app's own text.</summary>
    public string? Correlation { get; init; }

    /// <summary>Gets the sync run.</summary>
    public string? SyncRun { get; init; }

    /// <summary>Gets all that <see cref="RequestLogQuery.Text"/> is looked for in, line by line.</summary>
    public required string Words { get; init; }

    /// <summary>Gets what stands in no other column, as JSON.</summary>
    public required string Json { get; init; }

    /// <summary>Gets how many bytes it takes in memory, near enough.</summary>
    public long Size => 200 + (2L * (Words.Length + Json.Length + Endpoint.Length));

    /// <summary>Makes the row of an observation.</summary>
    /// <param name="seen">The observation.</param>
    public static RequestLogRow Of(CallObservation seen)
    {
        ArgumentNullException.ThrowIfNull(seen);
        return new()
        {
            At = seen.At.ToUniversalTime(),
            Connection = seen.Connection,
            Endpoint = seen.Endpoint,
            Status = seen.StatusCode,
            Error = seen.Error?.ToString(),
            Correlation = Clean(seen.Correlation),
            SyncRun = Clean(seen.SyncRun),
            Words = Clean(string.Join('\n', [$"{seen.Method} {seen.Uri}", seen.Correlation, seen.ErrorCode, seen.ErrorMessage, seen.RequestId, seen.RequestBody?.Text, seen.ResponseBody?.Text]))!,
            Json = JsonSerializer.Serialize(RequestLogDocument.Of(seen), RequestLogJson.Default.RequestLogDocument),
        };
    }

    /// <summary>Not every store can keep a NUL.</summary>
    internal static string? Clean(string? text) => text?.Replace('\0', '\uFFFD');

    /// <summary>Makes the entry again.</summary>
    public RequestLogEntry ToEntry() => new(Id, JsonSerializer.Deserialize(Json, RequestLogJson.Default.RequestLogDocument)!.ToObservation(this));

    /// <summary>Says whether a query asks for it, apart from its number.</summary>
    /// <param name="query">The query.</param>
    internal bool Fits(RequestLogQuery query) =>
        (query.Provider is null || query.Provider == Connection.Provider)
        && (query.Connection is null || query.Connection == Connection)
        && (query.Endpoint is null || query.Endpoint == Endpoint)
        && (query.MinStatus is null || Status >= query.MinStatus)
        && (query.MaxStatus is null || Status <= query.MaxStatus)
        && (!query.Failed || Error is not null)
        && (query.Error is null || query.Error.Value.ToString() == Error)
        && (query.From is null || At >= query.From)
        && (query.Until is null || At < query.Until)
        && (query.Correlation is null || query.Correlation == Correlation)
        && (query.SyncRun is null || query.SyncRun == SyncRun)
        && (query.Text is null || Words.Contains(query.Text, StringComparison.OrdinalIgnoreCase));
}
