using System.Text.Json.Serialization;
using Connectors.Definitions;

namespace Connectors.Storage;

/// <summary>What of an observation stands in no column of a row.</summary>
internal sealed record RequestLogDocument
{
    public ObservationKind Kind { get; init; }

    public Effect Effect { get; init; }

    public string Method { get; init; } = "";

    public string Uri { get; init; } = "";

    public int Attempt { get; init; }

    public string? Code { get; init; }

    public string? Message { get; init; }

    public string? RequestId { get; init; }

    public bool IsCanceled { get; init; }

    public TimeSpan QuotaWait { get; init; }

    public TimeSpan? TimeToHeaders { get; init; }

    public TimeSpan Duration { get; init; }

    public long? RequestBytes { get; init; }

    public long? ResponseBytes { get; init; }

    public string? TraceId { get; init; }

    public IReadOnlyList<ObservedHeader> RequestHeaders { get; init; } = [];

    public IReadOnlyList<ObservedHeader> ResponseHeaders { get; init; } = [];

    public ObservedBody? RequestBody { get; init; }

    public ObservedBody? ResponseBody { get; init; }

    public static RequestLogDocument Of(CallObservation seen) => new()
    {
        Kind = seen.Kind,
        Effect = seen.Effect,
        Method = seen.Method,
        Uri = seen.Uri,
        Attempt = seen.Attempt,
        Code = seen.ErrorCode,
        Message = seen.ErrorMessage,
        RequestId = seen.RequestId,
        IsCanceled = seen.IsCanceled,
        QuotaWait = seen.QuotaWait,
        TimeToHeaders = seen.TimeToHeaders,
        Duration = seen.Duration,
        RequestBytes = seen.RequestBytes,
        ResponseBytes = seen.ResponseBytes,
        TraceId = seen.TraceId,
        RequestHeaders = seen.RequestHeaders,
        ResponseHeaders = seen.ResponseHeaders,
        RequestBody = seen.RequestBody,
        ResponseBody = seen.ResponseBody,
    };

    public CallObservation ToObservation(RequestLogRow row) => new()
    {
        Kind = Kind,
        At = row.At,
        Connection = row.Connection,
        Endpoint = row.Endpoint,
        Effect = Effect,
        Method = Method,
        Uri = Uri,
        Attempt = Attempt,
        StatusCode = row.Status,
        Error = row.Error is null ? null : Enum.TryParse<ErrorKind>(row.Error, out var kind) ? kind : ErrorKind.Remote,
        ErrorCode = Code,
        ErrorMessage = Message,
        RequestId = RequestId,
        IsCanceled = IsCanceled,
        QuotaWait = QuotaWait,
        TimeToHeaders = TimeToHeaders,
        Duration = Duration,
        RequestBytes = RequestBytes,
        ResponseBytes = ResponseBytes,
        Correlation = row.Correlation,
        SyncRun = row.SyncRun,
        TraceId = TraceId,
        RequestHeaders = RequestHeaders,
        ResponseHeaders = ResponseHeaders,
        RequestBody = RequestBody,
        ResponseBody = ResponseBody,
    };
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(RequestLogDocument))]
internal sealed partial class RequestLogJson : JsonSerializerContext;
