using System.Text.Json.Serialization;

namespace Connectors;

/// <summary>The JSON form of all common models. Null is a value: which fields are written is decided by <see cref="ModelType{TModel}"/>, never here.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.Never)]
[JsonSerializable(typeof(Contact))]
[JsonSerializable(typeof(Account))]
[JsonSerializable(typeof(Opportunity))]
[JsonSerializable(typeof(User))]
[JsonSerializable(typeof(Employee))]
[JsonSerializable(typeof(Candidate))]
[JsonSerializable(typeof(Application))]
[JsonSerializable(typeof(Job))]
[JsonSerializable(typeof(string))]
internal sealed partial class UnifiedJson : JsonSerializerContext;
