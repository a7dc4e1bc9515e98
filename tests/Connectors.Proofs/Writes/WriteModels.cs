using System.Text.Json.Serialization;

namespace Connectors.Proofs.Writes;

/// <summary>A person as the provider holds it.</summary>
internal sealed record Person(string? Id, string Name, string Email, string? Mark, DateTimeOffset? CreatedAt)
{
    /// <summary>Gets below which path it was written.</summary>
    [JsonIgnore]
    public string Way { get; init; } = "";

    /// <summary>Gets whether no write of the proof made it.</summary>
    [JsonIgnore]
    public bool WasThere { get; init; }
}

internal sealed record PersonPage(IReadOnlyList<Person> Items);

[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Person))]
[JsonSerializable(typeof(PersonPage))]
internal sealed partial class WriteJson : JsonSerializerContext;

/// <summary>A person as an app writes it.</summary>
public sealed record Friend : CommonModel
{
    /// <summary>Gets the model's type.</summary>
    public static ModelType<Friend> Type { get; } = new("test.friend", FriendJson.Default);

    /// <summary>Gets the name.</summary>
    public string? Name { get => field; init => field = Set(value, 0); }

    /// <summary>Gets the e-mail address.</summary>
    public string? Email { get => field; init => field = Set(value, 1); }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Friend))]
internal sealed partial class FriendJson : JsonSerializerContext;
