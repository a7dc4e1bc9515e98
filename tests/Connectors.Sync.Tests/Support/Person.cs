using System.Text.Json.Serialization;

namespace Connectors.Sync.Tests;

/// <summary>A small common model.</summary>
public sealed record Person : CommonModel
{
    public static ModelType<Person> Type { get; } = new("test.person", PersonJson.Default);

    public string? Name { get => field; init => field = Set(value, 0); }

    public string? Email { get => field; init => field = Set(value, 1); }

    public string? Phone { get => field; init => field = Set(value, 2); }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Person))]
[JsonSerializable(typeof(List<Person>))]
internal sealed partial class PersonJson : JsonSerializerContext;
