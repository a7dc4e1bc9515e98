namespace Connectors.Greenhouse;

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(List<GreenhouseCandidate>))]
[JsonSerializable(typeof(List<GreenhouseApplication>))]
[JsonSerializable(typeof(List<GreenhouseJob>))]
[JsonSerializable(typeof(GreenhouseCreatedCandidate))]
[JsonSerializable(typeof(GreenhouseCandidateFields))]
[JsonSerializable(typeof(GreenhouseNewApplication))]
[JsonSerializable(typeof(GreenhouseHire))]
[JsonSerializable(typeof(GreenhouseMove))]
[JsonSerializable(typeof(GreenhouseRejection))]
[JsonSerializable(typeof(GreenhouseErrorBody))]
internal sealed partial class GreenhouseJson : JsonSerializerContext;
