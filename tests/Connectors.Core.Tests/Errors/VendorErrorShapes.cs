using System.Text.Json;
using System.Text.Json.Serialization;
using Connectors.Definitions;

namespace Connectors.Core.Tests.Errors;

/// <summary>How each vendor says what is wrong, as a definition states it: the wire record, and what is taken from it. A few lines each.</summary>
internal static class VendorErrorShapes
{
    public static ResponseRules Ashby { get; } = Of(ShapeJson.Default.AshbyError, body => new(body.ErrorInfo?.Code, body.ErrorInfo?.Message) { RequestId = body.ErrorInfo?.RequestId });

    public static ResponseRules BambooHR { get; } = new()
    {
        RequestIdHeader = "X-Request-Id",
        Error = facts => ResponseRules.ParseJson(facts, ShapeJson.Default.CodedEnvelope) is { Error: { } error } ? new(error.Code, error.Message)
            : new(null, facts.Header("X-BambooHR-Error-Message")),
    };

    public static ResponseRules Bill { get; } = Of(ShapeJson.Default.CodedErrorArray, body => body is [var first, ..] ? new(first.Code, first.Message) : null);

    public static ResponseRules Clearbit { get; } = Of(ShapeJson.Default.TypedEnvelope, body => new(body.Error?.Type, body.Error?.Message));

    public static ResponseRules Dropbox { get; } = Of(SnakeJson.Default.DropboxError, body => new(body.ErrorSummary?.TrimEnd('.').TrimEnd('/'), body.UserMessage?.Text));

    public static ResponseRules Facebook { get; } = Of(SnakeJson.Default.FacebookEnvelope, body => body.Error is not { } error ? null
        : new(error.ErrorSubcode is { } sub ? $"{error.Code}.{sub}" : $"{error.Code}", error.ErrorUserMsg ?? error.Message) { RequestId = error.FbtraceId });

    public static ResponseRules GitHub { get; } = Of(ShapeJson.Default.GitHubError, "X-GitHub-Request-Id", body => new(null, body.Message)
    {
        Fields = [.. body.Errors?.Where(error => error.ValueKind == JsonValueKind.Object).Select(error => error.Deserialize(ShapeJson.Default.GitHubDetail)!)
            .Select(error => new FieldError($"{error.Resource}.{error.Field}", error.Message ?? error.Code ?? "")) ?? []],
    });

    /// <summary>Calendar and Drive; the newer form of Maps has <c>status</c> in place of the first error's reason.</summary>
    public static ResponseRules Google { get; } = Of(ShapeJson.Default.GoogleEnvelope, body => new(body.Error?.Errors?[0].Reason ?? body.Error?.Status, body.Error?.Message)
    {
        Fields = [.. body.Error?.Errors?.Where(error => error.Location is not null).Select(error => new FieldError(error.Location!, error.Message ?? "")) ?? []],
    });

    public static ResponseRules GoogleMaps { get; } = Judged(SnakeJson.Default.MapsError, body => new(body.Status, body.ErrorMessage), body => body.Status is "OK" or "ZERO_RESULTS" ? null : ErrorKind.Permission);

    public static ResponseRules Greenhouse { get; } = Of(ShapeJson.Default.GreenhouseError, body => new(null, body.Message)
    {
        Fields = [.. body.Errors?.Select(error => error.ValueKind == JsonValueKind.String ? new("", error.GetString()!) : error.Deserialize(ShapeJson.Default.GreenhouseDetail)!.ToField()) ?? []],
    });

    public static ResponseRules Gusto { get; } = Of(SnakeJson.Default.GustoErrors, body => body.Errors is not [var first, ..] ? null
        : new(first.Category, first.Message) { Fields = [.. body.Errors.Select(error => new FieldError(error.ErrorKey ?? "", error.Message ?? ""))] });

    public static ResponseRules HubSpot { get; } = Of(ShapeJson.Default.HubSpotError, body => new(body.Category, body.Message)
    {
        RequestId = body.CorrelationId,
        Fields = [.. body.Errors?.Select(error => new FieldError(error.Context?.GetValueOrDefault("propertyName")?[0] ?? error.In ?? "", error.Message ?? "")) ?? []],
    });

    public static ResponseRules Intercom { get; } = Of(SnakeJson.Default.IntercomErrors, body => body.Errors is not [var first, ..] ? new(null, body.Error)
        : new(first.Code, first.Message) { RequestId = body.RequestId, Fields = [.. body.Errors.Where(error => error.Field is not null).Select(error => new FieldError(error.Field!, error.Message ?? ""))] });

    public static ResponseRules Jira { get; } = Of(ShapeJson.Default.JiraError, body => new(null, body.ErrorMessages is [var first, ..] ? first : body.Message)
    {
        Fields = [.. body.Errors?.Select(error => new FieldError(error.Key, error.Value)) ?? []],
    });

    public static ResponseRules Kit { get; } = Of(ShapeJson.Default.TextErrors, body => new(null, body.Errors?[0]));

    public static ResponseRules Lever { get; } = Of(ShapeJson.Default.CodedError, body => new(body.Code, body.Message));

    public static ResponseRules Linear { get; } = Judged(ShapeJson.Default.LinearErrors,
        body => body.Errors is [var first, ..] ? new(first.Extensions?.Code, first.Extensions?.UserPresentableMessage ?? first.Message) : null,
        body => body.Errors?[0].Extensions?.Code switch { null => null, "RATELIMITED" => ErrorKind.RateLimited, "INPUT_ERROR" => ErrorKind.Validation, _ => ErrorKind.Remote });

    public static ResponseRules Mapbox { get; } = Of(ShapeJson.Default.CodedError, body => new(null, body.Message));

    /// <summary>Files and Teams.</summary>
    public static ResponseRules MicrosoftGraph { get; } = Of(ShapeJson.Default.GraphEnvelope, "request-id", body => new(body.Error?.Code, body.Error?.Message) { RequestId = body.Error?.InnerError?.RequestId });

    public static ResponseRules NetSuite { get; } = Of(ShapeJson.Default.NetSuiteError, body => body.Details is not [var first, ..] ? new(null, body.Title)
        : new(first.Code, first.Detail) { Fields = [.. body.Details.Where(detail => detail.Path is not null).Select(detail => new FieldError(detail.Path!, detail.Detail ?? ""))] });

    public static ResponseRules OpenWeatherMap { get; } = Of(ShapeJson.Default.WeatherError, body => new(body.Cod.ToString(), body.Message));

    public static ResponseRules PayPal { get; } = Of(SnakeJson.Default.PayPalError, body => new(body.Name ?? body.Error, body.Message ?? body.ErrorDescription)
    {
        RequestId = body.DebugId,
        Fields = [.. body.Details?.Select(detail => new FieldError(detail.Field ?? "", detail.Description ?? detail.Issue ?? "")) ?? []],
    });

    public static ResponseRules Pipedrive { get; } = Of(ShapeJson.Default.PipedriveError, body => new(body.Code ?? body.ErrorCode?.ToString(), body.Error)
    {
        Fields = [.. body.Errors?.Select(error => new FieldError(error.Key, string.Join(" ", error.Value))) ?? []],
    });

    public static ResponseRules QuickBooks { get; } = Of(ShapeJson.Default.QuickBooksError, "intuit_tid", body => body.Fault?.Error is not [var first, ..] ? null
        : new(first.Code, first.Detail ?? first.Message) { Fields = [.. body.Fault.Error.Where(error => error.Element is not null).Select(error => new FieldError(error.Element!, error.Message ?? ""))] });

    public static ResponseRules Salesforce { get; } = Of(ShapeJson.Default.SalesforceErrorArray, body => body is not [var first, ..] ? null
        : new(first.ErrorCode, first.Message) { Fields = [.. body.SelectMany(error => (error.Fields ?? []).Select(field => new FieldError(field, error.Message ?? "")))] });

    public static ResponseRules Slack { get; } = Judged(ShapeJson.Default.SlackError,
        body => body.Ok ? null : new(body.Error, body.Needed is null ? body.Metadata?.Messages?[0] : $"It needs the scope {body.Needed}."),
        body => body.Ok ? null : body.Error switch { "ratelimited" => ErrorKind.RateLimited, "missing_scope" => ErrorKind.Permission, "channel_not_found" => ErrorKind.NotFound, _ => ErrorKind.Remote });

    public static ResponseRules Spotify { get; } = Of(ShapeJson.Default.SpotifyEnvelope, body => new(body.Error?.Reason, body.Error?.Message));

    public static ResponseRules Square { get; } = Of(ShapeJson.Default.SquareErrors, body => body.Errors is not [var first, ..] ? null
        : new(first.Code, first.Detail) { Fields = [.. body.Errors.Where(error => error.Field is not null).Select(error => new FieldError(error.Field!, error.Detail ?? ""))] });

    public static ResponseRules Stripe { get; } = Of(SnakeJson.Default.StripeEnvelope, "Request-Id", body => body.Error is not { } error ? null
        : new(error.DeclineCode ?? error.Code ?? error.Type, error.Message) { Fields = error.Param is { Length: > 0 } param ? [new(param, error.Message ?? "")] : [] });

    public static ResponseRules Workday { get; } = Of(ShapeJson.Default.WorkdayError, body => new(body.Errors?[0].Code, body.Error)
    {
        Fields = [.. body.Errors?.Where(error => (error.Path ?? error.Field) is not null).Select(error => new FieldError(error.Path ?? error.Field!, error.Error ?? "")) ?? []],
    });

    public static ResponseRules Xero { get; } = Of(ShapeJson.Default.XeroError, "Xero-Correlation-Id", body => new(body.Type ?? body.Title, body.Message ?? body.Detail)
    {
        Fields = [.. body.Elements?.SelectMany((element, index) => (element.ValidationErrors ?? []).Select(error => new FieldError($"Elements[{index}]", error.Message ?? ""))) ?? []],
    });

    public static ResponseRules Zendesk { get; } = Of(ShapeJson.Default.ZendeskError, "X-Request-Id", body => body.Error.ValueKind == JsonValueKind.Object
        ? new(null, body.Error.Deserialize(ShapeJson.Default.ZendeskTitle)!.Message)
        : new(body.Error.GetString(), body.Description)
        {
            Fields = [.. body.Details?.SelectMany(field => field.Value.Select(error => new FieldError(field.Key, error.Description ?? ""))) ?? []],
        });

    private static ResponseRules Of<T>(System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type, Func<T, VendorError?> select)
        where T : class => new() { Error = ResponseRules.JsonError(type, select) };

    private static ResponseRules Of<T>(System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type, string requestId, Func<T, VendorError?> select)
        where T : class => new() { RequestIdHeader = requestId, Error = ResponseRules.JsonError(type, select) };

    /// <summary>Of providers whose good status says nothing.</summary>
    private static ResponseRules Judged<T>(System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type, Func<T, VendorError?> select, Func<T, ErrorKind?> judge)
        where T : class => new()
        {
            Error = ResponseRules.JsonError(type, select),
            Rule = facts => ResponseRules.ParseJson(facts, type) is not { } body || judge(body) is not { } kind ? null
                : kind == ErrorKind.RateLimited ? ResponseAction.Limited() : ResponseAction.Fail(kind),
        };
}

internal sealed record CodedError(string? Code, string? Message);

internal sealed record CodedEnvelope(CodedError? Error);

internal sealed record TypedError(string? Type, string? Message);

internal sealed record TypedEnvelope(TypedError? Error);

internal sealed record TextErrors(string[]? Errors);

internal sealed record AshbyError(AshbyInfo? ErrorInfo);

internal sealed record AshbyInfo(string? Code, string? Message, string? RequestId);

internal sealed record DropboxError(string? ErrorSummary, DropboxText? UserMessage);

internal sealed record DropboxText(string? Text);

internal sealed record FacebookEnvelope(FacebookError? Error);

internal sealed record FacebookError(string? Message, long Code, long? ErrorSubcode, string? ErrorUserMsg, string? FbtraceId);

internal sealed record GitHubError(string? Message, JsonElement[]? Errors);

internal sealed record GitHubDetail(string? Resource, string? Field, string? Code, string? Message);

internal sealed record GoogleEnvelope(GoogleError? Error);

internal sealed record GoogleError(string? Message, string? Status, GoogleDetail[]? Errors);

internal sealed record GoogleDetail(string? Reason, string? Message, string? Location);

internal sealed record MapsError(string? Status, string? ErrorMessage);

internal sealed record GreenhouseError(string? Message, JsonElement[]? Errors);

internal sealed record GreenhouseDetail(string? Message, string? Field)
{
    public FieldError ToField() => new(Field ?? "", Message ?? "");
}

internal sealed record GustoErrors(GustoError[]? Errors);

internal sealed record GustoError(string? ErrorKey, string? Category, string? Message);

internal sealed record HubSpotError(string? Category, string? Message, string? CorrelationId, HubSpotDetail[]? Errors);

internal sealed record HubSpotDetail(string? Message, string? Code, string? In, Dictionary<string, string[]>? Context);

internal sealed record IntercomErrors(string? RequestId, string? Error, IntercomError[]? Errors);

internal sealed record IntercomError(string? Code, string? Message, string? Field);

internal sealed record JiraError(string[]? ErrorMessages, Dictionary<string, string>? Errors, string? Message);

internal sealed record LinearErrors(LinearError[]? Errors);

internal sealed record LinearError(string? Message, LinearExtensions? Extensions);

internal sealed record LinearExtensions(string? Code, string? UserPresentableMessage);

internal sealed record GraphEnvelope(GraphError? Error);

internal sealed record GraphError(string? Code, string? Message, GraphInner? InnerError);

internal sealed record GraphInner([property: JsonPropertyName("request-id")] string? RequestId);

internal sealed record NetSuiteError(string? Title, [property: JsonPropertyName("o:errorDetails")] NetSuiteDetail[]? Details);

internal sealed record NetSuiteDetail(string? Detail, [property: JsonPropertyName("o:errorCode")] string? Code, [property: JsonPropertyName("o:errorPath")] string? Path);

internal sealed record WeatherError(JsonElement Cod, string? Message);

internal sealed record PayPalError(string? Name, string? Message, string? DebugId, string? Error, string? ErrorDescription, PayPalDetail[]? Details);

internal sealed record PayPalDetail(string? Field, string? Issue, string? Description);

internal sealed record PipedriveError(string? Error, string? Code, int? ErrorCode, Dictionary<string, string[]>? Errors);

internal sealed record QuickBooksError(QuickBooksFault? Fault);

internal sealed record QuickBooksFault(QuickBooksDetail[]? Error);

internal sealed record QuickBooksDetail(string? Message, string? Detail, string? Code, string? Element);

internal sealed record SalesforceError(string? Message, string? ErrorCode, string[]? Fields);

internal sealed record SlackError(bool Ok, string? Error, string? Needed, [property: JsonPropertyName("response_metadata")] SlackMetadata? Metadata);

internal sealed record SlackMetadata(string[]? Messages);

internal sealed record SpotifyEnvelope(SpotifyError? Error);

internal sealed record SpotifyError(string? Message, string? Reason);

internal sealed record SquareErrors(SquareError[]? Errors);

internal sealed record SquareError(string? Code, string? Detail, string? Field);

internal sealed record StripeEnvelope(StripeError? Error);

internal sealed record StripeError(string? Type, string? Code, string? DeclineCode, string? Message, string? Param);

internal sealed record WorkdayError(string? Error, WorkdayDetail[]? Errors);

internal sealed record WorkdayDetail(string? Error, string? Code, string? Field, string? Path);

internal sealed record XeroError(string? Type, string? Message, string? Title, string? Detail, XeroElement[]? Elements);

internal sealed record XeroElement(XeroProblem[]? ValidationErrors);

internal sealed record XeroProblem(string? Message);

internal sealed record ZendeskError(JsonElement Error, string? Description, Dictionary<string, ZendeskDetail[]>? Details);

internal sealed record ZendeskDetail(string? Description, string? Error);

internal sealed record ZendeskTitle(string? Title, string? Message);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(AshbyError))]
[JsonSerializable(typeof(CodedEnvelope))]
[JsonSerializable(typeof(CodedError[]))]
[JsonSerializable(typeof(TypedEnvelope))]
[JsonSerializable(typeof(TextErrors))]
[JsonSerializable(typeof(GitHubError))]
[JsonSerializable(typeof(GitHubDetail))]
[JsonSerializable(typeof(GoogleEnvelope))]
[JsonSerializable(typeof(GreenhouseError))]
[JsonSerializable(typeof(GreenhouseDetail))]
[JsonSerializable(typeof(GraphEnvelope))]
[JsonSerializable(typeof(HubSpotError))]
[JsonSerializable(typeof(JiraError))]
[JsonSerializable(typeof(LinearErrors))]
[JsonSerializable(typeof(WeatherError))]
[JsonSerializable(typeof(NetSuiteError))]
[JsonSerializable(typeof(PipedriveError))]
[JsonSerializable(typeof(QuickBooksError))]
[JsonSerializable(typeof(SalesforceError[]))]
[JsonSerializable(typeof(SlackError))]
[JsonSerializable(typeof(SpotifyEnvelope))]
[JsonSerializable(typeof(SquareErrors))]
[JsonSerializable(typeof(WorkdayError))]
[JsonSerializable(typeof(XeroError))]
[JsonSerializable(typeof(ZendeskError))]
[JsonSerializable(typeof(ZendeskTitle))]
internal sealed partial class ShapeJson : JsonSerializerContext;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(DropboxError))]
[JsonSerializable(typeof(FacebookEnvelope))]
[JsonSerializable(typeof(GustoErrors))]
[JsonSerializable(typeof(IntercomErrors))]
[JsonSerializable(typeof(MapsError))]
[JsonSerializable(typeof(PayPalError))]
[JsonSerializable(typeof(StripeEnvelope))]
internal sealed partial class SnakeJson : JsonSerializerContext;
